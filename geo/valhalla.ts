import { setMaxListeners } from 'node:events';
import { consecutive, isSamePlace, placeText, refuseWrongPlaces } from './points.ts';
import {
  type LonLat,
  MODES,
  type Mode,
  type Router,
  RouterError,
  type RouterMetrics,
  type TableRequest,
  UNREACHABLE,
} from './router.ts';
import { createValhallaCalls } from './valhalla-calls.ts';
import { costingOf } from './valhalla-costing.ts';
import { decodeLine, polygonsOf } from './valhalla-shapes.ts';
import { createSnapper } from './valhalla-snap.ts';
import { computeTable } from './valhalla-table.ts';

export type ValhallaOptions = {
  /** Absolute path of a `tiles.tar` of `buildTiles`; it may be replaced or removed while this router has it open. */
  tiles: string;
  /** What the tiles were built of, for people. */
  dataSet: string;
  /** The canary places of `buildTiles`: `health` looks for the way between the first two. */
  places: readonly LonLat[];
  /** Calls under way at once. They run on Node's pool of four threads, beside files and names. */
  concurrency?: number;
  /** A place farther from any road has no road near: the same limit as OSRM's adapter. */
  snapLimitMetres?: number;
  /** Factors on the times of modes, for tables that stand beside those of another router (`valhalla-calibration.ts`). */
  calibration?: Partial<Record<Mode, number>>;
};

export type ValhallaRouter = Omit<Router, 'metrics'> & { metrics(): RouterMetrics[] };

const CONTOURS_PER_CALL = 10;
/** A reachable area is drawn without islets smaller than this share of the largest, its line true to so many metres. */
const SMALLEST_ISLET = 0.02;
const DRAWING_METRES = 50;

/** Real road times of the embedded engine: every mode, and what is within reach. */
export function createValhallaRouter(options: ValhallaOptions): ValhallaRouter {
  const { dataSet, places: canaries, concurrency = 2, snapLimitMetres = 1_000, calibration = {} } = options;
  const calls = createValhallaCalls({ tiles: options.tiles, concurrency });
  const snap = createSnapper({ calls, limitMetres: snapLimitMetres });
  /** Whoever asks how all is has little patience, and an engine that works hard is not away. */
  const pastLine = { ...calls, ask: calls.askPastLine };
  const snapPastLine = createSnapper({ calls: pastLine, limitMetres: snapLimitMetres });

  /** One abort for all calls of a table: where one fails, the others are spared. */
  async function cells(
    mode: Mode,
    sources: readonly LonLat[],
    destinations: readonly LonLat[],
    signal: AbortSignal | undefined,
    { turn, exact }: Pick<TableRequest, 'turn' | 'exact'> = {},
  ) {
    const others = new AbortController();
    const stop = signal ? AbortSignal.any([signal, others.signal]) : others.signal;
    // Every call that waits in line listens.
    setMaxListeners(0, stop);
    try {
      stop.throwIfAborted();
      const table = await computeTable({ calls, mode, sources, destinations, snap, signal: stop, exact, turn });
      const factor = calibration[mode] ?? 1;
      const scale = (seconds: number) => (seconds === UNREACHABLE ? UNREACHABLE : Math.round(seconds * factor));
      return factor === 1 ? table : { ...table, durations: table.durations.map(scale) };
    } catch (error) {
      others.abort(error);
      throw error;
    }
  }

  return {
    name: 'valhalla',
    supports: (mode) => MODES.includes(mode),

    async table({ mode, sources, destinations, signal, exact, turn }) {
      refuseWrongPlaces(sources);
      refuseWrongPlaces(destinations);
      const { durations, distances } = await cells(mode, sources, destinations, signal, { turn, exact });
      return {
        source: 'valhalla',
        dataSet,
        rows: sources.length,
        columns: destinations.length,
        durations,
        distances,
        fixedSeconds: 0,
        errorFactor: [1, 1],
      };
    },

    /** Its times are the table's; the engine's route, searched for in another way, only draws the line. */
    async route({ mode, places, signal }) {
      refuseWrongPlaces(places, 2);
      const legs = await Promise.all(
        consecutive(places).map(async ([from, to]) => {
          const { durations, distances } = await cells(mode, [from], [to], signal);
          return { durationSeconds: durations[0] as number, distanceMetres: distances[0] as number };
        }),
      );
      if (legs.some((leg) => leg.durationSeconds === UNREACHABLE)) return null;
      const line = await drawLine(mode, places, signal);
      return {
        source: 'valhalla',
        dataSet,
        durationSeconds: legs.reduce((sum, leg) => sum + leg.durationSeconds, 0),
        distanceMetres: legs.reduce((sum, leg) => sum + leg.distanceMetres, 0),
        legs,
        ...(line ? { line } : {}),
      };
    },

    async nearest({ mode, place, signal }) {
      refuseWrongPlaces([place]);
      const [spot] = await snap(mode, [place], signal);
      return spot ? { location: spot.road, distanceMetres: spot.distanceMetres } : null;
    },

    async isochrone({ mode, place, minutes, signal }) {
      refuseWrongPlaces([place]);
      const [spot] = await snap(mode, [place], signal);
      if (!spot) return null;
      const areas = [];
      for (let i = 0; i < minutes.length; i += CONTOURS_PER_CALL) {
        const part = minutes.slice(i, i + CONTOURS_PER_CALL).map((asked) => ({
          asked,
          time: Math.round((asked / (calibration[mode] ?? 1)) * 100) / 100,
        }));
        const request = {
          locations: [spot.location],
          ...costingOf(mode),
          contours: [...new Set(part.map(({ time }) => time))].map((time) => ({ time })),
          polygons: true,
          denoise: SMALLEST_ISLET,
          generalize: DRAWING_METRES,
        };
        const answer = await calls.ask({ action: 'isochrone', mode, request }, signal);
        if (answer === null) return null;
        for (const { asked, time } of part) {
          areas.push({ source: 'valhalla' as const, dataSet, minutes: asked, polygons: polygonsOf(answer, time) });
        }
      }
      return areas;
    },

    async health() {
      try {
        const [from, to = from] = canaries;
        if (!from || !to) throw new RouterError('refused', 'no canary places were given');
        const [spot] = await snapPastLine('car', [from]);
        if (!spot) throw new RouterError('unavailable', `no road near ${placeText(from)}: tiles of elsewhere?`);
        const { durations } = await computeTable({
          calls: pastLine,
          mode: 'car',
          sources: [from],
          destinations: [to],
          snap: snapPastLine,
          signal: new AbortController().signal,
        });
        if (durations[0] === UNREACHABLE) throw new RouterError('unavailable', 'no way between the canary places');
        return { name: 'valhalla', ok: true, dataSet };
      } catch (error) {
        return { name: 'valhalla', ok: false, dataSet, detail: error instanceof Error ? error.message : String(error) };
      }
    },

    metrics: calls.metrics,
    close: calls.close,
  };

  async function drawLine(mode: Mode, places: readonly LonLat[], signal?: AbortSignal): Promise<LonLat[] | null> {
    const stops = places.filter((place, i) => i === 0 || !isSamePlace(place, places[i - 1] as LonLat));
    if (stops.length < 2) return null;
    const spots = await snap(mode, stops, signal);
    const locations = spots.map((spot) => spot?.location);
    const request = { locations, ...costingOf(mode), directions_type: 'none' };
    const answer = await calls.ask({ action: 'route', mode, request }, signal);
    const legs: { shape?: unknown }[] | undefined = (answer as { trip?: { legs?: [] } } | null)?.trip?.legs;
    return legs?.flatMap(({ shape }) => (typeof shape === 'string' ? decodeLine(shape) : [])) ?? null;
  }
}
