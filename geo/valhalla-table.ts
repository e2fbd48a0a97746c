import { distinctPlaces, spreadCells } from './distinct-places.ts';
import { inTurn } from './in-turn.ts';
import { offAPile } from './off-a-pile.ts';
import { type LonLat, type Mode, RouterError, type Turn, UNREACHABLE } from './router.ts';
import type { ValhallaCalls } from './valhalla-calls.ts';
import { costingOf } from './valhalla-costing.ts';
import type { Spot } from './valhalla-snap.ts';

/**
 * A search goes onward from each source; or back from each destination, where those are far fewer: some hundred times
 * quicker, and nearly always the same time (docs/adr/0014). A search ends where all the places of its call are found. On a
 * network of the size of the Meuse it takes up to some 50 ms, and finding the road of a place again 0.2: so many together
 * stay near half a second, which is how long an aborted table still runs.
 */
const SEARCHES_PER_CALL = 8;
const PLACES_PER_CALL = 500;
/**
 * So few are always searched for onward: what is asked of one offer is told as a route tells it. Ways on foot and by bicycle are
 * the same from both ends, to the second.
 */
const searchedOnward = (mode: Mode) => (mode === 'foot' || mode === 'bike' ? 0 : 16);

export type TableRequestToEngine = {
  calls: Pick<ValhallaCalls, 'ask' | 'atOnce' | 'countCells'>;
  mode: Mode;
  sources: readonly LonLat[];
  destinations: readonly LonLat[];
  snap(mode: Mode, places: readonly LonLat[], signal?: AbortSignal): Promise<(Spot | null)[]>;
  signal: AbortSignal;
  exact?: boolean | undefined;
  turn?: Turn | undefined;
};

/** Seconds and metres from every source to every destination, row by row, `UNREACHABLE` where there is no way. */
export async function computeTable(request: TableRequestToEngine) {
  const { calls, mode, snap, signal, turn } = request;
  const sources = distinctPlaces(request.sources);
  const destinations = distinctPlaces(request.destinations);
  const rowSpots = await snap(mode, firstOf(request.sources, sources.positions), signal);
  const columnSpots = await snap(mode, firstOf(request.destinations, destinations.positions), signal);
  const width = columnSpots.length;
  const durations = new Int32Array(rowSpots.length * width).fill(UNREACHABLE);
  const distances = new Int32Array(durations.length).fill(UNREACHABLE);

  const rows = onRoad(rowSpots);
  const columns = onRoad(columnSpots);
  const back = request.exact !== true && rows.length > searchedOnward(mode) && columns.length < rows.length;
  const parts = back
    ? cut(rows, PLACES_PER_CALL).flatMap((part) =>
        cut(columns, SEARCHES_PER_CALL).map((few) => ({ rows: part, columns: few })),
      )
    : cut(columns, PLACES_PER_CALL).flatMap((part) =>
        cut(rows, SEARCHES_PER_CALL).map((few) => ({ rows: few, columns: part })),
      );

  async function fill(part: { rows: number[]; columns: number[] }): Promise<void> {
    const from = part.rows.map((row) => (rowSpots[row] as Spot).location);
    const to = part.columns.map((column) => (columnSpots[column] as Spot).location);
    // The engine searches back where there are fewer destinations than sources: one sent again makes them as many.
    while (!back && to.length < from.length) to.push(to[0] as Record<string, unknown>);
    const request = { sources: from, targets: to, ...costingOf(mode), verbose: false };
    const answer = await inTurn(turn, signal, () => calls.ask({ action: 'matrix', mode, request }, signal));
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
    calls.countCells(mode, part.rows.length * part.columns.length);
  }

  await offAPile(parts, calls.atOnce, fill);
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
