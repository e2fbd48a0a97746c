import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { BookedRide, Rider } from '../../domain/booking/booking.ts';
import { seatsOf, seatsTaken, wishedInstant } from '../../domain/booking/carried.ts';
import { answerDue } from '../../domain/booking/due.ts';
import { journeyProblems, journeySchema } from '../../domain/booking/journey.ts';
import { keepsPromise, type Quote } from '../../domain/booking/quote.ts';
import type { Journey, RideWish } from '../../domain/booking/wish.ts';
import type { Offer } from '../../domain/catalogue/offer.ts';
import { secondsOfDay } from '../../domain/clock-time.ts';
import type { Context, TerritoryHandle } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { communeOfOwnPlace, isShownTo, viewOffer } from '../view-offer.ts';
import { visitorOf } from '../visitor.ts';
import { type KnownOfRider, type ProvenRide, proveRides } from './prove-rides.ts';

export const riderSchema = z.object({
  firstName: z.string().trim().max(300).nullable().default(null),
  phone: z.string().trim().max(40).nullable().default(null),
  email: z.string().trim().max(254).nullable().default(null),
  language: z.string().max(20).nullable().default(null),
});

const schema = journeySchema.extend({
  offerId: z.string().min(1).max(100),
  rider: riderSchema.prefault({}),
  replacesId: z.string().max(100).nullable().default(null),
});
type Asked = z.infer<typeof schema>;

/** Why a wished ride was not asked for. `changed`: it is there, and is not the one that was promised. */
export type NotRequested = RideWish & {
  code: (ProvenRide & { proven: false })['code'] | 'full' | 'changed' | 'tooMany' | 'already';
  explanation: string;
};
export type RidesRequested = { groupId: string | null; bookings: Booking[]; failed: NotRequested[] };

/** What is ready to be written down: made before the transaction, which asks no router. */
export type PreparedRides = {
  asked: Asked;
  offer: Offer;
  proven: readonly ProvenRide[];
  handle: TerritoryHandle;
  quote: Quote | null;
};

/**
 * Proves wished rides on an offer as it is now. `quote`: what was promised on screen, which these must keep. Throws `invalid`,
 * `notFound`.
 */
export async function prepareRides(
  ctx: Context,
  input: unknown,
  { quote = null, known }: { quote?: Quote | null; known?: KnownOfRider | undefined } = {},
): Promise<PreparedRides> {
  const asked = parseInput(schema, input);
  const journey: Journey = asked;
  const { ground, today } = await groundOf(ctx);
  const problems = journeyProblems(journey, { ground, today });
  if (problems.length > 0) throw invalid(problems);
  const offer = await ctx.deps.database.transact(ctx.actor, ({ offers }) => offers.find(asked.offerId));
  if (offer === null || !isShownTo(ctx.actor, offer)) {
    throw new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
  }
  return {
    asked,
    offer,
    proven: await proveRides(ctx, { offer, journey, known }),
    handle: await ctx.deps.territory(ctx.actor.territoryId),
    quote,
  };
}

/**
 * Asks for the rides, each on its own: seats, timeline, audit and the messages to come, in the caller's transaction. A ride that was
 * asked for already is that one. Throws `notFound` and `conflict` where the offer went or changed since it was proved.
 */
export async function writeRides(
  ctx: Context,
  stores: Stores,
  { asked, offer, proven, handle, quote }: PreparedRides,
  person: { beneficiaryId: string; bookedBy: string },
): Promise<RidesRequested> {
  const { clock, ids } = ctx.deps;
  const { rules, timeZone } = handle.territory;
  const { beneficiaryId } = person;
  await stores.bookings.claimOffer(offer.id);
  const now = await stores.offers.find(offer.id);
  if (now === null) throw new ProblemError('notFound', 'Cette offre n’existe plus : cherchez de nouveau votre trajet.');
  if (now.version !== offer.version) {
    throw new ProblemError('conflict', 'Cette offre vient de changer : cherchez de nouveau votre trajet.');
  }
  const providerOrganisationId = await stores.bookings.findProvider(offer.id, offer.provider.siret ?? null);
  const groupId = proven.length > 1 ? ids.next('grp') : null;
  let open = await stores.bookings.countOpen(beneficiaryId, clock.now().toString());
  const bookings: Booking[] = [];
  const failed: NotRequested[] = [];

  for (const one of proven) {
    const { direction, date, at } = one;
    const wish = { direction, date, at };
    if (!one.proven) {
      failed.push({ ...wish, code: one.code, explanation: one.explanation });
      continue;
    }
    const promised = quote?.rides.find((r) => r.direction === direction && r.date === date && r.at === at);
    if (quote !== null && (promised === undefined || !keepsPromise(promised, one))) {
      failed.push({ ...wish, code: 'changed', explanation: 'Ce trajet n’est plus à l’heure ou au prix annoncés.' });
      continue;
    }
    const same = await stores.bookings.findSame({ beneficiaryId, offerId: offer.id, departAt: one.departAt });
    if (same !== null) {
      bookings.push(same);
      continue;
    }
    if (await stores.bookings.isAskedAlready({ offerId: offer.id, departAt: one.departAt })) {
      failed.push({ ...wish, code: 'already', explanation: 'Ce trajet est déjà demandé pour vous.' });
      continue;
    }
    if (open >= rules.booking.mostOpenRides) {
      const explanation = `Vous avez déjà ${open} trajets à venir : c’est le plus que l’on réserve à la fois.`;
      failed.push({ ...wish, code: 'tooMany', explanation });
      continue;
    }
    const taken = seatsTaken(offer, { date, ride: one.ride, timeZone });
    const numbers = await stores.bookings.findFreeSeats(offer.id, taken, { seats: asked.seats, of: seatsOf(offer) });
    if (numbers === null) {
      failed.push({ ...wish, code: 'full', explanation: 'Il n’y a plus assez de places ce jour-là.' });
      continue;
    }
    const id = ids.next('bkg');
    const wished = wishedInstant({ date, direction, seconds: secondsOfDay(at) }, timeZone).toString();
    const outbound = direction === 'outbound';
    await stores.bookings.insert(
      {
        id,
        beneficiaryId,
        bookedBy: person.bookedBy,
        offerId: offer.id,
        offerVersion: offer.version,
        providerOrganisationId,
        from: outbound ? asked.home : asked.away,
        to: outbound ? asked.away : asked.home,
        date,
        direction,
        arriveBy: outbound ? wished : null,
        departFrom: outbound ? null : wished,
        seats: asked.seats,
        needs: asked.needs,
        departAt: one.departAt,
        arriveAt: one.arriveAt,
        priceCents: one.priceCents,
        ride: keptRide(offer, one.ride, handle),
        offer: toldOf(offer, handle),
        rider: riderOf(asked.rider),
        groupId,
        replacesId: asked.replacesId,
        answerDueAt: answerDue(clock.now(), Temporal.Instant.from(one.departAt), rules.booking, timeZone).toString(),
      },
      { numbers, taken },
    );
    const byKind = ctx.actor.kind === 'visitor' ? 'person' : 'adviser';
    const eventId = await stores.bookings.addEvent({
      bookingId: id,
      kind: 'requested',
      byKind,
      text: null,
      details: {},
    });
    await stores.audit.record({
      action: 'booking.requested',
      entity: 'booking',
      entityId: id,
      fields: ['offerId', 'from', 'to', 'departAt', 'rider', 'needs'],
    });
    await stores.outbox.append({ type: 'bookingMoved', bookingId: id, eventId });
    bookings.push((await stores.bookings.find(id)) as Booking);
    open += 1;
  }
  return { groupId, bookings, failed };
}

/** With what is told instead of a natural person's own until they say yes. */
function keptRide(offer: Offer, ride: BookedRide, { gazetteer }: TerritoryHandle): BookedRide {
  const pickUpCommune = communeOfOwnPlace(offer, ride.pickUp, gazetteer);
  const dropOffCommune = communeOfOwnPlace(offer, ride.dropOff, gazetteer);
  return {
    ...ride,
    ...(pickUpCommune === null ? {} : { pickUpCommune }),
    ...(dropOffCommune === null ? {} : { dropOffCommune }),
  };
}

function toldOf(offer: Offer, { territory, gazetteer }: TerritoryHandle): Booking['offer'] {
  const { kind, title, provider, illustrative } = offer;
  const shown = viewOffer(visitorOf(territory.id), offer, gazetteer);
  return {
    kind,
    title,
    provider: { name: provider.name, phone: provider.phone ?? null, email: provider.email ?? null },
    illustrative,
    ...(shown.redacted ? { beforeAnswer: { title: shown.title, name: shown.provider.name } } : {}),
  };
}

const riderOf = ({ firstName, phone, email, language }: Rider): Rider => ({
  firstName: firstName || null,
  phone: phone || null,
  email: email || null,
  language,
});
