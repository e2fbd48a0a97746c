import { ProblemError } from '../../services/errors.ts';

const WINDOW_MS = 60_000;

/** The instants of one caller's requests, the oldest first; those before `first` are over. */
type Recent = { times: number[]; first: number };

/**
 * At most so many requests by one caller in any 60 seconds. In memory, per process: several processes behind one
 * address each count their own. What is kept is what was asked in the last minute or two, however much is allowed.
 */
export function createRateLimit() {
  const callers = new Map<string, Recent>();
  let tidiedMs = Number.NEGATIVE_INFINITY;

  /** Throws `tooManyRequests` with the seconds to wait. */
  return function count(caller: string, requestsPerMinute: number, nowMs: number): void {
    if (tidiedMs <= nowMs - WINDOW_MS) forgetIdle(nowMs);
    const recent = callers.get(caller) ?? { times: [], first: 0 };
    callers.set(caller, recent);
    const { times } = recent;
    while (recent.first < times.length && (times[recent.first] as number) <= nowMs - WINDOW_MS) recent.first++;
    const latest = times.length - requestsPerMinute;
    if (latest >= recent.first) {
      throw new ProblemError('tooManyRequests', `Pas plus de ${requestsPerMinute} demandes par minute.`, {
        retryAfterSeconds: ((times[latest] as number) + WINDOW_MS - nowMs) / 1000,
      });
    }
    if (recent.first > times.length / 2) {
      times.splice(0, recent.first);
      recent.first = 0;
    }
    times.push(nowMs);
  };

  /** Once a minute: looking through all of them at each request would be what a flood is after. */
  function forgetIdle(nowMs: number): void {
    tidiedMs = nowMs;
    for (const [caller, { times }] of callers) {
      if ((times.at(-1) ?? 0) <= nowMs - WINDOW_MS) callers.delete(caller);
    }
  }
}
