import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isAllowed, REFUSAL_REASONS } from '../../domain/booking/booking.ts';
import { carriedTimes, seatsOf, seatsTaken } from '../../domain/booking/carried.ts';
import { answerDue } from '../../domain/booking/due.ts';
import { SKIPPED_HOUR } from '../../domain/booking/journey.ts';
import { clockTimeSchema } from '../../domain/clock-time.ts';
import { timesOnTheWall } from '../../domain/schedule/clock-change.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import type { Territory } from '../../domain/territory.ts';
import type { Context } from '../context.ts';
import { giveRide, type PreparedDriver, prepareDriver, takeOwnRide } from '../drivers/assign-driver.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { lockBooking, requireBookings } from './load-booking.ts';
import { type Move, moveBooking } from './move-booking.ts';

const words = z.string().trim().max(500, 'Ce texte a 500 caractères au plus.').default('');
const answerSchema = z
  .discriminatedUnion('answer', [
    z.object({
      answer: z.literal('accept'),
      message: words,
      /** Of the structure’s drivers; where there is none, whoever is asked drives. */
      driverId: z.string().min(1).max(100).nullable().default(null),
      /** They said yes on the telephone to whoever is signed in. */
      byTelephone: z.boolean().default(false),
    }),
    z.object({
      answer: z.literal('refuse'),
      reason: z.enum(REFUSAL_REASONS, 'Choisissez la raison du refus.'),
      message: words,
    }),
    /** `departAt`: on the wall there, on the day of the ride. */
    z.object({ answer: z.literal('proposeTime'), departAt: clockTimeSchema, message: words }),
  ])
  .superRefine((given, check) => {
    if (given.answer !== 'refuse' || given.reason !== 'other' || given.message !== '') return;
    check.addIssue({ code: 'custom', path: ['message'], message: 'Dites en quelques mots pourquoi.' });
  });
type Answer = z.infer<typeof answerSchema>;

/**
 * The driver's, volunteer's or structure's answer: by the link (`id` null), by account, or as a coordinator was told it by telephone.
 * The first one counts. Throws `invalid`, `notFound`, `forbidden`, `conflict`.
 */
export async function answerBooking({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string | null; answer: unknown; expectedVersion?: number | undefined };
}): Promise<{ id: string }> {
  requireBookings(ctx);
  const given = parseInput(answerSchema, input.answer);
  const { territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const driver =
    given.answer === 'accept' && given.driverId !== null && input.id !== null
      ? await prepareDriver(ctx, { id: input.id, driverId: given.driverId })
      : null;
  return transactOnce(ctx, {
    async effect(stores) {
      const booking = await lockBooking(stores, input);
      await requireBeforeRide(ctx, booking);
      await moveBooking(ctx, stores, booking, await moveOf(ctx, stores, booking, { given, driver, territory }));
      return { id: booking.id };
    },
    answer: async (_stores, done) => done,
  });
}

/** Whom the structure chose; whose own trip it is, where they answer by their link; else nobody in particular. */
async function driverOf(
  ctx: Context,
  stores: Stores,
  booking: Booking,
  chosen: PreparedDriver | null,
): Promise<string | null> {
  if (chosen === null) return ctx.actor.kind === 'visitor' ? takeOwnRide(ctx, stores, booking) : null;
  await giveRide(ctx, stores, booking, chosen);
  return chosen.driverId;
}

/** What has begun is not answered any more: it is told how it went. */
async function requireBeforeRide({ deps }: Context, { departAt }: Booking): Promise<void> {
  if (departAt === null || Temporal.Instant.compare(Temporal.Instant.from(departAt), deps.clock.now()) > 0) return;
  throw new ProblemError('conflict', 'L’heure de ce trajet est passée.');
}

async function moveOf(
  ctx: Context,
  stores: Stores,
  booking: Booking,
  {
    given,
    driver,
    territory: { timeZone, rules },
  }: { given: Answer; driver: PreparedDriver | null; territory: Territory },
): Promise<Move> {
  const text = given.message === '' ? null : given.message;
  switch (given.answer) {
    case 'accept': {
      // What is answered already is told so, and nobody is sent out for it.
      if (!isAllowed('accept', booking, 'provider')) return { action: 'accept', text };
      const driverId = await driverOf(ctx, stores, booking, driver);
      if (driverId === null) return { action: 'accept', text };
      const telephone = driver !== null && given.byTelephone ? { byTelephone: ctx.actor.id } : {};
      return { action: 'accept', text, change: { driverId }, details: { driverId, ...telephone } };
    }
    case 'refuse':
      return {
        action: 'refuse',
        text,
        change: { reason: given.reason, reasonText: text },
        details: { reason: given.reason },
      };
    case 'proposeTime': {
      if (booking.ride === null) throw invalid([{ path: 'departAt', message: 'Ce n’est pas un trajet.' }]);
      const day = addDays(booking.date, Math.floor(booking.ride.departSeconds / 86_400));
      if (timesOnTheWall(day, given.departAt, timeZone) === 0)
        throw invalid([{ path: 'departAt', message: SKIPPED_HOUR }]);
      const times = carriedTimes(booking, booking.ride, given.departAt, timeZone);
      if (booking.departAt !== null && Date.parse(times.departAt) === Date.parse(booking.departAt)) {
        throw invalid([{ path: 'departAt', message: 'C’est l’heure demandée : acceptez, ou proposez-en une autre.' }]);
      }
      const now = ctx.deps.clock.now();
      const leaves = Temporal.Instant.from(times.departAt);
      if (Temporal.Instant.compare(leaves, now) <= 0) {
        throw invalid([{ path: 'departAt', message: 'Cette heure est passée : proposez-en une autre.' }]);
      }
      await requireSeats(stores, booking, times.ride, timeZone);
      const { departAt, arriveAt } = times;
      // Whoever answers by the link of their own trip drives at that hour; for a structure nobody in particular does yet.
      const driverId = ctx.actor.kind === 'visitor' ? await stores.drivers.findOfOffer(booking.offerId) : null;
      const whose = driverId === null ? {} : { driverId };
      const proposal = { departAt, arriveAt, proposedAt: now.toString(), text, ...whose };
      // It is the person's turn: they have as long as whoever was asked had, and are reminded once themselves.
      const answerDueAt = answerDue(now, leaves, rules.booking, timeZone).toString();
      return {
        action: 'proposeTime',
        text,
        change: { proposal, answerDueAt, remindedAt: null },
        details: { departAt },
      };
    }
  }
}

/** The seats of the proposed time, which are not held before the person says yes. Throws `conflict`. */
export async function requireSeats(
  stores: Stores,
  booking: Booking,
  ride: NonNullable<Booking['ride']>,
  timeZone: string,
) {
  const { id, offerId, seats, date, offer: told } = booking;
  await stores.bookings.claimOffer(offerId);
  const offer = await stores.offers.find(offerId);
  // Nobody knows any more how many seats there are.
  if (offer === null) throw new ProblemError('conflict', 'Cette offre n’existe plus : il n’y a pas d’autre heure.');
  const taken = seatsTaken(told, { date, ride, timeZone });
  const numbers = await stores.bookings.findFreeSeats(offerId, taken, { seats, of: seatsOf(offer), except: id });
  if (numbers === null) throw new ProblemError('conflict', 'Il n’y a plus assez de places à cette heure-là.');
  return { numbers, taken };
}
