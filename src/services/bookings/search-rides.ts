import { carriedRide, isRideKind, keepsWish, type RideKind, rideInstants } from '../../domain/booking/carried.ts';
import { journeyProblems, journeySchema } from '../../domain/booking/journey.ts';
import { atToldHour, nearestWishes, type WishChange, withToldHours } from '../../domain/booking/nearest-wish.ts';
import { watchedUntil } from '../../domain/booking/watched-search.ts';
import { diagnosticOf, inOrder, type Journey, type RideWish } from '../../domain/booking/wish.ts';
import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import { offersOf, readMatch } from '../get-matches.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import { startTrial } from '../start-trial.ts';
import { communeOfOwnPlace, isShownTo } from '../view-offer.ts';
import { factsKnown, type KnownOfRider } from './prove-rides.ts';
import { sealQuote } from './seal-quote.ts';
import { type WallTime, wallTime } from './view-booking.ts';
import { letGoOfSearch, lookAtSearch, nameless } from './watch-search.ts';

/** An offer that carries some of the wished rides, on its own. */
export type RideOption = {
  offerId: string;
  kind: RideKind;
  title: string;
  providerName: string;
  illustrative: boolean;
  /** No rule is left to be asked. */
  certain: boolean;
  estimated: boolean;
  rides: readonly (RideWish & {
    departs: WallTime;
    arrives: WallTime;
    durationMinutes: number;
    waitMinutes: number;
    walkMinutes: number | null;
    pickUp: string | null;
    dropOff: string | null;
    /** One of them is a commune: a natural person's own place is told once they have said yes. */
    placeToldLater: boolean;
    priceCents: number | null;
  })[];
  /** Of how many that were wished for. */
  wished: number;
  /** The promise, signed: what `prepareOwnRides` takes. */
  quote: string;
};

export type RideOptions = {
  status: 'pending' | 'ready' | 'failed';
  provisional: boolean;
  journey: Journey;
  /** Those that carry every ride first, then the outbound or the return alone; the best first in each. */
  options: RideOption[];
  /** Where nobody carries any of it: what the person could change for somebody to, the least first. */
  nearest: WishChange[];
};

/**
 * Asks the engine who could carry wished rides: a trial without a name, gone after a day, matched as any diagnostic is. Gives its id,
 * which is the only key to it. `known`: what a professional knows of the person they search for, who stays nameless. `replaces`: the
 * search of before, that this one stands in for. Throws `invalid`.
 */
export async function searchRides({
  ctx,
  input,
  known,
  replaces = null,
}: {
  ctx: Context;
  input: unknown;
  known?: KnownOfRider | undefined;
  replaces?: string | null;
}): Promise<{ searchId: string }> {
  const journey: Journey = parseInput(journeySchema, input);
  const { ground, today } = await groundOf(ctx);
  const problems = journeyProblems(journey, { ground, today });
  if (problems.length > 0) throw invalid(problems);
  const { rules } = ground.territory;
  const wish = diagnosticOf({ ...journey, rides: inOrder(journey.rides) }, rules, factsKnown(known));
  const { id } = await startTrial({
    ctx: nameless(ctx),
    input: wish,
    age: known?.age ?? null,
    watchedUntil: watchedUntil('begun', ctx.deps.clock.now()).toString(),
  });
  if (replaces !== null) await letGoOfSearch({ ctx, input: { searchId: replaces, because: 'replaced' } });
  return { searchId: id };
}

/**
 * What the engine found: only rides that serve what was asked, each with a signed promise. `refused`: offers that said no already are
 * left out. `taken`: wishes that another offer was chosen for; what is shown and promised is of the others. Who comes back after a while
 * waits for what is found now. Throws `notFound`.
 */
export async function getRideOptions({
  ctx,
  input: { searchId, journey, waitSeconds = 0, refused = [], taken = [] },
}: {
  ctx: Context;
  input: {
    searchId: string;
    journey: Journey;
    waitSeconds?: number;
    refused?: readonly string[];
    taken?: readonly RideWish[];
  };
}): Promise<RideOptions> {
  const { territory, gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const { timeZone, rules } = territory;
  const wishes = inOrder(journey.rides);
  const isOpen = (wish: RideWish) => !taken.some((one) => isSameWish(one, wish));
  const earliest = ctx.deps.clock.now().add({ minutes: rules.booking.leastNoticeMinutes }).toString();
  const found = await readMatch(nameless(ctx), { diagnosticId: searchId, waitSeconds }, (stores) =>
    lookAtSearch(ctx, stores, searchId),
  );
  const isStale = found.stored.computedAt !== null && found.stored.computedAt === found.chosen;
  const stored = isStale ? { ...found.stored, status: 'pending' as const, result: null } : found.stored;
  const rideMatches = (stored.result?.matches ?? []).filter(({ kind }) => isRideKind(kind));
  const told = rideMatches.filter(({ verdict }) => verdict !== 'impossible');
  const nearly = rideMatches.filter(({ verdict, turning }) => verdict === 'impossible' && turning?.length);
  const ids = [...told, ...nearly].map(({ offerId }) => offerId);
  const chosen = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const whole = await stores.offers.list({ ids, limit: Math.max(1, ids.length) });
    return { shown: await offersOf(ctx, stores, ids), whole: new Map(whole.items.map((offer) => [offer.id, offer])) };
  });
  const communeInstead = (offerId: string, label: string | null): string | null => {
    const offer = ctx.actor.kind === 'visitor' ? chosen.whole.get(offerId) : undefined;
    return offer === undefined ? null : communeOfOwnPlace(offer, label, gazetteer);
  };
  const isForThem = (offerId: string): boolean => {
    const offer = chosen.shown.get(offerId);
    return (
      offer !== undefined &&
      !refused.includes(offerId) &&
      !offer.accessConditions.referralRequired &&
      isShownTo(ctx.actor, offer)
    );
  };
  const late: WishChange[] = [];
  const options = told.flatMap((match): RideOption[] => {
    const offer = chosen.shown.get(match.offerId);
    if (!offer || !isRideKind(offer.kind) || !isForThem(offer.id)) return [];
    if (match.legs.length !== wishes.length) return [];
    const rides = match.legs.flatMap((leg, i) => {
      const wish = wishes[i] as RideWish;
      const ride = isOpen(wish) ? carriedRide(leg) : null;
      if (ride === null) return [];
      const times = rideInstants({ ...wish, ride }, timeZone);
      const [departAt, arriveAt] = [times.departAt.toString(), times.arriveAt.toString()];
      if (departAt < earliest) return [];
      if (!keepsWish(wish, times, timeZone)) {
        late.push(atToldHour(wish, times, timeZone));
        return [];
      }
      const priceCents = leg.pricePerRideCents === null ? null : Math.round(leg.pricePerRideCents);
      return [{ wish, ride, departAt, arriveAt, priceCents, certain: leg.outcome === 'met' }];
    });
    if (rides.length === 0) return [];
    const { home, away, seats, needs, limits } = journey;
    const promised = rides.map(({ wish, departAt, arriveAt, priceCents }) => ({
      ...wish,
      departAt,
      arriveAt,
      priceCents,
    }));
    return [
      {
        offerId: offer.id,
        kind: offer.kind,
        title: offer.title,
        providerName: offer.provider.name,
        illustrative: offer.illustrative,
        certain: match.verdict === 'possible' && rides.every(({ certain }) => certain),
        estimated: rides.some(({ ride }) => ride.estimated),
        rides: rides.map(({ wish, ride, departAt, arriveAt, priceCents }) => ({
          ...wish,
          departs: wallTime(departAt, timeZone),
          arrives: wallTime(arriveAt, timeZone),
          durationMinutes: Math.ceil(ride.durationSeconds / 60),
          waitMinutes: Math.ceil(ride.waitSeconds / 60),
          walkMinutes: ride.walkSeconds === null ? null : Math.ceil(ride.walkSeconds / 60),
          pickUp: communeInstead(offer.id, ride.pickUp) ?? ride.pickUp,
          dropOff: communeInstead(offer.id, ride.dropOff) ?? ride.dropOff,
          placeToldLater: (communeInstead(offer.id, ride.pickUp) ?? communeInstead(offer.id, ride.dropOff)) !== null,
          priceCents,
        })),
        wished: wishes.filter(isOpen).length,
        quote: sealQuote(ctx, { offerId: offer.id, home, away, seats, needs: [...needs], limits, rides: promised }),
      },
    ];
  });
  return {
    status: stored.status,
    provisional: stored.result?.provisional ?? false,
    journey,
    options: options.toSorted((a, b) => b.rides.length - a.rides.length),
    nearest:
      options.length > 0 || wishes.some((wish) => !isOpen(wish))
        ? []
        : withToldHours(
            nearestWishes(
              nearly.filter(({ offerId }) => isForThem(offerId)),
              wishes,
            ).filter((change) => isBearable(change, journey)),
            late,
          ),
  };
}

/** Whoever says that they hardly walk is asked for no walk. */
const isBearable = ({ what }: WishChange, { needs }: Journey): boolean =>
  what !== 'walk' || !needs.some((need) => need === 'wheelchair' || need === 'walksLittle');

const isSameWish = (a: RideWish, b: RideWish) => a.direction === b.direction && a.date === b.date && a.at === b.at;
