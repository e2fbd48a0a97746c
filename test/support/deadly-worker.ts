/** A worker whose job kills it: run by `queue-deadly-job.test.ts` in a process of its own. */
import { createJobQueue } from '../../src/gateways/job-queue.ts';

type DeadlyJobs = { deadly: { n: number } };

const { databaseUrl = '', redisUrl = '', role } = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;
const queue = createJobQueue<DeadlyJobs>({
  names: ['deadly'],
  databaseUrl,
  redisUrl,
  role,
  timing: { lockMs: 600, checkMs: 200 },
  log: () => {},
});
queue.work(
  'deadly',
  async () => {
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  },
  {
    concurrency: 1,
    giveUp: async ({ n }, { reason }) => {
      process.send?.({ givenUp: n, reason: (reason as Error).message });
    },
  },
);
