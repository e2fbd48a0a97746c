import type { Turn } from '../../geo/router.ts';

/** The order of precedence in one process: what somebody waits for, before what nobody waits for. */
export type PeopleFirst = {
  /** Work that somebody waits for: while any is under way, next to nothing else begins. */
  attend<T>(work: () => Promise<T>): Promise<T>;
  /** A background job's turn, before each small piece of it. */
  turn: Turn;
};

export type PeopleFirstTiming = {
  /** Pieces of background work under way at once while nobody waits. */
  atOnce: number;
  /** How long after somebody was served the next one may still come out of the queue. */
  lingerMs: number;
  /** While people wait without end, one piece all the same after each such time: nothing waits for ever. */
  starvingMs: number;
};

/** Two, as many as the embedded engine computes at once; a piece is half a second at most. */
const TIMING: PeopleFirstTiming = { atOnce: 2, lingerMs: 150, starvingMs: 5_000 };

export function createPeopleFirst(timing: Partial<PeopleFirstTiming> = {}): PeopleFirst {
  const { atOnce, lingerMs, starvingMs } = { ...TIMING, ...timing };
  const line = new Set<() => void>();
  let attended = 0;
  /** Since when people have been served one after the other, and until when the next one is waited for. */
  let busySince = 0;
  let quietFrom = Number.NEGATIVE_INFINITY;
  let pieces = 0;
  let lastBegun = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  /** Milliseconds until a piece may begin, 0 when it may now. */
  function wait(now: number): number {
    const untilQuiet = attended > 0 ? Number.POSITIVE_INFINITY : quietFrom - now;
    return Math.max(0, Math.min(untilQuiet, Math.max(lastBegun, busySince) + starvingMs - now));
  }

  function admit(): void {
    clearTimeout(timer);
    timer = undefined;
    while (line.size > 0 && pieces < atOnce) {
      const now = performance.now();
      const ms = wait(now);
      if (ms > 0) {
        timer = setTimeout(admit, Math.ceil(ms));
        timer.unref();
        return;
      }
      const [next] = line;
      if (next === undefined) return;
      line.delete(next);
      pieces++;
      lastBegun = now;
      next();
    }
  }

  function leave(): void {
    pieces--;
    admit();
  }

  return {
    async attend(work) {
      const now = performance.now();
      if (attended === 0 && now > quietFrom) busySince = now;
      attended++;
      try {
        return await work();
      } finally {
        attended--;
        quietFrom = performance.now() + lingerMs;
        admit();
      }
    },

    async turn(signal) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const begin = () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = () => {
          line.delete(begin);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        line.add(begin);
        admit();
      });
      let left = false;
      return () => {
        if (left) return;
        left = true;
        leave();
      };
    },
  };
}
