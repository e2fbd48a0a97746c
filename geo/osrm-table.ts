import { readDataVersion, readTable } from './osrm-answers.ts';
import type { OsrmAnswer, OsrmClient } from './osrm-client.ts';
import { placeText } from './points.ts';
import { type LonLat, RouterError, UNREACHABLE } from './router.ts';

/** OSRM reads longer addresses, but proxies before it stop near 8 KB. */
const MAX_URL_BYTES = 8_000;
/** Keeps one call near 100 ms of a server's time (1 × 500 was measured at 85 ms), so that a time-out means something. */
const MAX_COORDINATES = 400;

/** A part of the table: which of its rows and columns. */
type Rectangle = { rows: readonly number[]; columns: readonly number[] };

export type TableFetch = {
  client: OsrmClient;
  /** Up to the service's name: `http://host:5000/table/v1/driving/`. */
  prefix: string;
  /** The most cells the server computes in one call. */
  maxCells: number;
  snapLimitMetres: number;
  sources: readonly LonLat[];
  destinations: readonly LonLat[];
  signal: AbortSignal;
};

export type FetchedTable = {
  durations: Int32Array;
  distances: Int32Array;
  dataVersion: string | null;
  /** `maxCells`, or less where the server found that too big. */
  maxCells: number;
};

/** One table, asked for in as many calls as the server's limits make necessary, each distinct place once a call. */
export async function fetchTable(fetch: TableFetch): Promise<FetchedTable> {
  const { client, signal } = fetch;
  let { maxCells } = fetch;
  const sources = distinct(fetch.sources);
  const destinations = distinct(fetch.destinations);
  const columnCount = destinations.texts.length;
  const durations = new Int32Array(sources.texts.length * columnCount).fill(UNREACHABLE);
  const distances = new Int32Array(durations.length).fill(UNREACHABLE);
  const dataVersions = new Set<string | null>();

  async function fill(part: Rectangle): Promise<void> {
    if (part.rows.length === 0 || part.columns.length === 0) return;
    const cells = part.rows.length * part.columns.length;
    const call = callFor(fetch.prefix, part, sources.texts, destinations.texts);
    // A place alone with itself: 0, which no server is needed to tell (and OSRM refuses to).
    if (call.places.length === 1) return;
    const fits = cells <= maxCells && call.places.length <= MAX_COORDINATES && call.url.length <= MAX_URL_BYTES;
    if (!fits && cells > 1) {
      await Promise.all(halves(part).map(fill));
      return;
    }
    const answer = await client.get(call.url, { signal });
    if (answer.ok) {
      dataVersions.add(readDataVersion(answer.body));
      keep(part, answer.body);
      client.countCells(cells);
    } else if (answer.code === 'TooBig' && cells > 1) {
      const [first, second] = halves(part);
      maxCells = Math.min(maxCells, first.rows.length * first.columns.length);
      // One after the other: a server that finds everything too big is found out after a dozen calls, not thousands.
      await fill(first);
      await fill(second);
    } else if (answer.code === 'NoSegment') {
      // Only of servers started with `--default-radius`: one place without a road fails the whole call.
      const roadless = call.places[coordinateIn(answer)];
      if (roadless === undefined) throw refusal(answer);
      await fill({
        rows: part.rows.filter((row) => sources.texts[row] !== roadless),
        columns: part.columns.filter((column) => destinations.texts[column] !== roadless),
      });
    } else if (answer.code !== 'NoTable') {
      throw refusal(answer);
    }
  }

  function keep(part: Rectangle, body: Record<string, unknown>): void {
    const table = readTable(body, part.rows.length, part.columns.length);
    for (const [i, row] of part.rows.entries()) {
      if ((table.sourceSnaps[i] as number) > fetch.snapLimitMetres) continue;
      for (const [j, column] of part.columns.entries()) {
        if ((table.destinationSnaps[j] as number) > fetch.snapLimitMetres) continue;
        const seconds = table.durations[i]?.[j] ?? null;
        const metres = table.distances[i]?.[j] ?? null;
        if (seconds === null || metres === null) continue;
        durations[row * columnCount + column] = Math.round(seconds);
        distances[row * columnCount + column] = Math.round(metres);
      }
    }
  }

  await fill({ rows: [...sources.texts.keys()], columns: [...destinations.texts.keys()] });
  if (dataVersions.size > 1) {
    throw new RouterError('unavailable', `the road data changed during the table: ${[...dataVersions].join(', ')}`);
  }
  return {
    durations: spread(durations, sources, destinations),
    distances: spread(distances, sources, destinations),
    dataVersion: [...dataVersions][0] ?? null,
    maxCells,
  };
}

type Distinct = {
  /** Every place once, as it is sent. */
  texts: string[];
  /** For each place given, its position in `texts`. */
  positions: number[];
};

function distinct(places: readonly LonLat[]): Distinct {
  const known = new Map<string, number>();
  const positions = places.map((place) => {
    const text = placeText(place);
    const position = known.get(text) ?? known.size;
    known.set(text, position);
    return position;
  });
  return { texts: [...known.keys()], positions };
}

/** From one row and column per distinct place to the layout that was asked for; a place is 0 from itself. */
function spread(cells: Int32Array, sources: Distinct, destinations: Distinct): Int32Array {
  const result = new Int32Array(sources.positions.length * destinations.positions.length);
  let next = 0;
  for (const row of sources.positions) {
    for (const column of destinations.positions) {
      const isSame = sources.texts[row] === destinations.texts[column];
      result[next++] = isSame ? 0 : (cells[row * destinations.texts.length + column] as number);
    }
  }
  return result;
}

/** A place that is source and destination is sent once, with two indexes. */
function callFor(prefix: string, part: Rectangle, sourceTexts: string[], destinationTexts: string[]) {
  const indexes = new Map<string, number>();
  const indexOf = (text: string | undefined) => {
    const index = indexes.get(text as string) ?? indexes.size;
    indexes.set(text as string, index);
    return index;
  };
  const sources = part.rows.map((row) => indexOf(sourceTexts[row])).join(';');
  const destinations = part.columns.map((column) => indexOf(destinationTexts[column])).join(';');
  const places = [...indexes.keys()];
  const query = `sources=${sources}&destinations=${destinations}&annotations=duration,distance`;
  return { places, url: `${prefix}${places.join(';')}?${query}` };
}

/** Across the longer side, which spares most coordinates. */
function halves({ rows, columns }: Rectangle): [Rectangle, Rectangle] {
  if (rows.length > columns.length) {
    const middle = Math.ceil(rows.length / 2);
    return [
      { rows: rows.slice(0, middle), columns },
      { rows: rows.slice(middle), columns },
    ];
  }
  const middle = Math.ceil(columns.length / 2);
  return [
    { rows, columns: columns.slice(0, middle) },
    { rows, columns: columns.slice(middle) },
  ];
}

/** "Could not find a matching segment for coordinate 1": the index is told nowhere else. */
function coordinateIn(answer: { message: string }): number {
  const index = /coordinate (\d+)/.exec(answer.message)?.[1];
  return index === undefined ? -1 : Number(index);
}

export function refusal(answer: Extract<OsrmAnswer, { ok: false }>): RouterError {
  return new RouterError('refused', `OSRM refuses (${answer.code}): ${answer.message || `HTTP ${answer.status}`}`);
}
