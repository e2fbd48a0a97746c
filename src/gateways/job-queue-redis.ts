import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { JobStore } from './job-queue-port.ts';

/** Redis needs no migration. One Redis database holds the jobs of one installation. */
export function createRedisJobStore(options: { url: string; onFailure: (error: unknown) => void }): JobStore {
  const { url, onFailure } = options;
  const retryStrategy = (times: number) => Math.min(100 * 2 ** times, 2_000);
  const asking = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: 4_000,
    maxRetriesPerRequest: 1,
    retryStrategy,
  });
  asking.on('error', onFailure);

  return {
    backend: 'redis',

    async ping() {
      await asking.ping();
    },

    openQueue(name) {
      const queue = new Queue(name, { connection: asking, prefix: PREFIX });
      queue.on('error', () => {}); // the client's own listener has told it
      return queue;
    },

    openWorker(name, processor, workerOptions) {
      const connection = { url, connectTimeout: 5_000, maxRetriesPerRequest: null, retryStrategy };
      const worker = new Worker(name, processor, { ...workerOptions, connection, prefix: PREFIX });
      // Nothing stops a client of BullMQ that is reconnecting: whoever closes loses patience, and the job is found later.
      return { worker, abandon() {}, async end() {} };
    },

    async close() {
      asking.disconnect();
    },
  };
}

const PREFIX = 'pouvoir-bouger';
