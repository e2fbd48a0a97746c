import { distinctPlaces, spreadCells } from './distinct-places.ts';
import { type LonLat, type Mode, RouterError, UNREACHABLE } from './router.ts';
import type { ValhallaCalls } from './valhalla-calls.ts';
import { costingOf } from './valhalla-costing.ts';
import type { Spot } from './valhalla-snap.ts';

/**
 * A call searches once from each place of its shorter side, through the whole area, and finds the road of every place again.
 * On a network of the size of the Meuse a search takes some 50 ms and a place 0.2: this many together stay near half a
 * second, which is how long an aborted table still runs.
 */
const SEARCHES_PER_CALL = 8;
const PLACES_PER_CALL = 500;
/**
 * Searching on from the sources and back from the destinations adds the same seconds in another order, of which the engine
 * cuts off what is not a whole one, and may choose otherwise between two ways of the same cost: in a city 2 cells in 100
 * differ by a second or two, and from one place in a hundred by up to half a minute. So small tables are always searched
 * onward, whatever their shape, and only more sources than this, with fewer destinations, are searched back.
 */
const MAX_ONWARD_SOURCES = 16;

export type TableRequestToEngine = {
  calls: ValhallaCalls;
  mode: Mode;
  sources: readonly LonLat[];
  destinations: readonly LonLat[];
  snap(mode: Mode, places: readonly LonLat[], signal?: AbortSignal): Promise<(Spot | null)[]>;
  signal: AbortSignal;
};

/** Seconds and metres from every source to every destination, row by row, `UNREACHABLE` where there is no way. */
export async function computeTable(request: TableRequestToEngine) {
  const { calls, mode, snap, signal } = request;
  const sources = distinctPlaces(request.sources);
  const destinations = distinctPlaces(request.destinations);
  const rowSpots = await snap(mode, firstOf(request.sources, sources.positions), signal);
  const columnSpots = await snap(mode, firstOf(request.destinations, destinations.positions), signal);
  const width = columnSpots.length;
  const durations = new Int32Array(rowSpots.length * width).fill(UNREACHABLE);
  const distances = new Int32Array(durations.length).fill(UNREACHABLE);

  const rows = onRoad(rowSpots);
  const columns = onRoad(columnSpots);
  const onward = rows.length <= MAX_ONWARD_SOURCES || rows.length <= columns.length;
  const parts = onward
    ? cut(columns, PLACES_PER_CALL).flatMap((part) =>
        cut(rows, Math.min(SEARCHES_PER_CALL, part.length)).map((few) => ({ rows: few, columns: part })),
      )
    : cut(rows, PLACES_PER_CALL).flatMap((part) =>
        cut(columns, SEARCHES_PER_CALL).map((few) => ({ rows: part, columns: few })),
      );

  async function fill(part: { rows: number[]; columns: number[] }, back: boolean): Promise<void> {
    const from = part.rows.map((row) => (rowSpots[row] as Spot).location);
    const to = part.columns.map((column) => (columnSpots[column] as Spot).location);
    // The engine searches back where there are more sources than destinations: a source sent again makes it so.
    while (back && from.length <= to.length) from.push(from[0] as Record<string, unknown>);
    const asked = { sources: from, targets: to, ...costingOf(mode), verbose: false };
    const answer = await calls.ask('matrix', asked, signal);
    if (answer === null) return;
    const read = readMatrix(answer, from.length, to.length);
    for (const [i, row] of part.rows.entries()) {
      for (const [j, column] of part.columns.entries()) {
        const seconds = read.durations[i]?.[j] ?? null;
        const kilometres = read.distances[i]?.[j] ?? null;
        if (seconds === null || kilometres === null) continue;
        durations[row * width + column] = seconds;
        distances[row * width + column] = Math.round(kilometres * 1_000);
      }
    }
    calls.countCells(part.rows.length * part.columns.length);
  }

  await Promise.all(parts.map((part) => fill(part, !onward)));
  if (!onward) {
    // Searching back, the engine misses that a place may lie just ahead on the same street, and goes round the block.
    const sameWay = rows.map((row) => ({
      rows: [row],
      columns: columns.filter((column) => columnSpots[column]?.way === rowSpots[row]?.way),
    }));
    await Promise.all(sameWay.filter((part) => part.columns.length > 0).map((part) => fill(part, false)));
  }
  return {
    durations: spreadCells(durations, sources, destinations),
    distances: spreadCells(distances, sources, destinations),
  };
}

/** The first place of every position. */
function firstOf(places: readonly LonLat[], positions: readonly number[]): LonLat[] {
  const firsts: LonLat[] = [];
  for (const [i, position] of positions.entries()) firsts[position] ??= places[i] as LonLat;
  return firsts;
}

function onRoad(spots: readonly (Spot | null)[]): number[] {
  return spots.flatMap((spot, i) => (spot ? [i] : []));
}

function cut(indexes: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(indexes.length / size) }, (_, i) => indexes.slice(i * size, (i + 1) * size));
}

type Cells = (number | null)[][];

function readMatrix(answer: unknown, rows: number, columns: number): { durations: Cells; distances: Cells } {
  const { durations, distances } = (answer as { sources_to_targets?: Partial<Record<string, unknown>> })
    .sources_to_targets ?? { durations: null };
  const isWhole = (cells: unknown): cells is Cells =>
    Array.isArray(cells) && cells.length === rows && cells.every((row) => Array.isArray(row) && row.length === columns);
  if (!isWhole(durations) || !isWhole(distances)) {
    throw new RouterError('garbage', `the road engine did not answer with a table of ${rows} × ${columns}`);
  }
  return { durations, distances };
}
