import {
  type LonLat,
  MODES,
  type Mode,
  type Router,
  RouterError,
  type Table,
  type TableRequest,
  UNREACHABLE,
} from '../../geo/router.ts';
import { tableOrEstimate } from '../../geo/with-fallback.ts';
import { type ModeTravel, type Point, pointKey, type Travel } from '../domain/matching/travel.ts';
import type { TravelNeeds } from '../domain/matching/travel-needs.ts';
import type { RouterPorts } from './ports.ts';

type Way = { seconds: number; metres: number } | null;
/** Times among an offer's own places, `fromKey>toKey`, of one data set. */
type OwnWays = { dataSet: string; ways: Map<string, Way> };

/** What is known of the times among an offer's own places, on that road data set: row by row, −1 where no road joins them. */
export type OwnTimes = (
  offerId: string,
  dataSet: string,
) => { points: readonly Point[]; seconds: ArrayLike<number>; metres: ArrayLike<number> } | null;

/** When they are this many a new collection is begun; a match under way keeps the one it has. */
const MOST_OWN_WAYS = 200_000;

const ownWays = new WeakMap<Router, Map<Mode, OwnWays>>();

/**
 * Every time a match needs, in a handful of table calls per mode. All the times of a mode come from one source: when
 * the configured router fails on any of them (`silent`), the estimate replaces them all and the result is provisional.
 */
export async function gatherTravel(
  routers: RouterPorts,
  needs: readonly TravelNeeds[],
  own: OwnTimes = () => null,
): Promise<{ travel: Travel; fellBack: boolean; silent: Mode[]; roadsChanged: boolean }> {
  const gathered = await Promise.all(needs.map((need) => gatherMode(routers, need, own)));
  const byMode = new Map(gathered.map((g) => [g.mode, g.travel]));
  const travel = Object.fromEntries(MODES.map((mode) => [mode, byMode.get(mode) ?? notAsked(mode)])) as Travel;
  const silent = gathered.filter((g) => g.fellBack).map(({ mode }) => mode);
  return { travel, fellBack: silent.length > 0, silent, roadsChanged: gathered.some((g) => g.roadsChanged) };
}

/** The tables of a mode: among the person's places; and, where the offers have any, from those to the offers' and back. */
export function tablesFor({ mode, ...need }: TravelNeeds): TableRequest[] {
  const people = need.people.map(lonLat);
  const offers = need.offers.map(lonLat);
  const square = { mode, sources: people, destinations: people };
  if (offers.length === 0) return [square];
  return [square, { mode, sources: people, destinations: offers }, { mode, sources: offers, destinations: people }];
}

async function gatherMode(routers: RouterPorts, need: TravelNeeds, ownTimes: OwnTimes) {
  const { mode } = need;
  const asked = tablesFor(need);
  const { tables, fellBack, failures } = await tableOrEstimate(routers, asked);
  const roadsChanged = failures.some(({ code }) => code === 'roadsChanged');
  const [square, there, back] = tables as [Table, Table | undefined, Table | undefined];
  if (square.source === 'estimate') {
    const own = await ownByEstimate(routers.estimate, need);
    return { mode, fellBack, roadsChanged, travel: modeTravel(need, square, there, back, own) };
  }
  try {
    const own = await ownByRouter(routers, need, square.dataSet, ownTimes);
    return { mode, fellBack, roadsChanged, travel: modeTravel(need, square, there, back, own) };
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
    const estimates = await Promise.all(asked.map((request) => routers.estimate.table(request)));
    const [s, t, b] = estimates as [Table, Table | undefined, Table | undefined];
    const travel = modeTravel(need, s, t, b, await ownByEstimate(routers.estimate, need));
    return { mode, fellBack: true, roadsChanged: error.code === 'roadsChanged', travel };
  }
}

/** Estimates cost nothing: each offer's few places on their own. */
async function ownByEstimate(estimate: Router, { mode, own }: TravelNeeds): Promise<Map<string, Way>> {
  const ways = new Map<string, Way>();
  for (const { points } of own) {
    const places = points.map(lonLat);
    keep(ways, points, await estimate.table({ mode, sources: places, destinations: places }));
  }
  return ways;
}

/** The same for everybody: asked once per data set, and kept. */
async function ownByRouter(
  { configured: router, keptFor = router, turn }: RouterPorts,
  { mode, own }: TravelNeeds,
  dataSet: string,
  ownTimes: OwnTimes,
): Promise<Map<string, Way>> {
  const ofRouter = ownWays.get(keptFor) ?? new Map<Mode, OwnWays>();
  ownWays.set(keptFor, ofRouter);
  const kept = ofRouter.get(mode);
  const known: OwnWays =
    kept?.dataSet === dataSet && kept.ways.size < MOST_OWN_WAYS ? kept : { dataSet, ways: new Map() };
  ofRouter.set(mode, known);
  for (const { offerId } of mode === 'car' ? own : []) keepKnown(known.ways, ownTimes(offerId, dataSet));
  const missing = own.filter(({ points }) => points.some((a) => points.some((b) => !known.ways.has(wayKey(a, b)))));
  // Each on its own, as they are measured: an engine that searches from every place is done where all are close, and
  // several offers in one square took it four times as long.
  await Promise.all(
    missing.map(async ({ points }) => {
      const places = points.map(lonLat);
      const asked = { mode, sources: places, destinations: places, ...(turn ? { turn } : {}) };
      const table = await keptFor.table(asked);
      if (table.dataSet !== dataSet) throw new RouterError('roadsChanged', 'The road data changed during a match.');
      keep(known.ways, points, table);
    }),
  );
  return known.ways;
}

function keepKnown(ways: Map<string, Way>, times: ReturnType<OwnTimes>): void {
  times?.points.forEach((from, i) => {
    times.points.forEach((to, j) => {
      const seconds = times.seconds[i * times.points.length + j] as number;
      const metres = times.metres[i * times.points.length + j] as number;
      ways.set(wayKey(from, to), seconds === UNREACHABLE ? null : { seconds, metres });
    });
  });
}

function keep(ways: Map<string, Way>, points: readonly Point[], table: Table): void {
  points.forEach((from, i) => {
    points.forEach((to, j) => {
      ways.set(wayKey(from, to), cell(table, i, j));
    });
  });
}

function modeTravel(
  need: TravelNeeds,
  square: Table,
  there: Table | undefined,
  back: Table | undefined,
  own: Map<string, Way>,
): ModeTravel {
  const person = indexOf(need.people);
  const offer = indexOf(need.offers);
  return {
    source: square.source,
    dataSet: square.dataSet,
    fixedSeconds: square.fixedSeconds,
    errorFactor: square.errorFactor,
    between(from, to) {
      const fromPerson = person(from);
      const toPerson = person(to);
      if (fromPerson !== undefined && toPerson !== undefined) return cell(square, fromPerson, toPerson);
      if (fromPerson !== undefined) {
        const column = offer(to);
        return column === undefined && need.isFar?.(to) ? null : cell(there, fromPerson, column);
      }
      if (toPerson !== undefined) {
        const row = offer(from);
        return row === undefined && need.isFar?.(from) ? null : cell(back, row, toPerson);
      }
      const way = own.get(wayKey(from, to));
      if (way === undefined) throw new Error(`No ${need.mode} time was asked for between ${wayKey(from, to)}.`);
      return way;
    },
  };
}

/** Places are looked up far more often than made: remember which object stands where. */
function indexOf(points: readonly Point[]): (point: Point) => number | undefined {
  const byKey = new Map(points.map((p, i) => [pointKey(p), i]));
  const seen = new WeakMap<Point, number>();
  return (point) => {
    const known = seen.get(point);
    if (known !== undefined) return known < 0 ? undefined : known;
    const index = byKey.get(pointKey(point));
    seen.set(point, index ?? -1);
    return index;
  };
}

function cell(table: Table | undefined, row: number | undefined, column: number | undefined): Way {
  if (table === undefined || row === undefined || column === undefined) {
    throw new Error('A time was read that nobody asked the router for.');
  }
  const at = row * table.columns + column;
  const seconds = table.durations[at] ?? UNREACHABLE;
  return seconds === UNREACHABLE ? null : { seconds, metres: table.distances[at] ?? 0 };
}

function notAsked(mode: Mode): ModeTravel {
  return {
    source: 'estimate',
    dataSet: '',
    fixedSeconds: 0,
    errorFactor: [1, 1],
    between() {
      throw new Error(`No ${mode} times were asked for.`);
    },
  };
}

const lonLat = ({ lon, lat }: Point): LonLat => [lon, lat];
const wayKey = (from: Point, to: Point) => `${pointKey(from)}>${pointKey(to)}`;
