import { type JobQueue, type Log, rarely } from '../src/compose.ts';
import { failureSummary } from '../src/services/errors.ts';
import type { Database } from '../src/services/ports.ts';
import type { JobName, Jobs } from './queues.ts';

type Periodic = {
  name: Extract<JobName, 'rematch-offers' | 'measure-offers' | 'rematch-provisional' | 'purge-expired' | 'follow-up'>;
  everyMs: number;
};

/** Schedules the periodic jobs of every territory there is, and of those that come or go while we run. */
export function keepSchedules(options: {
  works: readonly Periodic[];
  queue: Pick<JobQueue<Jobs>, 'every'>;
  database: Pick<Database, 'listTerritories'>;
  log: Log;
  lookEveryMs?: number;
}): { close(): void } {
  const { works, queue, database, log, lookEveryMs = 60_000 } = options;
  const scheduled = new Map<string, { close(): void }[]>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const complain = rarely(60_000, (error: unknown) =>
    log('warn', 'territoires illisibles, nouvel essai', { raison: failureSummary(error) }),
  );

  async function look(): Promise<void> {
    const ids = (await database.listTerritories()).map(({ id }) => id);
    if (closed) return;
    for (const [id, jobs] of scheduled) {
      if (ids.includes(id)) continue;
      for (const job of jobs) job.close();
      scheduled.delete(id);
    }
    for (const territoryId of ids.filter((id) => !scheduled.has(id))) {
      const jobs = works.map(({ name, everyMs }) =>
        queue.every(name, { territoryId }, { key: `${name}-${territoryId}`, everyMs }),
      );
      scheduled.set(territoryId, jobs);
    }
  }

  async function keepLooking(): Promise<void> {
    let pause = lookEveryMs;
    await look().catch((error: unknown) => {
      complain(error);
      pause = Math.min(pause, 2_000);
    });
    if (!closed) timer = setTimeout(keepLooking, pause);
  }
  void keepLooking();

  return {
    close() {
      closed = true;
      clearTimeout(timer);
      for (const job of [...scheduled.values()].flat()) job.close();
    },
  };
}
