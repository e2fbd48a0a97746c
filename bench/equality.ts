import { createEstimateRouter } from '../geo/estimate.ts';
import type { Router } from '../geo/router.ts';
import { differenceBetween } from '../src/domain/matching/compare-results.ts';
import { match } from '../src/domain/matching/match.ts';
import { personPlaces } from '../src/domain/matching/person-places.ts';
import { classMisses } from '../src/domain/matching/prune/class-misses.ts';
import { type NearnessBounds, nearnessBounds } from '../src/domain/matching/prune/nearness-bounds.ts';
import { landmarkBounds, type RoadBounds } from '../src/domain/matching/prune/road-bounds.ts';
import { nearnessKey } from '../src/domain/matching/prune/weighing.ts';
import type { Listing } from '../src/domain/matching/tally.ts';
import { pointKey } from '../src/domain/matching/travel.ts';
import { travelNeeds } from '../src/domain/matching/travel-needs.ts';
import { gatherTravel } from '../src/services/gather-travel.ts';
import { matchCatalogue, ownTimesOf } from '../src/services/match-catalogue.ts';
import { circumstances } from '../src/services/match-offers.ts';
import { matrixRouter } from './network.ts';
import { boundingFor, factsOf } from './speed.ts';
import { recordsAtPlaces, type World } from './world.ts';

/** What was held against the reference, and what did not agree. */
export type Equality = { diagnostics: number; offers: number; differing: string[] };

/** How far past its limit a detour is bounded exactly: as in the first pass over so many offers. */
const GAP_TOLD = 0.5;
const LISTING: Listing = { allUpTo: 0, nearest: 200 };

function routerOf(world: World): Router {
  return world.matrix === null
    ? createEstimateRouter()
    : matrixRouter(world.matrix, world.network.router as Router['name']);
}

/** Whole results, of people and drivers at the fixed places: what is told, verdicts, times, order, bundles, pathway. */
export async function compareResults(world: World, from: number, count: number): Promise<Equality> {
  const router = routerOf(world);
  const ctx = world.contextOn(router);
  const offers = world.copy.all(false);
  const differing: string[] = [];
  const records = recordsAtPlaces(world.ground, from + count).slice(from);
  for (const record of records) {
    const bounding = await boundingFor(world, router, record);
    const { result } = await matchCatalogue({ ctx, record, copy: world.copy, bounding, listing: LISTING });
    const facts = factsOf(world, record);
    const { travel, fellBack } = await gatherTravel(
      ctx.deps.routers('meuse'),
      travelNeeds(facts, world.handle.territory.rules, offers),
      ownTimesOf(world.copy),
    );
    const availability = { rides: new Map(), loans: new Map() };
    const reference = match(
      { facts, offers, travel, availability, ...circumstances(ctx, world.handle, facts) },
      fellBack,
      LISTING,
    );
    const difference = differenceBetween(result, reference);
    if (difference !== null) differing.push(`${record.id}: ${difference.what}`);
  }
  return { diagnostics: records.length, offers: offers.length, differing };
}

/**
 * Every bound of every carpool against what the exact times give, for people at the fixed places: none that serves, and no
 * miss near enough to be told, may be bounded higher than it is.
 */
export async function compareBounds(world: World, from: number, count: number): Promise<Equality> {
  const { copy, matrix, landmarks } = world;
  const { index } = copy.indexing;
  const records = recordsAtPlaces(world.ground, from + count).slice(from);
  const differing: string[] = [];
  if (matrix === null || landmarks === null) return { diagnostics: 0, offers: index.rows, differing };
  const router = routerOf(world);
  const ctx = world.contextOn(router);
  const at = new Map(matrix.places.map(([lon, lat], i) => [`${lon},${lat}`, i]));
  const slots = Int32Array.from(
    { length: index.points.lon.length },
    (_, slot) => at.get(`${index.points.lon[slot]},${index.points.lat[slot]}`) ?? -1,
  );
  for (const record of records) {
    const facts = factsOf(world, record);
    const places = personPlaces(facts);
    const ids = places.map((place) => at.get(pointKey(place)) as number);
    const seconds = (a: number, b: number) => matrix.seconds[a * matrix.places.length + b] as number;
    const { vectors } = await boundingFor(world, router, record);
    const bounds = landmarkBounds(
      index,
      places.map((point) => ({ point, vector: vectors.get(pointKey(point)) as never })),
    );
    const exact: RoadBounds = {
      ...bounds,
      towards: (slot, place) => reached(seconds(slots[slot] as number, ids[place] as number)),
      away: (slot, place) => reached(seconds(ids[place] as number, slots[slot] as number)),
      // Nothing is known of squares as a whole: each carpool is looked at.
      squares: null,
    };
    const question = { facts, ...circumstances(ctx, world.handle, facts) };
    const asked = {
      question,
      index,
      places,
      between: ids.map((a) => ids.map((b) => seconds(a, b))),
      missesOf: classMisses({ ...question, travel: {} as never, availability: { rides: new Map(), loans: new Map() } }),
      publicOnly: false,
      gapTold: GAP_TOLD,
    };
    const [lower, true_] = [nearnessBounds({ ...asked, bounds }), nearnessBounds({ ...asked, bounds: exact })];
    const wrong = firstAbove(lower, true_);
    if (wrong !== null) differing.push(`${record.id}: ${index.ids[wrong]} ${lower.keys[wrong]} > ${true_.keys[wrong]}`);
  }
  return { diagnostics: records.length, offers: index.rows, differing };
}

/** Where no road leads, no time is long enough. */
const reached = (seconds: number) => (seconds < 0 ? Number.POSITIVE_INFINITY : seconds);

function firstAbove(lower: NearnessBounds, exact: NearnessBounds): number | null {
  // Further off, nothing is told exactly of any.
  const told = nearnessKey(1, GAP_TOLD);
  for (let row = 0; row < lower.keys.length; row++) {
    const key = exact.keys[row] as number;
    if (key < told && (lower.keys[row] as number) > key) return row;
  }
  return null;
}
