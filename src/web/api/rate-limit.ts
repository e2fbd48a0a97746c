import { ProblemError } from '../../services/errors.ts';

const WINDOW_MS = 60_000;
const MANY_CALLERS = 10_000;

/** The instants of the last requests of one caller, in a ring: `times[next]` is the oldest. */
type Recent = { times: Float64Array; next: number };

/**
 * At most so many requests by one caller in any 60 seconds. In memory, per process: several processes behind one
 * address each count their own.
 */
export function createRateLimit() {
  const callers = new Map<string, Recent>();

  /** Throws `tooManyRequests` with the seconds to wait. */
  return function count(caller: string, requestsPerMinute: number, nowMs: number): void {
    const recent = recentOf(caller, requestsPerMinute);
    const oldest = recent.times[recent.next] as number;
    if (oldest > nowMs - WINDOW_MS) {
      throw new ProblemError('tooManyRequests', `Pas plus de ${requestsPerMinute} demandes par minute.`, {
        retryAfterSeconds: (oldest + WINDOW_MS - nowMs) / 1000,
      });
    }
    recent.times[recent.next] = nowMs;
    recent.next = (recent.next + 1) % recent.times.length;
    if (callers.size > MANY_CALLERS) forgetIdle(nowMs);
  };

  function recentOf(caller: string, size: number): Recent {
    const known = callers.get(caller);
    if (known?.times.length === size) return known;
    const recent = { times: new Float64Array(size).fill(Number.NEGATIVE_INFINITY), next: 0 };
    callers.set(caller, recent);
    return recent;
  }

  function forgetIdle(nowMs: number): void {
    for (const [caller, { times, next }] of callers) {
      const newest = times[(next + times.length - 1) % times.length] as number;
      if (newest <= nowMs - WINDOW_MS) callers.delete(caller);
    }
  }
}
