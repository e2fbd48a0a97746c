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
