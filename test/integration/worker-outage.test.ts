import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Composition, compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { createAdministration } from '../../src/db/administration.ts';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { seedTerritory } from '../../src/db/seeds/territory.ts';
import { systemClock } from '../../src/gateways/clock.ts';
import { recordDiagnostic } from '../../src/services/record-diagnostic.ts';
import { JOB_NAMES } from '../../workers/queues.ts';
import { actor, carpoolInput, diagnosticInput } from '../factories/rows.ts';
import { type KillablePostgres, startKillablePostgres } from '../support/killable-postgres.ts';
import { noRedisBecause, startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

/** Processes start, on a machine that may be busy. */
const PATIENCE_MS = 120_000;

let server: KillablePostgres;

beforeAll(async () => {
  server = await startKillablePostgres();
  await prepareDatabase({ url: server.url, log: () => {} });
  await seedTerritory({ url: server.url, territoryId: 'meuse', log: () => {} });
  const administration = createAdministration({ url: server.url, clock: systemClock });
  await administration.upsertOrganisation('meuse', { id: 'org-a', name: 'A', kind: 'prescriber', illustrative: true });
  await administration.replaceIllustrativeOffers('meuse', [{ ...carpoolInput, id: 'off-1', illustrative: true }]);
  await administration.close();
});
afterAll(() => server?.stop());

async function stopWorker({ child, ended }: WorkerProcess): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
}

async function matchOne(site: Composition): Promise<void> {
  const ctx = { actor: actor('meuse', { organisationId: 'org-a' }), deps: site.deps };
  const { id } = await recordDiagnostic({ ctx, input: diagnosticInput });
  const asked = { diagnosticId: id, version: 1, actor: ctx.actor, timeoutMs: 20_000 };
  expect(await site.deps.database.waitForMatch(asked)).toBe(true);
  const match = await site.deps.database.transact(ctx.actor, (stores) => stores.matches.find(id, 1));
  expect(match?.status).toBe('ready');
}

const answers = (site: Composition) =>
  site.deps.database.ping().then(
    () => true,
    () => false,
  );

/**
 * Those lines since `from` that say that the database or the queue is away, once the worker has said that the queue is back. How
 * many there are depends on the length of the outage, on a busy machine: one a minute and part.
 */
async function linesOfAbsence(worker: WorkerProcess, from: number): Promise<string[]> {
  const since = () => worker.output().slice(from);
  await until(() => since().includes('la file répond de nouveau'), 60_000);
  return since()
    .split('\n')
    .filter((line) => /absente|perdue|en attente|ne répond pas|impossible|illisibles/.test(line));
}

it('waits for a database that comes after it, and outlives one that is killed', { timeout: PATIENCE_MS }, async () => {
  const environment = { DATABASE_URL: server.url, REDIS_URL: '' };
  const site = await compose(readConfig(environment), () => {});
  await server.kill();
  const worker = startWorkerProcess(environment);
  try {
    await until(() => worker.output().includes('base de données en attente'), 40_000);
    await server.restart();
    await worker.ready;
    await matchOne(site);

    const before = worker.output().length;
    await server.kill();
    await sleep(4_000);
    await server.restart();
    await until(() => answers(site), 20_000);
    await matchOne(site);
    expect(worker.child.exitCode).toBeNull();
    // An outage is a few lines: fewer than one for each queue.
    expect((await linesOfAbsence(worker, before)).length).toBeLessThan(JOB_NAMES.length);
  } finally {
    await site.close();
    await stopWorker(worker);
  }
});

const title = 'outlives a Redis that is killed, and sends what waited meanwhile';
it.skipIf(noRedisBecause !== null)(
  noRedisBecause === null ? title : `${title}: ${noRedisBecause}`,
  { timeout: PATIENCE_MS },
  async () => {
    const redis = await startRedis();
    if (redis === null) throw new Error('no Redis');
    const environment = { DATABASE_URL: server.url, REDIS_URL: redis.url };
    const site = await compose(readConfig(environment), () => {});
    const worker = startWorkerProcess(environment);
    try {
      await worker.ready;
      await matchOne(site);
      const before = worker.output().length;
      await redis.kill();
      await expect(site.deps.queue.ping()).rejects.toThrow();
      const matched = matchOne(site);
      await sleep(3_000);
      await redis.restart();
      await matched;
      expect(worker.child.exitCode).toBeNull();
      expect((await linesOfAbsence(worker, before)).length).toBeLessThan(JOB_NAMES.length);
    } finally {
      await site.close();
      await stopWorker(worker);
      await redis.stop();
    }
  },
);
