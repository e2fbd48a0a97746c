import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createJobQueue } from '../../src/gateways/job-queue.ts';
import type { JobQueue } from '../../src/gateways/job-queue-port.ts';
import type { WorkerTiming } from '../../src/gateways/job-queue-worker.ts';
import { until } from '../support/until.ts';

type TestJobs = { count: { n: number }; other: { n: number } };

/** A server to keep jobs in. `kill` is a power cut. */
export type QueueServer = {
  databaseUrl: string;
  redisUrl: string | null;
  role?: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** What the house expects of a job queue, whatever keeps its jobs. */
export function describeJobQueue(name: string, startServer: () => Promise<QueueServer>, skippedBecause: string | null) {
  const title = skippedBecause === null ? name : `${name} (skipped: ${skippedBecause})`;
  describe.skipIf(skippedBecause !== null)(title, () => {
    let server: QueueServer;
    const opened: JobQueue<TestJobs>[] = [];
    const logged: string[] = [];
    let nextId = 0;

    const open = (timing: Partial<WorkerTiming> = {}) => {
      const queue = createJobQueue<TestJobs>({
        ...server,
        names: ['count', 'other'],
        timing,
        log: (_level, message, about) => logged.push(`${message} ${JSON.stringify(about)}`),
      });
      opened.push(queue);
      return queue;
    };
    const id = () => `job-${process.pid}-${nextId++}`;

    beforeAll(async () => {
      server = await startServer();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.close()));
      logged.length = 0;
    });
    afterAll(() => server?.stop());

    it('runs a job once, with its data, within a tenth of a second', async () => {
      const queue = open();
      const ran: { n: number; after: number }[] = [];
      let enqueuedAt = 0;
      queue.work('count', async ({ n }) => void ran.push({ n, after: performance.now() - enqueuedAt }), {
        concurrency: 1,
      });
      // The first job finds connections to open; what people wait for is the others.
      await queue.enqueue('count', { n: 0 }, { jobId: id() });
      await until(() => ran.length === 1);
      for (let n = 1; n <= 5; n += 1) {
        await sleep(30);
        enqueuedAt = performance.now();
        await queue.enqueue('count', { n }, { jobId: id() });
        await until(() => ran.length === n + 1);
      }
      expect(ran.map((r) => r.n)).toEqual([0, 1, 2, 3, 4, 5]);
      const waits = ran.slice(1).map((r) => r.after);
      expect(median(waits)).toBeLessThan(100);
    });

    it('keeps each queue to its own jobs', async () => {
      const queue = open();
      const ran: string[] = [];
      queue.work('count', async ({ n }) => void ran.push(`count ${n}`), { concurrency: 1 });
      queue.work('other', async ({ n }) => void ran.push(`other ${n}`), { concurrency: 1 });
      const same = id();
      await queue.enqueue('count', { n: 1 }, { jobId: same });
      await queue.enqueue('other', { n: 2 }, { jobId: same });
      await until(() => ran.length === 2);
      expect(ran.sort()).toEqual(['count 1', 'other 2']);
    });

    it('takes the same id twice as one job, waiting, running or done', async () => {
      const queue = open();
      const jobId = id();
      let runs = 0;
      await queue.enqueue('count', { n: 1 }, { jobId });
      await queue.enqueue('count', { n: 1 }, { jobId });
      queue.work(
        'count',
        async () => {
          runs += 1;
          await sleep(100);
        },
        { concurrency: 2 },
      );
      await until(() => runs === 1);
      await queue.enqueue('count', { n: 1 }, { jobId });
      await sleep(300);
      await queue.enqueue('count', { n: 1 }, { jobId });
      await sleep(300);
      expect(runs).toBe(1);
    });

    it('adds no second job of a key while one waits or runs, and one more once it is done', async () => {
      const queue = open();
      const coalesce = id();
      const ran: number[] = [];
      for (const n of [1, 2]) await queue.enqueue('count', { n }, { jobId: id(), coalesce });
      queue.work(
        'count',
        async ({ n }, { attempt }) => {
          await sleep(150);
          ran.push(n);
          // A key outlives a failed attempt.
          if (n === 1 && attempt === 1) throw new Error('once');
        },
        { concurrency: 2 },
      );
      await until(() => ran.length === 1);
      await queue.enqueue('count', { n: 3 }, { jobId: id(), coalesce });
      await until(() => ran.length === 2);
      await until(async () => (await queue.counts()).count.active === 0);
      expect(ran).toEqual([1, 1]);
      await queue.enqueue('count', { n: 4 }, { jobId: id(), coalesce });
      await until(() => ran.length === 3);
      expect(ran).toEqual([1, 1, 4]);
    });

    it('holds nobody up by an id that is sent again after its job ended', async () => {
      const queue = open();
      const [coalesce, first] = [id(), id()];
      const ran: number[] = [];
      queue.work('count', async ({ n }) => void ran.push(n), { concurrency: 1 });
      await queue.enqueue('count', { n: 1 }, { jobId: first, coalesce });
      await until(async () => ran.length === 1 && (await queue.counts()).count.active === 0);
      // As a relay does that died before it could mark what it had sent.
      await queue.enqueue('count', { n: 1 }, { jobId: first, coalesce });
      await queue.enqueue('count', { n: 2 }, { jobId: id(), coalesce });
      await until(() => ran.length === 2, 5_000);
      expect(ran).toEqual([1, 2]);
    });

    it('tries a job again when it throws, later each time', async () => {
      const queue = open();
      const attempts: number[] = [];
      const times: number[] = [];
      queue.work(
        'count',
        // Throws before its first await, and what it throws is no Error.
        (_data, { attempt }) => {
          attempts.push(attempt);
          times.push(performance.now());
          if (attempt < 3) throw 'not an error';
          return Promise.resolve();
        },
        { concurrency: 1 },
      );
      await queue.enqueue('count', { n: 1 }, { jobId: id() });
      await until(() => attempts.length === 3);
      expect(attempts).toEqual([1, 2, 3]);
      const [first = 0, second = 0, third = 0] = times;
      expect(second - first).toBeGreaterThan(400);
      expect(third - second).toBeGreaterThan(900);
      await until(async () => (await queue.counts()).count.delayed === 0);
      expect((await queue.counts()).count.failed).toBe(0);
    });

    it('says so once a job is given up, and keeps trying until that is recorded', async () => {
      const queue = open({ giveUpRetryMs: 200 });
      const before = (await queue.counts()).count.failed;
      let attempts = 0;
      const givenUp: [number, string, number][] = [];
      queue.work(
        'count',
        async () => {
          attempts += 1;
          throw Object.assign(new Error('value=camille@example.org'), { name: 'PostgresError', code: '22P02' });
        },
        {
          concurrency: 1,
          giveUp: async ({ n }, { reason, starts }) => {
            givenUp.push([n, (reason as Error).name, starts]);
            if (givenUp.length === 1) throw new Error('the database is away');
          },
        },
      );
      await queue.enqueue('count', { n: 7 }, { jobId: id() });
      await until(() => givenUp.length === 2, 20_000);
      expect(givenUp).toEqual([
        [7, 'PostgresError', 5],
        [7, 'PostgresError', 6],
      ]);
      await until(async () => (await queue.counts()).count.failed === before + 1);
      expect(attempts).toBe(6);
      expect(logged.join('\n')).toContain('PostgresError 22P02');
      expect(logged.join('\n')).not.toContain('camille');
    });

    it('holds a delayed job until its time', async () => {
      const queue = open();
      let ranAt = 0;
      const handler = async () => {
        ranAt = performance.now();
      };
      queue.work('count', handler, { concurrency: 1 });
      await sleep(200);
      const enqueuedAt = performance.now();
      await queue.enqueue('count', { n: 1 }, { jobId: id(), delayMs: 700 });
      expect((await queue.counts()).count.delayed).toBe(1);
      await until(() => ranAt > 0);
      expect(ranAt - enqueuedAt).toBeGreaterThan(650);
      expect(ranAt - enqueuedAt).toBeLessThan(1_500);
    });

    it('takes the more urgent first', async () => {
      const queue = open();
      for (const [n, priority] of [
        [3, 9],
        [2, 4],
        [1, undefined],
      ] as const) {
        await queue.enqueue('count', { n }, { jobId: id(), ...(priority === undefined ? {} : { priority }) });
      }
      const ran: number[] = [];
      queue.work('count', async ({ n }) => void ran.push(n), { concurrency: 1 });
      await until(() => ran.length === 3);
      expect(ran).toEqual([1, 2, 3]);
    });

    it('runs as many jobs at once as it is told, no more', async () => {
      const queue = open();
      let running = 0;
      let most = 0;
      let done = 0;
      for (let n = 0; n < 12; n += 1) await queue.enqueue('count', { n }, { jobId: id() });
      queue.work(
        'count',
        async () => {
          running += 1;
          most = Math.max(most, running);
          await sleep(60);
          running -= 1;
          done += 1;
        },
        { concurrency: 4 },
      );
      await until(() => done === 12);
      expect(most).toBe(4);
    });

    it('shares jobs between several workers, each job to one', async () => {
      const ran: number[] = [];
      const byWorker = [0, 0];
      for (const index of [0, 1]) {
        open().work(
          'count',
          async ({ n }) => {
            byWorker[index] = (byWorker[index] ?? 0) + 1;
            ran.push(n);
            await sleep(20);
          },
          { concurrency: 2 },
        );
      }
      const queue = open();
      await Promise.all(Array.from({ length: 40 }, (_, n) => queue.enqueue('count', { n }, { jobId: id() })));
      await until(() => ran.length >= 40);
      await sleep(100);
      expect(ran.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
      expect(Math.min(...byWorker)).toBeGreaterThan(0);
    });

    it('repeats a job at its period, once for all the processes that ask', async () => {
      const slots: number[] = [];
      const key = id();
      const everyMs = 500;
      const [one, two, worker] = [open(), open(), open()];
      worker.work('count', async (_data, { jobId }) => void slots.push(Number(jobId.split('-').at(-1))), {
        concurrency: 2,
      });
      const firstSlot = Math.floor(Date.now() / everyMs);
      one.every('count', { n: 1 }, { key, everyMs });
      const second = two.every('count', { n: 1 }, { key, everyMs });
      await until(() => slots.length >= 4);
      expect(Math.min(...slots)).toBeLessThanOrEqual(firstSlot + 1);
      expect(new Set(slots).size).toBe(slots.length);
      expect(slots.length).toBeLessThanOrEqual(Math.floor(Date.now() / everyMs) - firstSlot + 1);
      // One process going away does not end it; the last one does.
      second.close();
      const before = slots.length;
      await until(() => slots.length >= before + 2);
      await one.close();
      await sleep(200);
      const after = slots.length;
      await sleep(1_200);
      expect(slots.length).toBe(after);
    });

    it('lets a running job end when it closes, and gives back one that takes too long', async () => {
      const closing = open({ graceMs: 400 });
      const events: string[] = [];
      closing.work(
        'count',
        async ({ n }) => {
          events.push(`start ${n}`);
          await sleep(n === 1 ? 200 : 20_000);
          events.push(`end ${n}`);
        },
        { concurrency: 2 },
      );
      for (const n of [1, 2]) await closing.enqueue('count', { n }, { jobId: id() });
      await until(() => events.length === 2);
      const closeStart = performance.now();
      await closing.close();
      expect(performance.now() - closeStart).toBeLessThan(3_000);
      expect(events).toContain('end 1');

      const other = open();
      const taken: number[] = [];
      other.work('count', async ({ n }, { attempt }) => void taken.push(n, attempt), { concurrency: 2 });
      // Given back at once, as a first attempt: no lock to wait for.
      await until(() => taken.length > 0, 3_000);
      expect(taken).toEqual([2, 1]);
      await sleep(200);
      expect(taken).toEqual([2, 1]);
    });

    it('fails fast when its server is away, and works again when it is back', async () => {
      const queue = open();
      const ran: number[] = [];
      queue.work('count', async ({ n }) => void ran.push(n), { concurrency: 2 });
      await queue.enqueue('count', { n: 1 }, { jobId: id() });
      await until(() => ran.length === 1);

      await server.kill();
      const start = performance.now();
      await expect(queue.ping()).rejects.toThrow();
      await expect(queue.enqueue('count', { n: 2 }, { jobId: id() })).rejects.toThrow();
      await expect(open().enqueue('count', { n: 3 }, { jobId: id() })).rejects.toThrow();
      expect(performance.now() - start).toBeLessThan(15_000);
      // Started while it is away, works all the same later.
      const late = open();
      late.work('other', async ({ n }) => void ran.push(n), { concurrency: 1 });
      await sleep(500);
      const linesWhileAway = logged.length;
      await server.restart();

      await until(
        () =>
          queue.ping().then(
            () => true,
            () => false,
          ),
        20_000,
      );
      await queue.enqueue('count', { n: 4 }, { jobId: id() });
      await queue.enqueue('other', { n: 5 }, { jobId: id() });
      await until(() => ran.includes(4) && ran.includes(5), 20_000);
      expect(linesWhileAway).toBeGreaterThan(0);
      // A line from each of the three that are open, another a minute, and one that it is back.
      await until(() => logged.some((line) => line.startsWith('la file répond de nouveau')), 20_000);
      expect(logged.filter((line) => line.startsWith('la file ')).length).toBeLessThan(12);
    });

    it('closes in a few seconds when its server is away', async () => {
      const queue = open();
      let ran = 0;
      const handler = async () => {
        ran += 1;
      };
      queue.work('count', handler, { concurrency: 1 });
      await queue.enqueue('count', { n: 1 }, { jobId: id() });
      await until(() => ran === 1);
      await server.kill();
      await sleep(300);
      const start = performance.now();
      await queue.close();
      const elapsed = performance.now() - start;
      await server.restart();
      expect(elapsed).toBeLessThan(13_000);
    });
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
