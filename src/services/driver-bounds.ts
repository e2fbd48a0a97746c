import { type Router, RouterError } from '../../geo/router.ts';
import type { Offer, OfferOf } from '../domain/catalogue/offer.ts';
import { leastSeconds } from '../domain/matching/concerns.ts';
import type { DriverBounds, Rider } from '../domain/matching/concerns-carpool.ts';
import { leastBetween } from '../domain/matching/prune/pair-bound.ts';
import type { PlaceVector, TimedPlace } from '../domain/matching/prune/road-bounds.ts';
import { type Point, pointKey } from '../domain/matching/travel.ts';
import { crowMetres } from '../domain/place-problems.ts';
import type { CatalogueCopy } from './catalogue-copy.ts';
import type { Context } from './context.ts';
import type { CatalogueFollower } from './follow-catalogue.ts';
import { measureOffers } from './measure-offers.ts';
import type { PlaceVectors, TimedPlaces } from './place-vectors.ts';

/** What this process keeps that says how far drivers and people are from one another. */
export type Nearness = { catalogues: CatalogueFollower<CatalogueCopy>; places: PlaceVectors };

/** Of one driver and one person; null where nothing is known that could rule anybody out. */
export type BoundsOf = (offer: OfferOf<'carpool'>, rider: Rider) => DriverBounds | null;

/** Changed carpools measured first, where they were not yet: what their roads say spares many results from being made again. */
const MEASURED_FIRST = 200;
/** Places of people timed for one look, at most; the others keep to the crow's flight until the next. */
const TIMED_AT_ONCE = 1_000;
/** Distances here are right within a thousandth, and estimates are rounded to the second. */
const ROUNDING = { share: 0.995, seconds: 3 };

/**
 * How changed carpools are bounded. Estimated times are all but known; on roads the driver's own way is known exactly, and
 * the rest at least from landmarks where the person's places are timed, else from the crow's flight. None while no router of
 * ours answers: then results rest on estimates until it is back.
 */
export async function driverBounds(
  ctx: Context,
  offers: readonly (Offer | null)[],
  { catalogues, places }: Nearness,
): Promise<{ timePlaces(riders: readonly Rider[]): Promise<void>; boundsOf: BoundsOf }> {
  const nothing = { timePlaces: async () => {}, boundsOf: () => null };
  if (!offers.some((offer) => offer?.kind === 'carpool')) return nothing;
  const { configured, estimate } = ctx.deps.routers(ctx.actor.territoryId);
  // It has the estimate's name where nothing times the cars.
  if (configured.name === estimate.name) return { ...nothing, boundsOf: await estimated(estimate) };
  try {
    await measureOffers({ ctx, input: { limit: MEASURED_FIRST } });
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
  }
  const dataSet = (await ctx.deps.survey?.dataSet(ctx.actor.territoryId)) ?? null;
  if (dataSet === null) return nothing;
  const { target } = await catalogues.current(ctx);
  let timed: TimedPlaces | null = null;
  let room = TIMED_AT_ONCE;
  return {
    async timePlaces(riders) {
      const wanted = riders
        .flatMap((rider) => rider.places)
        .filter((place) => timed === null || !timed.vectors.has(pointKey(place)));
      timed = (await places.of(ctx, dataSet, [])) ?? timed;
      const missing = wanted.filter((place) => !timed?.vectors.has(pointKey(place)));
      const asked = missing.slice(0, room);
      room -= asked.length;
      if (asked.length > 0) timed = (await places.of(ctx, dataSet, asked)) ?? timed;
    },
    boundsOf: (offer, rider) =>
      target.dataSet() === dataSet && target.find(offer.id)?.version === offer.version
        ? onRoads(target, offer, rider, timed?.vectors ?? new Map())
        : null,
  };
}

async function estimated(estimate: Router): Promise<BoundsOf> {
  const pace = estimate.pace?.('car');
  if (pace === undefined) return () => null;
  const { fixedSeconds, errorFactor } = await estimate.table({ mode: 'car', sources: [], destinations: [] });
  const seconds = (from: Point, to: Point, share: number) => {
    const metres = crowMetres(from, to) * share;
    return metres < 1 ? 0 : pace.fixedSeconds + (metres / 1000) * pace.secondsPerKm;
  };
  const least = (from: Point, to: Point) => Math.max(0, seconds(from, to, ROUNDING.share) - ROUNDING.seconds);
  return ({ details: { origin, destination } }, { places }) => {
    const ends = [origin, destination] as const;
    const own = seconds(origin, destination, 1 / ROUNDING.share) + ROUNDING.seconds;
    return {
      towards: (end, person) => least(ends[end], places[person] as Point),
      away: (person, end) => least(places[person] as Point, ends[end]),
      between: (from, to) => least(places[from] as Point, places[to] as Point),
      own: () => own,
      fixedSeconds,
      errorFactor,
    };
  };
}

function onRoads(
  copy: CatalogueCopy,
  { id, details }: OfferOf<'carpool'>,
  rider: Rider,
  vectors: ReadonlyMap<string, PlaceVector>,
): DriverBounds | null {
  const { index } = copy.indexing;
  const row = copy.indexing.rowOf(id);
  if (row === undefined || index.measured[row] === 0) return null;
  const first = index.pointStart[row] as number;
  const cells = index.ownStart[row] as number;
  const count = index.pointCount[row] as number;
  const fixed = {
    own: (run: 0 | 1) => index.ownSeconds[cells + (run === 0 ? 1 : count)] as number,
    fixedSeconds: 0,
    errorFactor: [1, 1] as const,
  };
  const timed = timedPlaces(rider, vectors);
  const ends = [details.origin, details.destination] as const;
  if (timed === null) {
    const place = (person: number) => rider.places[person] as Point;
    return {
      ...fixed,
      towards: (end, person) => leastSeconds(ends[end], place(person)),
      away: (person, end) => leastSeconds(place(person), ends[end]),
      between: (from, to) => leastSeconds(place(from), place(to)),
    };
  }
  const { landmarks, times, slack } = index.points;
  const timedEnd = (end: 0 | 1): TimedPlace => {
    const at = (first + end) * 2 * landmarks;
    return {
      point: ends[end],
      vector: { times: times.subarray(at, at + 2 * landmarks), slack: slack[first + end] as number },
    };
  };
  const driver = [timedEnd(0), timedEnd(1)] as const;
  return {
    ...fixed,
    towards: (end, person) => leastBetween(driver[end], timed[person] as TimedPlace),
    away: (person, end) => leastBetween(timed[person] as TimedPlace, driver[end]),
    between: (from, to) => leastBetween(timed[from] as TimedPlace, timed[to] as TimedPlace),
  };
}

/** Null unless all of the person's places are. */
function timedPlaces(rider: Rider, vectors: ReadonlyMap<string, PlaceVector>): TimedPlace[] | null {
  const timed = rider.places.flatMap((point) => {
    const vector = vectors.get(pointKey(point));
    return vector === undefined ? [] : [{ point, vector }];
  });
  return timed.length < rider.places.length ? null : timed;
}
