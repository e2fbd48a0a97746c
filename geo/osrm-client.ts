import { readDataVersion } from './osrm-answers.ts';
import { type Mode, RouterError } from './router.ts';
import { systemCode } from './system-code.ts';

/** What an OSRM server says: its answer, or its own code (`NoRoute`, `TooBig`, …) for not giving one. */
export type OsrmAnswer<T> =
  | { ok: true; value: T; dataVersion: string | null }
  | { ok: false; status: number; code: string; message: string };

/** What became of the requests of one mode since the start. */
export type OsrmCounts = {
  /** Requests sent, second attempts and probes included. */
  calls: number;
  /** Second attempts, after the server had closed the socket. */
  retries: number;
  /** Cells of the tables that were answered. */
  cells: number;
  /** Questions that ended in a `RouterError`: no answer, one that cannot be read, or a refusal of ours by a proxy. */
  failures: number;
  /** Spent waiting for answers, whole requests added up, waiting in line excluded. */
  milliseconds: number;
};

export type OsrmQuestion<T> = {
  url: string;
  mode: Mode;
  /** Makes sense of the body of an `Ok`; throws `RouterError` `garbage`. */
  read: (body: Record<string, unknown>) => T;
  signal?: AbortSignal;
  /** For this question, a second attempt included. */
  timeoutMs?: number;
};

export type OsrmClient = {
  /** Throws `RouterError` `unavailable`, `garbage` or `refused`, or the reason of an aborted `signal`. */
  get<T>(question: OsrmQuestion<T>): Promise<OsrmAnswer<T>>;
  countCells(mode: Mode, cells: number): void;
  counts(mode: Mode): OsrmCounts;
  close(): void;
};

/** One GET at a time: Node's `fetch` keeps connections alive by itself, here are its time-out and one second attempt. */
export function createOsrmClient(options: { timeoutMs: number; fetch: typeof fetch; nowMs: () => number }): OsrmClient {
  const { nowMs } = options;
  const perMode = new Map<Mode, OsrmCounts>();
  const closing = new AbortController();

  function countsOf(mode: Mode): OsrmCounts {
    const known = perMode.get(mode) ?? { calls: 0, retries: 0, cells: 0, failures: 0, milliseconds: 0 };
    perMode.set(mode, known);
    return known;
  }

  async function get<T>(question: OsrmQuestion<T>): Promise<OsrmAnswer<T>> {
    const { url, mode, signal, timeoutMs = options.timeoutMs } = question;
    const counts = countsOf(mode);
    const timeout = AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([timeout, closing.signal, ...(signal ? [signal] : [])]);
    const startedMs = nowMs();
    try {
      signal?.throwIfAborted();
      const answer = await fetchJson(url, stop, counts);
      if (!answer.ok) return answer;
      return { ok: true, value: question.read(answer.body), dataVersion: readDataVersion(answer.body) };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      counts.failures++;
      if (error instanceof RouterError) throw error;
      const where = new URL(url).host;
      const why = closing.signal.aborted
        ? `the router to ${where} is closed`
        : timeout.aborted
          ? `${where} did not answer within ${timeoutMs} ms`
          : `${where} cannot be reached (${systemCode(error) ?? String(error)})`;
      throw new RouterError('unavailable', why, { cause: error });
    } finally {
      counts.milliseconds += nowMs() - startedMs;
    }
  }

  /** A server drops a connection it has used 512 times or left idle for 5 s; the GET it lost is sent once more. */
  async function fetchJson(url: string, signal: AbortSignal, counts: OsrmCounts): Promise<Understood> {
    try {
      return await fetchOnce(url, signal, counts);
    } catch (error) {
      if (signal.aborted || !isClosedSocket(error)) throw error;
      counts.retries++;
      return fetchOnce(url, signal, counts);
    }
  }

  async function fetchOnce(url: string, signal: AbortSignal, counts: OsrmCounts): Promise<Understood> {
    signal.throwIfAborted();
    counts.calls++;
    // A redirection could carry people's homes to a server nobody has agreed to: it is not followed.
    const response = await options.fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
    return understand(new URL(url).host, response.status, await response.text());
  }

  return {
    get,
    countCells: (mode, cells) => {
      countsOf(mode).cells += cells;
    },
    counts: (mode) => ({ ...countsOf(mode), milliseconds: Math.round(countsOf(mode).milliseconds) }),
    close: () => closing.abort(),
  };
}

type Understood = { ok: true; body: Record<string, unknown> } | Extract<OsrmAnswer<never>, { ok: false }>;

function understand(host: string, status: number, text: string): Understood {
  if (status >= 500 || status === 429) throw new RouterError('unavailable', `${host} answered HTTP ${status}`);
  if (status >= 300 && status < 400) {
    throw new RouterError('refused', `${host} redirects (HTTP ${status}): configure the address it redirects to`);
  }
  const body = parseObject(text);
  const code = body?.code;
  if (body && typeof code === 'string') {
    if (code === 'Ok' && status < 300) return { ok: true, body };
    return { ok: false, status, code, message: typeof body.message === 'string' ? body.message : '' };
  }
  // A proxy in front of OSRM may find the address too long before OSRM sees it.
  if (status === 414) return { ok: false, status, code: 'TooBig', message: 'URI too long' };
  if (status >= 400) throw new RouterError('refused', `${host} answered HTTP ${status}: is this an OSRM server?`);
  throw new RouterError('garbage', `${host} answered something that is not OSRM's JSON: ${text.slice(0, 80)}`);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isClosedSocket(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET';
}
