import { RouterError } from './router.ts';

/** What an OSRM server says: its answer, or its own code (`NoRoute`, `TooBig`, …) for not giving one. */
export type OsrmAnswer =
  | { ok: true; body: Record<string, unknown> }
  | { ok: false; status: number; code: string; message: string };

export type OsrmMetrics = {
  /** Requests sent, the second attempts included. */
  calls: number;
  retries: number;
  /** Cells of the tables that were answered. */
  cells: number;
  /** Requests that ended in a `RouterError`. */
  failures: number;
};

export type OsrmClient = {
  /** Throws `RouterError` `unavailable`, `garbage` or `refused`, or the reason of an aborted `signal`. */
  get(url: string, options?: { signal?: AbortSignal; timeoutMs?: number }): Promise<OsrmAnswer>;
  countCells(cells: number): void;
  metrics(): OsrmMetrics;
  close(): void;
};

/** Node's `fetch` keeps connections alive by itself; here are the bounds: so many at once, so long, one second attempt. */
export function createOsrmClient(options: {
  timeoutMs: number;
  maxConcurrency: number;
  fetch: typeof fetch;
}): OsrmClient {
  const counts: OsrmMetrics = { calls: 0, retries: 0, cells: 0, failures: 0 };
  const turnstile = createTurnstile(options.maxConcurrency);
  const closing = new AbortController();

  async function get(url: string, { signal, timeoutMs = options.timeoutMs }: Parameters<OsrmClient['get']>[1] = {}) {
    const leave = await turnstile.enter();
    const timeout = AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([timeout, closing.signal, ...(signal ? [signal] : [])]);
    try {
      signal?.throwIfAborted();
      return await read(url, stop);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      counts.failures++;
      if (error instanceof RouterError) throw error;
      const where = new URL(url).host;
      const why = closing.signal.aborted
        ? `the router to ${where} is closed`
        : timeout.aborted
          ? `${where} did not answer within ${timeoutMs} ms`
          : `${where} cannot be reached (${socketCode(error) ?? String(error)})`;
      throw new RouterError('unavailable', why, { cause: error });
    } finally {
      leave();
    }
  }

  /** A server drops a connection it has used 512 times or left idle for 5 s; the GET it lost is sent once more. */
  async function read(url: string, signal: AbortSignal): Promise<OsrmAnswer> {
    try {
      return await readOnce(url, signal);
    } catch (error) {
      if (signal.aborted || !isClosedSocket(error)) throw error;
      counts.retries++;
      return readOnce(url, signal);
    }
  }

  async function readOnce(url: string, signal: AbortSignal): Promise<OsrmAnswer> {
    signal.throwIfAborted();
    counts.calls++;
    // A redirection could carry people's homes to a server nobody has agreed to: it is not followed.
    const response = await options.fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
    return understand(new URL(url).host, response.status, await response.text());
  }

  return {
    get,
    countCells: (cells) => {
      counts.cells += cells;
    },
    metrics: () => ({ ...counts }),
    close: () => closing.abort(),
  };
}

function understand(host: string, status: number, text: string): OsrmAnswer {
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
  const code = socketCode(error);
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET';
}

/** `fetch` hides what happened to the socket in the cause of its `TypeError`. */
function socketCode(error: unknown): string | null {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string') return e.code;
  }
  return null;
}

/** Lets so many in at once; the others wait in line. `enter` gives the way out, to be taken once. */
function createTurnstile(places: number): { enter(): Promise<() => void> } {
  let free = places;
  const line: (() => void)[] = [];
  function leave() {
    const next = line.shift();
    if (next) next();
    else free++;
  }
  return {
    async enter() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => line.push(resolve));
      return leave;
    },
  };
}
