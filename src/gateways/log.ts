import { failureSummary } from '../services/errors.ts';

export type LogLevel = 'info' | 'warn' | 'error';

/** Writes one line; `about` holds ids, numbers and `failureSummary`, never values people typed. */
export type Log = (level: LogLevel, message: string, about?: Readonly<Record<string, string | number>>) => void;

/**
 * Lines for the operator, in French: when, who, what, then `name=value`. Standard output for what is well, standard error for
 * the rest.
 */
export function createLog(who: string): Log {
  return (level, message, about = {}) => {
    const details = Object.entries(about).map(([name, value]) => ` ${name}=${value}`);
    const line = `${new Date().toISOString()} ${who} : ${message}${details.join('')}`;
    if (level === 'info') console.log(line);
    else console.error(line);
  };
}

/** Passes on at most once every `ms`, with the number of calls since: an outage is a few lines, not thousands. */
export function rarely<T>(ms: number, pass: (value: T, times: number) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  let times = 0;
  return (value) => {
    times += 1;
    if (performance.now() - last < ms) return;
    last = performance.now();
    pass(value, times);
    times = 0;
  };
}

/** An outage that lasts is said again so often. */
const SAID_AGAIN_MS = 60_000;

/** After the last failure: what comes and goes faster is one outage. */
const QUIET_MS = 5_000;

/** Tells an outage of one thing that many use, whichever of them find out, and how often. */
export type Outage = {
  /** Said at once, then every minute with the number of failures since. */
  failed(error: unknown): void;
  /** Said once, where an outage was and nothing has failed for five seconds: call it again until `isOn` says no. */
  answered(): void;
  isOn(): boolean;
};

export function createOutage(options: { log: Log; away: string; back: string }): Outage {
  const { log, away, back } = options;
  let current: { startedAt: number; say(error: unknown): void } | null = null;
  let failedAt = 0;

  return {
    failed(error) {
      failedAt = performance.now();
      current ??= {
        startedAt: failedAt,
        say: rarely(SAID_AGAIN_MS, (reason: unknown, times) =>
          log('warn', away, { fois: times, raison: failureSummary(reason) }),
        ),
      };
      current.say(error);
    },

    answered() {
      if (current === null || performance.now() - failedAt < QUIET_MS) return;
      log('info', back, { secondes: Math.ceil((failedAt - current.startedAt) / 1000) });
      current = null;
    },

    isOn: () => current !== null,
  };
}
