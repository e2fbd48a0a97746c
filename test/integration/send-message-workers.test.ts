import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Composition, compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { seedTerritory } from '../../src/db/seeds/territory.ts';
import { smsText } from '../../src/domain/messages/sms-text.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { noRedisBecause, startRedis, type TestRedis } from '../support/redis.ts';
import { SMS_ACCOUNT, startSmsServer } from '../support/sms-server.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

/** Several processes start one after another, on a machine that may be busy. */
const PATIENCE_MS = 120_000;
const NUMBER = '+33639981234';

for (const { backend, skippedBecause } of [
  { backend: 'postgres', skippedBecause: null },
  { backend: 'redis', skippedBecause: noRedisBecause },
]) {
  const title = `SMS by workers with their queue on ${backend}${skippedBecause === null ? '' : ` (skipped: ${skippedBecause})`}`;
  describe.skipIf(skippedBecause !== null)(title, { timeout: PATIENCE_MS }, () => {
    let test: TestDatabase;
    let owner: postgres.Sql;
    let redis: TestRedis | null = null;
    let provider: Awaited<ReturnType<typeof startSmsServer>>;
    let site: Composition;
    let environment: Record<string, string>;
    const workers: WorkerProcess[] = [];
    let said = '';

    async function startWorker(): Promise<WorkerProcess> {
      const worker = startWorkerProcess(environment);
      workers.push(worker);
      await worker.ready;
      return worker;
    }
    const write = (id: string, more: { sendAfter?: string; dedupeKey?: string; to?: string } = {}) =>
      site.deps.database.transact(visitorOf('meuse'), ({ messages }) =>
        messages.queue({
          id,
          channel: 'sms',
          to: NUMBER,
          body: smsText(`Bonjour Sarah ${id}`),
          about: { entity: 'test', id },
          ...more,
        }),
      );
    const statusOf = async (id: string) => {
      const [row] = await owner<{ status: string }[]>`select status from messages where id = ${id}`;
      return row?.status;
    };
    const takenOf = (id: string) => provider.jobs.filter(({ message }) => message.endsWith(` ${id}`)).length;

    beforeAll(async () => {
      test = await createTestDatabase();
      owner = postgres(test.url, { max: 2, onnotice: () => {} });
      await seedTerritory({ url: test.url, territoryId: 'meuse', log: () => {} });
      provider = await startSmsServer();
      if (backend === 'redis') redis = await startRedis();
      environment = { DATABASE_URL: test.url, REDIS_URL: redis?.url ?? '', ...provider.environment };
      site = await compose(readConfig(environment), () => {});
    });
    afterEach(async () => {
      for (const { child, ended, output } of workers.splice(0)) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
        await ended;
        said += output();
      }
      provider.behave('take');
    });
    afterAll(async () => {
      await site?.close();
      await provider?.stop();
      await redis?.stop();
      await owner?.end();
      await test?.drop();
    });

    it('leave once each, by two workers at the same time', async () => {
      await Promise.all([startWorker(), startWorker()]);
      const ids = Array.from({ length: 12 }, (_, n) => `msg_${backend}_${n}`);
      await Promise.all(ids.map((id, n) => write(id, { dedupeKey: `key ${n % 6}` })));
      const [row] = await owner`select count(*)::int as written from messages`;
      expect(row?.written).toBe(6);
      await until(() => provider.jobs.length >= 6, 30_000);
      await until(async () => (await site.queue.counts())['send-message'].active === 0);
      expect(ids.map(takenOf).reduce((sum, n) => sum + n, 0)).toBe(6);
      expect(Math.max(...ids.map(takenOf))).toBe(1);
      const left =
        await owner`select 1 from messages where status <> 'sent' or to_address is not null or body is not null`;
      expect(left).toHaveLength(0);
    });

    it('leave once, though the worker is killed when the provider has just taken it', async () => {
      const killed = await startWorker();
      provider.behave('hold');
      await write('msg_killed');
      await until(() => takenOf('msg_killed') === 1, 30_000);
      killed.child.kill('SIGKILL');
      await killed.ended;
      expect(await statusOf('msg_killed')).toBe('waiting');
      provider.behave('take');
      await startWorker();
      await until(async () => (await statusOf('msg_killed')) === 'sent', 40_000);
      expect(takenOf('msg_killed')).toBe(1);
    });

    it('wait until people are awake, and leave by themselves then', async () => {
      await startWorker();
      const dueMs = Date.now() + 4_000;
      await write('msg_early', { sendAfter: new Date(dueMs).toISOString() });
      await until(async () => (await site.queue.counts())['send-message'].delayed === 1, 20_000);
      await until(async () => (await statusOf('msg_early')) === 'sent', 30_000);
      const [row] = await owner<{ sentAt: Date }[]>`select sent_at as "sentAt" from messages where id = 'msg_early'`;
      expect(row?.sentAt.getTime()).toBeGreaterThanOrEqual(dueMs);
      expect(takenOf('msg_early')).toBe(1);
    });

    it('are given up where the number takes none, and go on waiting while the provider is down', async () => {
      const { output } = await startWorker();
      provider.behave({ status: 503 });
      await write('msg_down');
      await write('msg_landline', { to: '+33353010001' });
      await until(async () => (await statusOf('msg_landline')) === 'failed', 30_000);
      await until(
        () => provider.requests.filter(({ body }) => body.endsWith('}') && body.includes('msg_down')).length > 0,
        30_000,
      );
      expect(await statusOf('msg_down')).toBe('waiting');
      expect([takenOf('msg_landline'), takenOf('msg_down')]).toEqual([0, 0]);
      // Its words come through a pipe, after the row.
      await until(() => output().includes('SMS non remis'));
    });

    it('leave nothing of a person in what workers say', () => {
      expect(said).toContain('SMS non remis');
      const secrets = [SMS_ACCOUNT.applicationSecret, SMS_ACCOUNT.consumerKey, SMS_ACCOUNT.applicationKey];
      for (const word of ['Sarah', 'Bonjour', NUMBER, '39981234', '353010001', ...secrets]) {
        expect(said).not.toContain(word);
      }
    });
  });
}
