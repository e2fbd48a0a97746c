import { setTimeout as sleep } from 'node:timers/promises';
import type { JobContracts, JobCounts, JobQueue, JobStore, WorkHandle } from './job-queue-port.ts';
import { createPostgresJobStore } from './job-queue-postgres.ts';
import { createRedisJobStore } from './job-queue-redis.ts';
import { startWorker, type WorkerTiming } from './job-queue-worker.ts';
import { createOutage, type Log } from './log.ts';

/** How long ended jobs are remembered: long enough that a job relayed twice runs once, bounded so that nothing piles up. */
const REMEMBERED = {
  removeOnComplete: { age: 2 * 3600, count: 2_000 },
  removeOnFail: { age: 7 * 24 * 3600, count: 1_000 },
};

/** Five attempts over about 8 seconds: somebody is looking at the page. */
const RETRIES = { attempts: 5, backoff: { type: 'exponential', delay: 500 } };

/** How often to ask a store that failed somebody whether it answers again. */
const ASK_AGAIN_MS = 2_000;

/**
 * One port over BullMQ's two stores: Redis where `redisUrl` is given, else PostgreSQL (`prepareJobQueue` first).
 *
 * Connections, on either store: at most 2 to enqueue and ping, opened when first needed, and 2 for each `work` (one
 * listens for jobs, one asks). Those that enqueue fail fast, those that work wait for the store to come back.
 */
export function createJobQueue<Jobs extends JobContracts>(options: {
  names: readonly (keyof Jobs & string)[];
  databaseUrl: string;
  redisUrl?: string | null;
  /** Of BullMQ's tables in PostgreSQL. */
  schema?: string;
  /** Of PostgreSQL, given its rights by `prepareJobQueue`; the user of `databaseUrl` where absent. */
  role?: string;
  timing?: Partial<WorkerTiming>;
  log: Log;
}): JobQueue<Jobs> {
  const { names, log } = options;
  const onFailure = tellOutages();
  const store: JobStore = options.redisUrl
    ? createRedisJobStore({ url: options.redisUrl, onFailure })
    : createPostgresJobStore({ ...options, url: options.databaseUrl, onFailure });
  type StoreQueue = ReturnType<JobStore['openQueue']>;
  const queues = new Map<string, Promise<StoreQueue>>();
  const handles = new Set<WorkHandle>();
  const tickers = new Set<{ close(): void }>();
  let closing: Promise<void> | undefined;

  /** The queues share one server: its outage is told once, however many of them it keeps waiting. */
  function tellOutages(): (error: unknown) => void {
    const outage = createOutage({ log, away: 'la file ne répond pas', back: 'la file répond de nouveau' });
    let asking = false;
    const askUntilBack = async () => {
      while (outage.isOn() && !closing) {
        await sleep(ASK_AGAIN_MS, undefined, { ref: false });
        if (!closing) await store.ping().then(outage.answered, outage.failed);
      }
      asking = false;
    };
    return (error) => {
      if (closing) return;
      outage.failed(error);
      if (!asking) void askUntilBack();
      asking = true;
    };
  }

  /** BullMQ's queues remember a failed start for ever, so one is kept only once it is ready. */
  function queueOf(name: string): Promise<StoreQueue> {
    const known = queues.get(name);
    if (known) return known;
    const opening = (async () => {
      await store.ping();
      const queue = store.openQueue(name);
      try {
        await queue.waitUntilReady();
        return queue;
      } catch (error) {
        await queue.close().catch(() => {});
        throw error;
      }
    })();
    queues.set(name, opening);
    opening.catch(() => queues.delete(name));
    return opening;
  }

  const enqueue: JobQueue<Jobs>['enqueue'] = async (name, data, { jobId, delayMs, priority, coalesce }) => {
    const queue = await queueOf(name);
    // On PostgreSQL BullMQ would tie the key to a job of that id that has ended, and hold up all that come after it.
    if (coalesce !== undefined && (await queue.getJob(jobId)) !== undefined) return;
    const deduplication = coalesce === undefined ? undefined : { id: coalesce };
    await queue.add(name, data, { jobId, delay: delayMs, priority, deduplication, ...RETRIES, ...REMEMBERED });
  };

  async function closeAll(): Promise<void> {
    for (const ticker of tickers) ticker.close();
    await Promise.all([...handles].map((handle) => handle.close()));
    const opened = await Promise.allSettled(queues.values());
    await Promise.allSettled(opened.map((o) => (o.status === 'fulfilled' ? o.value.close() : undefined)));
    await store.close();
  }

  return {
    backend: store.backend,
    enqueue,

    work(name, handler, { concurrency, giveUp }) {
      const handle = startWorker({ name, handler, concurrency, giveUp, store, timing: options.timing, log, onFailure });
      handles.add(handle);
      return {
        close() {
          handles.delete(handle);
          return handle.close();
        },
      };
    },

    /*
     * BullMQ's own schedulers chain each job to the one before it, and a chain ends for good when the store is away at
     * the wrong moment. Here the time slot makes the id: whoever comes first enqueues it, and nobody has to.
     */
    every(name, data, { key, everyMs }) {
      let timer: NodeJS.Timeout | undefined;
      let closed = false;
      const tick = async () => {
        const slot = Math.floor(Date.now() / everyMs);
        let next = (slot + 1) * everyMs;
        try {
          await enqueue(name, data, { jobId: `every-${key}-${slot}` });
        } catch (error) {
          onFailure(error);
          next = Math.min(next, Date.now() + 5_000);
        }
        if (!closed) timer = setTimeout(tick, Math.max(0, next - Date.now()));
      };
      void tick();
      const ticker = {
        close() {
          closed = true;
          clearTimeout(timer);
          tickers.delete(ticker);
        },
      };
      tickers.add(ticker);
      return ticker;
    },

    async counts() {
      const entries = names.map(async (name): Promise<[string, JobCounts]> => {
        const queue = await queueOf(name);
        const counted = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed');
        const of = (state: string) => counted[state] ?? 0;
        const waiting = of('waiting') + of('prioritized');
        return [name, { waiting, active: of('active'), delayed: of('delayed'), failed: of('failed') }];
      });
      return Object.fromEntries(await Promise.all(entries)) as Record<keyof Jobs & string, JobCounts>;
    },

    ping: () => store.ping(),

    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
