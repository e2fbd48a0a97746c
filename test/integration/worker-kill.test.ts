import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Composition, compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { createAdministration } from '../../src/db/administration.ts';
import { seedTerritory } from '../../src/db/seeds/territory.ts';
import { systemClock } from '../../src/gateways/clock.ts';
import { recordDiagnostic } from '../../src/services/record-diagnostic.ts';
import { actor, carpoolInput, diagnosticInput, loanInput } from '../factories/rows.ts';
import { type OsrmServer, startOsrmServer } from '../support/osrm-server.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { noRedisBecause, startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

/** Several processes start one after another, on a machine that may be busy. */
const PATIENCE_MS = 120_000;

/** Long enough for a test to be in the middle of it. */
const HELD_MS = 300_000;

for (const { backend, skippedBecause } of [
  { backend: 'postgres', skippedBecause: null },
  { backend: 'redis', skippedBecause: noRedisBecause },
]) {
  const title = `workers with their queue on ${backend}${skippedBecause === null ? '' : ` (skipped: ${skippedBecause})`}`;
  describe.skipIf(skippedBecause !== null)(title, { timeout: PATIENCE_MS }, () => {
    let test: TestDatabase;
    let owner: postgres.Sql;
    let redis: TestRedis | null = null;
    let osrm: OsrmServer;
    let site: Composition;
    let environment: Record<string, string>;
    const workers: WorkerProcess[] = [];

    async function startWorker(): Promise<WorkerProcess> {
      const worker = startWorkerProcess(environment);
      workers.push(worker);
      await worker.ready;
      return worker;
    }

    /** Records diagnostics and waits until a worker is in the middle of one: the router holds its answer. */
    async function recordAndReachTheMiddle(count: number): Promise<string[]> {
      osrm.setBehaviour({ slowTablesMs: HELD_MS });
      const tablesAsked = () => osrm.requests.filter((target) => target.startsWith('/table/')).length;
      const before = tablesAsked();
      const ctx = { actor: actor('meuse', { organisationId: 'org-a' }), deps: site.deps };
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1) ids.push((await recordDiagnostic({ ctx, input: diagnosticInput })).id);
      await until(() => tablesAsked() > before, 30_000);
      return ids;
    }

    const matchesOf = (ids: string[]) =>
      owner<{ diagnosticId: string; version: number; status: string; provisional: boolean }[]>`
        select diagnostic_id as "diagnosticId", version, status, provisional from matches
        where diagnostic_id in ${owner(ids)} order by diagnostic_id, version`;
    const allReady = async (ids: string[]) => (await matchesOf(ids)).every(({ status }) => status === 'ready');
    const onceEach = (ids: string[]) =>
      [...ids].sort().map((diagnosticId) => ({ diagnosticId, version: 1, status: 'ready', provisional: false }));

    beforeAll(async () => {
      test = await createTestDatabase();
      owner = postgres(test.url, { max: 2, onnotice: () => {} });
      await seedTerritory({ url: test.url, territoryId: 'meuse', log: () => {} });
      const administration = createAdministration({ url: test.url, clock: systemClock });
      await administration.upsertOrganisation('meuse', {
        id: 'org-a',
        name: 'A',
        kind: 'prescriber',
        illustrative: true,
      });
      await administration.replaceIllustrativeOffers('meuse', [
        { ...carpoolInput, id: 'off-1', illustrative: true },
        { ...loanInput, id: 'off-2', illustrative: true },
      ]);
      await administration.close();
      osrm = await startOsrmServer({ durationSeconds: (from, to) => 60 + Math.round(3_000 * distance(from, to)) });
      if (backend === 'redis') redis = await startRedis();
      environment = {
        DATABASE_URL: test.url,
        REDIS_URL: redis?.url ?? '',
        OSRM_URL: osrm.url,
        OSRM_URL_FOOT: osrm.url,
        OSRM_URL_BIKE: osrm.url,
      };
      site = await compose(readConfig(environment), () => {});
    });
    afterEach(async () => {
      for (const { child, ended } of workers.splice(0)) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
        await ended;
      }
    });
    afterAll(async () => {
      await site?.close();
      await osrm?.close();
      await redis?.stop();
      await owner?.end();
      await test?.drop();
    });

    it('finish what a killed one had begun, once each', async () => {
      const killed = await startWorker();
      const ids = await recordAndReachTheMiddle(6);
      killed.child.kill('SIGKILL');
      expect(await killed.ended).toBe('SIGKILL');
      expect((await matchesOf(ids)).map(({ status }) => status)).toEqual(ids.map(() => 'pending'));

      osrm.setBehaviour({});
      const other = await startWorker();
      const start = performance.now();
      await until(() => allReady(ids), 40_000);
      // What the dead one held is known to be free only after its lock has run out.
      expect(performance.now() - start).toBeLessThan(16_000);
      expect(await matchesOf(ids)).toEqual(onceEach(ids));
      // Its log comes through a pipe, in its own time.
      await until(() => other.output().includes('un travailleur est mort en cours de tâche'), 20_000);
      const [outbox] = await owner`select count(*)::int as waiting from outbox_events where sent_at is null`;
      expect(outbox).toEqual({ waiting: 0 });
      await until(async () => {
        const { waiting, active, delayed, failed } = (await site.queue.counts())['match-diagnostic'];
        return waiting + active + delayed + failed === 0;
      });
    });

    it('give back what they were doing when they are asked to stop, and another goes on at once', async () => {
      const [stopped, other] = await Promise.all([startWorker(), startWorker()]);
      const ids = await recordAndReachTheMiddle(2);
      // Two jobs for two places each: whoever has them must not keep any. Both are told at once: answers held for longer than a
      // router is waited for would be estimates.
      osrm.setBehaviour({});
      const start = performance.now();
      for (const { child } of [stopped, other]) child.kill('SIGTERM');
      expect(await Promise.all([stopped.ended, other.ended])).toEqual([0, 0]);
      expect(performance.now() - start).toBeLessThan(8_000);
      await startWorker();
      const resumed = performance.now();
      await until(() => allReady(ids), 20_000);
      expect(performance.now() - resumed).toBeLessThan(6_000);
      expect(await matchesOf(ids)).toEqual(onceEach(ids));
    });

    it('stop when whoever started them is gone', async () => {
      const worker = await startWorker();
      worker.child.disconnect();
      expect(await worker.ended).toBe(0);
    });

    it('match within two seconds of the record', async () => {
      osrm.setBehaviour({});
      await startWorker();
      const ctx = { actor: actor('meuse', { organisationId: 'org-a' }), deps: site.deps };
      const recorded = async () => {
        const start = performance.now();
        const { id } = await recordDiagnostic({ ctx, input: diagnosticInput });
        await site.deps.database.waitForMatch({ diagnosticId: id, version: 1, actor: ctx.actor, timeoutMs: 20_000 });
        return performance.now() - start;
      };
      await recorded();
      expect(await recorded()).toBeLessThan(2_000);
    });
  });
}

/** In degrees, as the crow flies on a flat map: known times need no more. */
function distance(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
