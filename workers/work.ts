import type { JobQueue, Log } from '../src/compose.ts';
import type { Deps } from '../src/services/context.ts';
import type { MatchMany } from '../src/services/match-many.ts';
import type { PeopleFirst } from '../src/services/people-first.ts';
import type { Kept } from '../src/services/rematch-offers.ts';
import type { JobName, Jobs } from './queues.ts';

/** `matchMany` keeps the catalogues of this process, `kept` its open diagnostics, `peopleFirst` its order of precedence: one for all the jobs. */
export type Tools = { deps: Deps; log: Log; matchMany: MatchMany; kept: Kept; peopleFirst: PeopleFirst };

/** How one kind of job is done. */
export type Work<N extends JobName> = {
  name: N;
  concurrency: number;
  handler(tools: Tools): (data: Jobs[N]) => Promise<void>;
  giveUp?(tools: Tools): (data: Jobs[N], failure: { reason: unknown; starts: number }) => Promise<void>;
};

/** Work that comes by itself, in every territory. */
export type PeriodicWork<N extends JobName> = Work<N> & { everyMs: number };

export function startWork<N extends JobName>(queue: JobQueue<Jobs>, work: Work<N>, tools: Tools): void {
  const { name, concurrency, handler, giveUp } = work;
  queue.work(name, handler(tools), { concurrency, ...(giveUp ? { giveUp: giveUp(tools) } : {}) });
}
