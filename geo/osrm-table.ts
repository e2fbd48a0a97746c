import { distinctPlaces, spreadCells } from './distinct-places.ts';
import { inTurn } from './in-turn.ts';
import { readTable, type TableAnswer } from './osrm-answers.ts';
import { type Cut, callFor, cutTable, halves, type Rectangle } from './osrm-cut.ts';
import { type OsrmServer, refusal } from './osrm-server.ts';
import { type LonLat, type Mode, RouterError, type Turn, UNREACHABLE } from './router.ts';

export type TableFetch = {
  server: OsrmServer;
  mode: Mode;
  snapLimitMetres: number;
  /** Calls of this table under way at once. */
  maxConcurrency: number;
  sources: readonly LonLat[];
  destinations: readonly LonLat[];
  signal: AbortSignal;
  turn: Turn | undefined;
};

export type FetchedTable = {
  durations: Int32Array;
  distances: Int32Array;
  /** `undefined` where no call was needed. */
  dataVersion: string | null | undefined;
};

/** One table, asked for in as few calls as the server's limits allow, each distinct place once a call. */
export async function fetchTable(fetch: TableFetch): Promise<FetchedTable> {
  const { server, mode, signal } = fetch;
  const sources = distinctPlaces(fetch.sources);
  const destinations = distinctPlaces(fetch.destinations);
  const columnCount = destinations.texts.length;
  const durations = new Int32Array(sources.texts.length * columnCount).fill(UNREACHABLE);
  const distances = new Int32Array(durations.length).fill(UNREACHABLE);
  const dataVersions = new Set<string | null>();
  const cut: Cut = {
    prefix: server.address('table', mode),
    sourceTexts: sources.texts,
    destinationTexts: destinations.texts,
    maxCells: server.maxCells,
  };
  const toDo: Rectangle[] = [{ rows: [...sources.texts.keys()], columns: [...destinations.texts.keys()] }];

  /** One call, or what is to be done in its place. */
  async function ask(part: Rectangle): Promise<void> {
    const call = callFor(cut, part);
    // A place alone with itself: 0, which no server is needed to tell (and OSRM refuses to).
    if (call.places.length === 1) return;
    const cells = part.rows.length * part.columns.length;
    const answer = await inTurn(fetch.turn, signal, () =>
      server.ask({
        url: call.url,
        mode,
        read: (body) => readTable(body, part.rows.length, part.columns.length),
        snapsOf: (table) => [...table.sourceSnaps, ...table.destinationSnaps],
        signal,
      }),
    );
    if (answer.ok) {
      dataVersions.add(answer.dataVersion);
      keep(part, answer.value);
      server.countCells(mode, cells);
    } else if (answer.code === 'TooBig' && cells > 1) {
      const [first, second] = halves(part);
      server.learnMaxCells(first.rows.length * first.columns.length);
      toDo.push(second, first);
    } else if (answer.code === 'NoSegment') {
      // Only of servers started with `--default-radius`: one place without a road fails the whole call.
      const roadless = call.places[coordinateIn(answer)];
      if (roadless === undefined) throw refusal(answer);
      toDo.push({
        rows: part.rows.filter((row) => sources.texts[row] !== roadless),
        columns: part.columns.filter((column) => destinations.texts[column] !== roadless),
      });
    } else if (answer.code !== 'NoTable') {
      throw refusal(answer);
    }
  }

  function keep(part: Rectangle, table: TableAnswer): void {
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

  /** Asks for what is left, one call after the other, until `isEnough`. */
  async function work(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      const part = toDo.pop();
      if (part === undefined) return;
      const parts = cutTable(cut, part);
      if (parts.length > 1) toDo.push(...parts.reverse());
      else if (parts[0]) await ask(parts[0]);
    }
  }

  // How much a server takes is found out by one call at a time, once; then a few work off the pile together, which leaves
  // room in the line for a table of one call beside a table of a hundred.
  await work(() => server.hasAnsweredTables());
  await Promise.all(Array.from({ length: fetch.maxConcurrency }, () => work(() => false)));

  if (dataVersions.size > 1) {
    throw new RouterError('unavailable', `the road data changed during the table: ${[...dataVersions].join(', ')}`);
  }
  return {
    durations: spreadCells(durations, sources, destinations),
    distances: spreadCells(distances, sources, destinations),
    dataVersion: [...dataVersions][0],
  };
}

/** "Could not find a matching segment for coordinate 1": the index is told nowhere else. */
function coordinateIn(answer: { message: string }): number {
  const index = /coordinate (\d+)/.exec(answer.message)?.[1];
  return index === undefined ? -1 : Number(index);
}
