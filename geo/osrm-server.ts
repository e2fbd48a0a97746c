import { type Circuit, type CircuitState, createCircuit } from './circuit.ts';
import { readNearest } from './osrm-answers.ts';
import { createOsrmClient, type OsrmAnswer, type OsrmCounts, type OsrmQuestion } from './osrm-client.ts';
import { createLine, type Line } from './osrm-line.ts';
import { placeText } from './points.ts';
import { type LonLat, type Mode, RouterError, type RouterMetrics } from './router.ts';

/** Only to be read in logs: OSRM wants a word here and ignores it. */
const PROFILES: Readonly<Record<Mode, string>> = {
  car: 'driving',
  lightCar: 'driving',
  scooter: 'driving',
  bike: 'cycling',
  foot: 'foot',
};

/** A probe, every place of it included; shorter than the patience of whoever asks how the platform is. */
const PROBE_TIMEOUT_MS = 1_500;
/** More would tell nothing more: so many communes without a road, spread over a territory, are another territory. */
const PROBE_PLACES = 8;

/** Places of the territory, or how to read them once they are needed: whoever starts may not know them yet. */
export type ProbePlaces = readonly LonLat[] | (() => Promise<readonly LonLat[]>);

export type OsrmMetrics = RouterMetrics & OsrmCounts & { circuit: CircuitState };

export type OsrmServerOptions = {
  /** Without a final slash. */
  base: string;
  /** In whose name it is probed, where it serves several. */
  mode: Mode;
  timeoutMs: number;
  snapLimitMetres: number;
  maxConcurrency: number;
  /** Where others ask the same server, the line they stand in as well. */
  line?: Line;
  /** Cells in one call; less once the server has found that too big. */
  maxCells: number;
  probe: ProbePlaces;
  fetch: typeof fetch;
  nowMs: () => number;
  failuresToOpen?: number;
  coolDownMs?: number;
};

/** A question, and how far from a road the places of its answer lie. */
type SnappedQuestion<T> = Omit<OsrmQuestion<T>, 'timeoutMs'> & { snapsOf: (value: T) => readonly number[] };

export type OsrmServer = {
  mode: Mode;
  host: string;
  /** Up to where the places begin: `http://host:5000/table/v1/driving/`. */
  address(service: 'table' | 'route' | 'nearest', mode: Mode): string;
  /** In line, behind the circuit. Throws as `OsrmClient.get` does, and `unavailable` where the roads are of elsewhere. */
  ask<T>(question: SnappedQuestion<T>): Promise<OsrmAnswer<T>>;
  /** The newest `data_version` seen; asks once where none was seen yet. */
  knowDataVersion(mode: Mode, place: LonLat, signal?: AbortSignal): Promise<string | null>;
  maxCells(): number;
  learnMaxCells(cells: number): void;
  countCells(mode: Mode, cells: number): void;
  /** Whether its limits were met at least once. */
  hasAnsweredTables(): boolean;
  metrics(mode: Mode): OsrmMetrics;
  /** Never throws. `trouble` is null where all is well; `note` says what is not quite. */
  health(): Promise<{ dataVersion: string | null; trouble: string | null; note: string | null }>;
  close(): void;
};

/** One `osrm-routed`, as far as it can be trusted: how much at once, whether it answers, and of which roads. */
export function createOsrmServer(options: OsrmServerOptions): OsrmServer {
  const { base, snapLimitMetres, nowMs } = options;
  const { host } = new URL(base);
  const client = createOsrmClient(options);
  const line = options.line ?? createLine(options.maxConcurrency);
  const knowsPlaces = typeof options.probe === 'function' || options.probe.length > 0;
  const address: OsrmServer['address'] = (service, mode) => `${base}/${service}/v1/${PROFILES[mode]}/`;
  const nearestTo = (place: LonLat, mode: Mode) =>
    `${address('nearest', mode)}${placeText(place)}?number=1&generate_hints=false`;
  const circuit: Circuit = createCircuit({
    name: host,
    probe,
    nowMs,
    failuresToOpen: options.failuresToOpen,
    coolDownMs: options.coolDownMs,
    // Before anybody is told that no road leads anywhere: are these the roads of here?
    startsUnproven: knowsPlaces,
  });
  let maxCells = options.maxCells;
  let hasAnsweredTables = false;
  let dataVersion: string | null | undefined;

  /** Any place has a nearest road: without places of the territory, [0, 0] tells whether the server answers. */
  async function probe(): Promise<void> {
    const places = spreadOut(await readPlaces(options.probe), PROBE_PLACES);
    const deadlineMs = nowMs() + PROBE_TIMEOUT_MS;
    for (const place of places.length > 0 ? places : [[0, 0] as const]) {
      const answer = await client.get({
        url: nearestTo(place, options.mode),
        mode: options.mode,
        read: readNearest,
        timeoutMs: Math.max(1, Math.round(deadlineMs - nowMs())),
      });
      if (answer.ok) dataVersion = answer.dataVersion;
      else if (answer.code !== 'NoSegment') throw refusal(answer);
      if (places.length === 0 || (answer.ok && answer.value.distanceMetres <= snapLimitMetres)) return;
    }
    const told = `none within ${snapLimitMetres} m of ${places.map(placeText).join(' nor of ')}`;
    const elsewhere = new RouterError('unavailable', `${host} has the roads of elsewhere: ${told}`);
    circuit.trip(elsewhere);
    throw elsewhere;
  }

  /** Other data may have been loaded since, of another region too. */
  async function checkRegion<T>({ snapsOf }: SnappedQuestion<T>, answer: OsrmAnswer<T>): Promise<void> {
    if (!answer.ok) return;
    const isNew = dataVersion !== undefined && answer.dataVersion !== dataVersion;
    dataVersion = answer.dataVersion;
    if (!knowsPlaces) return;
    const snaps = snapsOf(answer.value);
    const nothingNear = snaps.length > 0 && snaps.every((metres) => metres > snapLimitMetres);
    if (isNew || nothingNear) await probe();
  }

  async function ask<T>(question: SnappedQuestion<T>): Promise<OsrmAnswer<T>> {
    question.signal?.throwIfAborted();
    await circuit.enter();
    const leave = await line.enter(question.signal);
    try {
      const answer = await circuit.run(() => client.get(question));
      await checkRegion(question, answer);
      return answer;
    } finally {
      leave();
    }
  }

  return {
    mode: options.mode,
    host,
    address,
    ask,
    async knowDataVersion(mode, place, signal) {
      if (dataVersion === undefined) {
        await ask({ url: nearestTo(place, mode), mode, read: readNearest, snapsOf: () => [], signal });
      }
      return dataVersion ?? null;
    },
    maxCells: () => maxCells,
    learnMaxCells: (cells) => {
      maxCells = Math.min(maxCells, cells);
    },
    countCells(mode, cells) {
      hasAnsweredTables = true;
      client.countCells(mode, cells);
    },
    hasAnsweredTables: () => hasAnsweredTables,
    metrics(mode) {
      const counts = client.counts(mode);
      const milliseconds = Math.round(counts.milliseconds);
      return { router: 'osrm', mode, ...counts, milliseconds, circuit: circuit.view().state };
    },
    async health() {
      const wasClosed = circuit.view().state === 'closed';
      try {
        // Past the line: a server that works hard is not away.
        if (wasClosed) await probe();
        else await circuit.enter();
      } catch (error) {
        if (wasClosed && error instanceof RouterError) circuit.countFailure(error);
        return { dataVersion: dataVersion ?? null, trouble: messageOf(error), note: null };
      }
      const { state } = circuit.view();
      const note = state === 'halfOpen' ? 'answers again, not yet relied on' : null;
      return { dataVersion: dataVersion ?? null, trouble: null, note };
    },
    close: client.close,
  };
}

export function refusal(answer: Extract<OsrmAnswer<unknown>, { ok: false }>): RouterError {
  return new RouterError('refused', `OSRM refuses (${answer.code}): ${answer.message || `HTTP ${answer.status}`}`);
}

/** While nobody can say where the territory lies, whether the server answers is all that can be told. */
async function readPlaces(probe: ProbePlaces): Promise<readonly LonLat[]> {
  if (typeof probe !== 'function') return probe;
  return probe().catch(() => []);
}

/** At most `count` of them, as far apart in the list as can be. */
function spreadOut<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)] as T);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
