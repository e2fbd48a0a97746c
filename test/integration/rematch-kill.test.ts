import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Composition, compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { createAdministration } from '../../src/db/administration.ts';
import { seedTerritory } from '../../src/db/seeds/territory.ts';
import { systemClock } from '../../src/gateways/clock.ts';
import { createOffer } from '../../src/services/create-offer.ts';
import { getRematching } from '../../src/services/get-rematching.ts';
import { carpool } from '../factories/offers.ts';
import { matchResult } from '../factories/results.ts';
import { actor, diagnosticInput, insertRow, loanInput, NOW } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { noRedisBecause, startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

/** Thousands of matches and two processes, on a machine that may be busy. */
const PATIENCE_MS = 1_200_000;
const DIAGNOSTICS = 5_000;

for (const { backend, skippedBecause } of [
  { backend: 'postgres', skippedBecause: null },
  { backend: 'redis', skippedBecause: noRedisBecause },
]) {
  const title = `one change under ${DIAGNOSTICS} open diagnostics, queue on ${backend}${skippedBecause === null ? '' : ` (skipped: ${skippedBecause})`}`;
  describe.skipIf(skippedBecause !== null)(title, { timeout: PATIENCE_MS }, () => {
    let test: TestDatabase;
    let owner: postgres.Sql;
    let redis: TestRedis | null = null;
    let site: Composition;
    let environment: Record<string, string>;
    const workers: WorkerProcess[] = [];

    async function startWorker(): Promise<WorkerProcess> {
      const worker = startWorkerProcess(environment);
      workers.push(worker);
      await worker.ready;
      return worker;
    }
    const settled = async () => (await owner`select count(*)::int as n from proof.settled`)[0]?.n as number;

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
      await administration.replaceIllustrativeOffers('meuse', [{ ...loanInput, id: 'off-1', illustrative: true }]);
      await administration.close();
      await recordAll(owner);
      await keepProof(owner);
      if (backend === 'redis') redis = await startRedis();
      environment = { DATABASE_URL: test.url, REDIS_URL: redis?.url ?? '' };
      site = await compose(readConfig(environment), () => {});
    }, 240_000);
    afterEach(async () => {
      for (const { child, ended } of workers.splice(0)) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
        await ended;
      }
    });
    afterAll(async () => {
      await site?.close();
      await redis?.stop();
      await owner?.end();
      await test?.drop();
    });

    it('matches each exactly once for its version, though the worker is killed in the middle', async () => {
      const ctx = { actor: actor('meuse', { organisationId: 'org-a' }), deps: site.deps };
      const killed = await startWorker();
      const offer = await createOffer({ ctx, input: carpool({}, { maxDetourMinutes: 60 }) });
      await unhurried(async () => (await settled()) > DIAGNOSTICS / 10);
      killed.child.kill('SIGKILL');
      expect(await killed.ended).toBe('SIGKILL');
      const before = await settled();
      expect(before).toBeLessThan(DIAGNOSTICS);
      // Who looks meanwhile sees how far it is.
      const [underWay] = (await getRematching({ ctx })).campaigns;
      expect(underWay).toMatchObject({ reason: 'catalogue', offers: 1, total: DIAGNOSTICS, endedAt: null });

      await startWorker();
      await unhurried(async () => (await settled()) >= DIAGNOSTICS);
      await unhurried(async () => (await getRematching({ ctx })).campaigns[0]?.endedAt !== null);
      expect((await getRematching({ ctx })).campaigns).toEqual([
        { ...underWay, done: DIAGNOSTICS, endedAt: expect.any(String) },
      ]);
      await unhurried(async () => {
        const { waiting, active, delayed, failed } = (await site.queue.counts())['match-diagnostics'];
        return waiting + active + delayed + failed === 0;
      });

      // Each transaction that stored a result left a line: one for each diagnostic, version and catalogue, and no other.
      const [proof] = await owner`
        select count(*)::int as stored,
          count(distinct (diagnostic_id, version, catalogue_version))::int as different,
          count(distinct diagnostic_id)::int as diagnostics, count(distinct catalogue_version)::int as catalogues
        from proof.settled`;
      expect(proof).toEqual({
        stored: DIAGNOSTICS,
        different: DIAGNOSTICS,
        diagnostics: DIAGNOSTICS,
        catalogues: 1,
      });
      const [state] = await owner`
        select count(*) filter (where wanted_version is not null or campaign_id is not null)::int as waiting,
          count(*) filter (where status = 'ready' and ${offer.id} = any(offer_ids))::int as told,
          count(*)::int as results, (select count(*)::int from audit_entries where actor_kind = 'system') as audited
        from matches`;
      expect(state).toEqual({ waiting: 0, told: DIAGNOSTICS, results: DIAGNOSTICS, audited: 0 });
    });
  });
}

/** Asks now and then: the machine has better things to do than to count. */
function unhurried(condition: () => Promise<boolean>): Promise<void> {
  return until(async () => {
    await sleep(500);
    return condition();
  }, PATIENCE_MS);
}

/** As they would be after their first match, on the catalogue as it is: one result each. */
async function recordAll(owner: postgres.Sql): Promise<void> {
  const kept = { territory_id: 'meuse', retention_class: 'file' };
  await insertRow(owner, 'beneficiaries', { ...kept, id: 'ben-1', organisation_id: 'org-a', created_at: NOW });
  await owner`
    insert into diagnostics (territory_id, id, beneficiary_id, organisation_id, current_version, trial, created_at, retention_class)
    select 'meuse', 'dia-' || n, 'ben-1', 'org-a', 1, false, ${NOW}, 'file' from generate_series(1, ${DIAGNOSTICS}) n`;
  await owner`
    insert into diagnostic_versions (territory_id, diagnostic_id, version, age, facts, created_at, retention_class)
    select 'meuse', id, 1, 27, ${owner.json(JSON.parse(JSON.stringify(diagnosticInput)))}, ${NOW}, 'file' from diagnostics`;
  await owner`
    insert into matches (territory_id, diagnostic_id, version, status, computed_at, result, catalogue_version, retention_class)
    select 'meuse', id, 1, 'ready', ${NOW}, ${owner.json(JSON.parse(JSON.stringify(matchResult())))},
      (select version from catalogue_versions where territory_id = 'meuse'), 'file' from diagnostics`;
  // What came before was looked at.
  await owner`insert into rematch_cursors (territory_id, planned_version, done_version)
    select territory_id, version, version from catalogue_versions`;
  await owner`delete from outbox_events`;
  await owner`analyze`;
}

/** A line for every time a result is stored, in the transaction that stores it. Out of the way of the walls. */
async function keepProof(owner: postgres.Sql): Promise<void> {
  await owner.unsafe(`
    create schema proof;
    create table proof.settled (diagnostic_id text, version int, catalogue_version bigint, at timestamptz default now());
    create function proof.note() returns trigger language plpgsql security definer as $$
    begin
      insert into proof.settled (diagnostic_id, version, catalogue_version)
      values (new.diagnostic_id, new.version, new.catalogue_version);
      return null;
    end $$;
    create trigger note after update of result on matches for each row execute function proof.note();`);
}
