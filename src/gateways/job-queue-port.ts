import type { Processor, Queue, WorkerOptions } from 'bullmq';

/** What jobs carry, by the name of their queue. Ids only: a job is read by whoever operates the queue. */
export type JobContracts = Record<string, object>;

export type EnqueueOptions = {
  /** The same id twice is one job, as long as the first is remembered. No integer, and no `:` in it. */
  jobId: string;
  delayMs?: number;
  /** 1 is the most urgent; a job without priority comes before all of those. */
  priority?: number;
  /** While a job of that key waits or runs, another is not added: it would do the same work. */
  coalesce?: string;
};

/** `attempt` starts at 1. A handler may see the same job again after it ended: it must be idempotent. */
export type JobHandler<Data> = (data: Data, run: { jobId: string; attempt: number }) => Promise<void>;

/** `starts`: how often the job was begun in all, which goes on growing while `giveUp` throws. */
export type GivenUp = { reason: unknown; starts: number };

export type WorkOptions<Data> = {
  concurrency: number;
  /**
   * Called once a job is given up: its last attempt threw, or it took its worker down too often. When this throws,
   * the job is kept and tried again later: what it stands for is never left without an answer.
   */
  giveUp?: (data: Data, failure: GivenUp) => Promise<void>;
};

/** `close` lets running jobs end for a while, gives back those that do not, and takes no other. */
export type WorkHandle = { close(): Promise<void> };

export type JobCounts = { waiting: number; active: number; delayed: number; failed: number };

export type JobQueue<Jobs extends JobContracts> = {
  backend: 'postgres' | 'redis';
  /** Resolves once the job is stored; throws within 5 s when the store is away. */
  enqueue<N extends keyof Jobs & string>(name: N, data: Jobs[N], options: EnqueueOptions): Promise<void>;
  /** Works from now on, or from when the store answers. */
  work<N extends keyof Jobs & string>(name: N, handler: JobHandler<Jobs[N]>, options: WorkOptions<Jobs[N]>): WorkHandle;
  /**
   * Enqueues a job now and then at every multiple of `everyMs` since 1970, once for all the processes that ask for it
   * under the same `key`. Lasts as long as this process.
   */
  every<N extends keyof Jobs & string>(
    name: N,
    data: Jobs[N],
    options: { key: string; everyMs: number },
  ): { close(): void };
  counts(): Promise<Record<keyof Jobs & string, JobCounts>>;
  /** Throws within 5 s when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** BullMQ's own settings for one worker, the same on both stores. */
export type StoreWorkerOptions = Omit<WorkerOptions, 'connection'>;

/** Where BullMQ keeps its jobs: the one thing that differs between PostgreSQL and Redis. */
export type JobStore = {
  backend: 'postgres' | 'redis';
  ping(): Promise<void>;
  openQueue(name: string): Pick<Queue, 'add' | 'getJob' | 'getJobCounts' | 'waitUntilReady' | 'close'>;
  openWorker(
    name: string,
    processor: Processor,
    options: StoreWorkerOptions,
  ): {
    worker: {
      on(event: 'error', listener: (error: Error) => void): unknown;
      on(event: 'stalled', listener: (jobId: string) => void): unknown;
      close(): Promise<void>;
    };
    /** No longer wait for the store, if it is away: what is under way fails. */
    abandon(): void;
    /** Closes what the worker left open. */
    end(): Promise<void>;
  };
  close(): Promise<void>;
};
