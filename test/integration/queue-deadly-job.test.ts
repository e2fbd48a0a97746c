import { fork } from 'node:child_process';
import { expect, it } from 'vitest';
import { RELAY_ROLE } from '../../src/db/connection.ts';
import { createJobQueue } from '../../src/gateways/job-queue.ts';
import { prepareJobQueue } from '../../src/gateways/job-queue-postgres.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { noRedisBecause, startRedis } from '../support/redis.ts';

const WORKER = new URL('../support/deadly-worker.ts', import.meta.url);

type Address = { databaseUrl: string; redisUrl: string; role?: string };

/** Starts a worker again each time its job kills it, as a supervisor would, until one gives the job up. */
async function untilGivenUp(address: Address): Promise<{ deaths: number; said: unknown }> {
  for (let deaths = 0; deaths < 10; deaths += 1) {
    const child = fork(WORKER, [JSON.stringify(address)], { execArgv: ['--import', 'tsx'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const said = await Promise.race([new Promise((resolve) => child.once('message', resolve)), ended.then(() => null)]);
    if (said !== null) {
      child.kill('SIGKILL');
      await ended;
      return { deaths, said };
    }
  }
  throw new Error('the job was never given up');
}

async function expectGivenUp(address: Address): Promise<void> {
  const queue = createJobQueue<{ deadly: { n: number } }>({ ...address, names: ['deadly'], log: () => {} });
  try {
    await queue.enqueue('deadly', { n: 42 }, { jobId: 'deadly-42' });
    const { deaths, said } = await untilGivenUp(address);
    // Once, and three times more.
    expect(deaths).toBe(4);
    expect(said).toEqual({ givenUp: 42, reason: 'took its worker down 4 times' });
  } finally {
    await queue.close();
  }
}

it('gives up a job that kills its worker every time, and says so (PostgreSQL)', async () => {
  const test = await createTestDatabase();
  try {
    await prepareJobQueue({ databaseUrl: test.url, role: RELAY_ROLE });
    await expectGivenUp({ databaseUrl: test.url, redisUrl: '', role: RELAY_ROLE });
  } finally {
    await test.drop();
  }
});

const title = 'gives up a job that kills its worker every time, and says so (Redis)';
it.skipIf(noRedisBecause !== null)(noRedisBecause === null ? title : `${title}: ${noRedisBecause}`, async () => {
  const redis = await startRedis();
  if (redis === null) throw new Error('no Redis');
  try {
    await expectGivenUp({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none', redisUrl: redis.url });
  } finally {
    await redis.stop();
  }
});
