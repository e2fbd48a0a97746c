import type { LonLat, Router } from '../geo/router.ts';
import { personPlaces } from '../src/domain/matching/person-places.ts';
import { nearnessBounds } from '../src/domain/matching/prune/nearness-bounds.ts';
import { NO_BOUNDS } from '../src/domain/matching/prune/road-bounds.ts';
import { pointKey } from '../src/domain/matching/travel.ts';
import type { MatchWork } from '../src/services/match-catalogue.ts';
import { matchCatalogue, ownTimesOf } from '../src/services/match-catalogue.ts';
import { factsOfRecord, matchOffers } from '../src/services/match-offers.ts';
import type { DiagnosticRecord } from '../src/services/ports.ts';
import { vectorsOf } from '../src/services/road-survey.ts';
import { openRouter } from './network.ts';
import { recording, replay } from './recorder.ts';
import { recordsAnywhere, type World } from './world.ts';

/** One size of catalogue; names and goals are those of the benchmark table in the documentation. Null: not measured. */
export type Speed = {
  matchP50Ms: number;
  matchP95Ms: number;
  /** Of the median match. */
  pruneMs: number;
  routerMs: number;
  scoreMs: number;
  /** Medians of what `scoreMs` is made of. */
  sharpenMs: number;
  rulesMs: number;
  changesMs: number;
  resultMs: number;
  pruneNsPerOffer: number;
  prunedShare: number | null;
  /** The most it could be: had none been sent to the router but those that truly serve. */
  prunedShareAtMost: number | null;
  survivorsPerFeasible: number | null;
  /** The same with the misses that may be the nearest; and those of both that are explained, once they are timed. */
  timedPerFeasible: number | null;
  triedPerFeasible: number | null;
  ratioToRouterLimit: number;
  routerCalls: number;
  routerCells: number;
  rounds: number;
  nonRouterMs: number;
  speedupVsReference: number | null;
  speedupVsRoutePerOffer: number | null;
};

/** How many people are matched, put to the reference, and replayed. */
export type SpeedPlan = { matches: number; references: number; routes: number };

type Sample = MatchWork & {
  ms: number;
  busyMs: number;
  replayMs: number;
  calls: number;
  cells: number;
  compatible: number;
  feasible: number;
};

export async function measureSpeed(world: World, plan: SpeedPlan): Promise<Speed> {
  const router = openRouter(world.network);
  const recorder = recording(router);
  const ctx = world.contextOn(recorder.router);
  const records = recordsAnywhere(world.ground).slice(0, plan.matches + 2);
  const match = async (record: DiagnosticRecord) => {
    let work: MatchWork | null = null;
    const bounding = await boundingFor(world, recorder.router, record);
    const { result } = await matchCatalogue({
      ctx,
      record,
      copy: world.copy,
      bounding,
      // Every size is pruned: the smallest would otherwise be tried whole.
      listing: { allUpTo: 0, nearest: 200 },
      noteWork: (noted) => {
        work = noted;
      },
    });
    return { result, work: work as unknown as MatchWork };
  };
  // Twice unmeasured: what is compiled on the way, and the engine's own caches.
  for (const record of records.splice(0, 2)) await match(record);

  const samples: Sample[] = [];
  for (const record of records) {
    recorder.start();
    const begin = performance.now();
    const { result, work } = await match(record);
    const ms = performance.now() - begin;
    const { turns, busyMs, calls, cells } = recorder.stop();
    const replayMs = await replay(router, turns);
    const feasible = result.matches.filter((m) => m.kind === 'carpool' && m.verdict !== 'impossible').length;
    samples.push({
      ...work,
      ms,
      busyMs,
      replayMs,
      calls,
      cells,
      compatible: compatibleInTime(world, record),
      feasible,
    });
  }
  const sorted = samples.toSorted((a, b) => a.ms - b.ms);
  const median = sorted[Math.floor(sorted.length / 2)] as Sample;
  const p50 = median.ms;
  const sum = (of: (s: Sample) => number) => samples.reduce((total, s) => total + of(s), 0);
  const medianOf = (of: (s: Sample) => number) => {
    const figures = samples.map(of).toSorted((a, b) => a - b);
    return round(at(figures, 0.5));
  };
  const over = (a: number, b: number) => (b === 0 ? null : round(a / b));
  const isReal = world.network.roads.kind !== 'estimate';
  const nonRouter = samples.map((s) => s.ms - s.busyMs).toSorted((a, b) => a - b);
  const speed: Speed = {
    matchP50Ms: round(p50),
    matchP95Ms: round(
      at(
        sorted.map((s) => s.ms),
        0.95,
      ),
    ),
    pruneMs: medianOf((s) => s.pruneMs),
    routerMs: round(median.busyMs),
    scoreMs: round(median.ms - median.busyMs - median.pruneMs),
    sharpenMs: medianOf((s) => s.sharpenMs),
    rulesMs: medianOf((s) => s.rulesMs),
    changesMs: medianOf((s) => s.changesMs),
    resultMs: medianOf((s) => s.resultMs),
    pruneNsPerOffer: Math.round((1e6 * sum((s) => s.pruneMs)) / sum((s) => s.carpools)),
    prunedShare: isReal
      ? rounded(
          1 -
            sum((s) => s.survivors) /
              Math.max(
                1,
                sum((s) => s.compatible),
              ),
          5,
        )
      : null,
    prunedShareAtMost: isReal
      ? rounded(
          1 -
            sum((s) => s.feasible) /
              Math.max(
                1,
                sum((s) => s.compatible),
              ),
          5,
        )
      : null,
    survivorsPerFeasible: over(
      sum((s) => s.survivors),
      sum((s) => s.feasible),
    ),
    timedPerFeasible: over(
      sum((s) => s.timed),
      sum((s) => s.feasible),
    ),
    triedPerFeasible: over(
      sum((s) => s.tried),
      sum((s) => s.feasible),
    ),
    ratioToRouterLimit: round(
      p50 /
        at(
          samples.map((s) => s.replayMs).toSorted((a, b) => a - b),
          0.5,
        ),
    ),
    routerCalls: median.calls,
    routerCells: median.cells,
    rounds: median.rounds,
    nonRouterMs: round(at(nonRouter, 0.5)),
    speedupVsReference: await speedupVsReference(world, router, records.slice(0, plan.references), samples),
    speedupVsRoutePerOffer: await speedupVsRoutes(world, router, records, plan.routes, samples),
  };
  await router.close();
  return speed;
}

export async function boundingFor(world: World, router: Router, record: DiagnosticRecord) {
  const { landmarks } = world;
  if (landmarks === null) return { landmarks: null, vectors: new Map() };
  const places = personPlaces(factsOf(world, record));
  const vectorOf = await vectorsOf(router, landmarks, places);
  return { landmarks, vectors: new Map(places.map((place) => [pointKey(place), vectorOf(place)])) };
}

export function factsOf(world: World, record: DiagnosticRecord) {
  return factsOfRecord(world.contextOn({} as Router), world.handle, record);
}

/** Carpools that space alone stands in the way of: no detour is too long, nobody is too far. */
function compatibleInTime(world: World, record: DiagnosticRecord): number {
  const facts = factsOf(world, record);
  const places = personPlaces(facts);
  const { index } = world.copy.indexing;
  const open = { ...index, maxDetour: new Float64Array(index.rows).fill(Number.POSITIVE_INFINITY) };
  const { keys } = nearnessBounds({
    question: { facts, rules: world.handle.territory.rules, timeZone: 'Europe/Paris' },
    index: open,
    bounds: { ...NO_BOUNDS, knows: () => true },
    places,
    between: places.map(() => places.map(() => 0)),
    missesOf: () => ({ misses: 0, gap: 0, code: null }),
    publicOnly: false,
    gapTold: Number.POSITIVE_INFINITY,
  });
  return keys.reduce((count, key) => count + (key === 0 ? 1 : 0), 0);
}

async function speedupVsReference(world: World, router: Router, records: DiagnosticRecord[], samples: Sample[]) {
  if (records.length === 0) return null;
  const ctx = world.contextOn(router);
  const offers = world.copy.all(false);
  const ratios: number[] = [];
  for (const [i, record] of records.entries()) {
    const begin = performance.now();
    await matchOffers({ ctx, record, offers, own: ownTimesOf(world.copy) });
    ratios.push((performance.now() - begin) / (samples[i] as Sample).ms);
  }
  return round(
    at(
      ratios.toSorted((a, b) => a - b),
      0.5,
    ),
  );
}

/** How peers work: a route origin → home → work → destination for each driver whose hours fit, one after the other. */
async function speedupVsRoutes(
  world: World,
  router: Router,
  records: DiagnosticRecord[],
  routes: number,
  samples: Sample[],
) {
  if (routes === 0) return null;
  const carpools = world.copy.all(false).filter((o) => o.kind === 'carpool');
  const ratios: number[] = [];
  for (const [i, record] of records.slice(0, 3).entries()) {
    const [home, work] = personPlaces(factsOf(world, record)).map(({ lon, lat }): LonLat => [lon, lat]);
    if (home === undefined || work === undefined) continue;
    const step = Math.max(1, Math.floor(carpools.length / routes));
    let asked = 0;
    const begin = performance.now();
    for (let c = 0; c < carpools.length; c += step) {
      const { origin, destination } = (carpools[c] as (typeof carpools)[number]).details;
      const places: LonLat[] = [[origin.lon, origin.lat], home, work, [destination.lon, destination.lat]];
      await router.route({ mode: 'car', places });
      asked++;
    }
    const perRoute = (performance.now() - begin) / asked;
    const sample = samples[i] as Sample;
    ratios.push((perRoute * sample.compatible) / sample.ms);
  }
  return round(
    at(
      ratios.toSorted((a, b) => a - b),
      0.5,
    ),
  );
}

export const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;
export const round = (value: number) => rounded(value, 2);
