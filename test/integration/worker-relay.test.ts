import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/client.ts';
import { RELAY_ROLE } from '../../src/db/connection.ts';
import { createOutboxReader } from '../../src/db/outbox.ts';
import { systemClock } from '../../src/gateways/clock.ts';
import { createJobQueue } from '../../src/gateways/job-queue.ts';
import type { JobQueue } from '../../src/gateways/job-queue-port.ts';
import { prepareJobQueue } from '../../src/gateways/job-queue-postgres.ts';
import type { OutboxEvent } from '../../src/services/ports.ts';
import { JOB_NAMES, type Jobs } from '../../workers/queues.ts';
import { startRelay } from '../../workers/relay-outbox.ts';
import { actor, insertRow, rowsOf } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';

type Job = Jobs['match-diagnostic'];

let test: TestDatabase;
let owner: postgres.Sql;
let database: ReturnType<typeof createDatabase>;
let queue: JobQueue<Jobs>;
const closers: (() => Promise<void>)[] = [];
const ran: Job[] = [];
const logged: string[] = [];
const log = (_level: string, message: string) => void logged.push(message);

const recorded = (diagnosticId: string, version = 1): OutboxEvent => ({
  type: 'diagnosticRecorded',
  diagnosticId,
  version,
});
const append = (event: OutboxEvent, territoryId = 'meuse') =>
  database.transact(actor(territoryId), (stores) => stores.outbox.append(event));
const waiting = async () => Number((await owner`select count(*) from outbox_events where sent_at is null`)[0]?.count);
const ids = () => ran.map(({ diagnosticId }) => diagnosticId).sort();

function relay(
  options: { queue?: Pick<JobQueue<Jobs>, 'enqueue'>; pollMs?: number; burstMs?: number; delayMs?: number } = {},
) {
  const started = startRelay({
    outbox: createOutboxReader({ url: test.url }),
    queue,
    log,
    now: () => new Date(),
    ...options,
  });
  closers.push(started.close);
  return started;
}

beforeAll(async () => {
  test = await createTestDatabase();
  await prepareJobQueue({ databaseUrl: test.url, role: RELAY_ROLE });
  owner = postgres(test.url, { max: 2, onnotice: () => {} });
  for (const territory of ['meuse', 'vosges']) {
    for (const [table, row] of rowsOf(territory)) {
      if (['territories', 'organisations'].includes(table)) await insertRow(owner, table, row);
    }
  }
  database = createDatabase({ url: test.url, clock: systemClock });
});
beforeEach(() => {
  ran.length = 0;
  logged.length = 0;
  queue = createJobQueue<Jobs>({ names: JOB_NAMES, databaseUrl: test.url, role: RELAY_ROLE, log });
  queue.work('match-diagnostic', async (job) => void ran.push(job), { concurrency: 4 });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await queue.close();
});
afterAll(async () => {
  await database?.close();
  await owner?.end();
  await test?.drop();
});

describe('the outbox relay', () => {
  it('makes a job of each event, in its territory, soon after its transaction', async () => {
    // So rare a poll shows that it is told: nobody waits that long below.
    relay({ pollMs: 600_000 });
    await append(recorded('warm-up'));
    await until(() => ran.length === 1);
    await append(recorded('dia-1', 3), 'vosges');
    await until(() => ran.length === 2);
    expect(ran[1]).toEqual({ territoryId: 'vosges', diagnosticId: 'dia-1', version: 3 });
    await until(async () => (await waiting()) === 0);
  });

  it('makes one job of a step in the life of a ride, however often it is sent', async () => {
    const sent: [string, unknown, { jobId?: string } | undefined][] = [];
    relay({ queue: { enqueue: async (name, data, options) => void sent.push([name, data, options]) } });
    await append({ type: 'bookingMoved', bookingId: 'bkg-1', eventId: 7 });
    await until(() => sent.length === 1);
    const [[name, data, options] = []] = sent;
    expect([name, data]).toEqual(['tell-booking', { territoryId: 'meuse', bookingId: 'bkg-1', eventId: 7 }]);
    // Redis takes no colon in the id of a job.
    expect(options?.jobId).toMatch(/^tell-booking-7-\d+$/);
  });

  it('sends what waited before it started, and nothing of a transaction that failed', async () => {
    await append(recorded('before'));
    const failing = database.transact(actor('meuse'), async (stores) => {
      await stores.outbox.append(recorded('undone'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    relay();
    await until(() => ran.length === 1);
    await append(recorded('after'));
    await until(() => ran.length === 2);
    expect(ids()).toEqual(['after', 'before']);
  });

  it('keeps an event while the queue is away, and sends it when it is back', async () => {
    let away = true;
    const enqueue: typeof queue.enqueue = async (...job) => {
      if (away) throw new Error('the queue is away');
      await queue.enqueue(...job);
    };
    relay({ queue: { enqueue } });
    for (const n of [1, 2, 3]) await append(recorded(`away-${n}`));
    await sleep(1_000);
    expect(await waiting()).toBe(3);
    expect(logged).toEqual(['boîte d’envoi en attente']);
    away = false;
    await until(() => ran.length === 3);
    expect(ids()).toEqual(['away-1', 'away-2', 'away-3']);
    await expect.poll(waiting).toBe(0);
  });

  it('sends again what it could not mark, and it is still one job', async () => {
    let crashes = 2;
    const enqueue: typeof queue.enqueue = async (...job) => {
      await queue.enqueue(...job);
      // As if the process died between the queue's answer and the mark.
      if (crashes-- > 0) throw new Error('crash');
    };
    relay({ queue: { enqueue } });
    await append(recorded('twice'));
    await until(async () => (await waiting()) === 0);
    await sleep(300);
    expect(ids()).toEqual(['twice']);
  });

  it('matches a version again when asked again', async () => {
    relay();
    await append(recorded('again'));
    await until(() => ran.length === 1);
    await until(async () => (await queue.counts())['match-diagnostic'].active === 0);
    await append(recorded('again'));
    await until(() => ran.length === 2);
    expect(ids()).toEqual(['again', 'again']);
  });

  it('shares the outbox between several processes without a double', async () => {
    for (let n = 0; n < 250; n += 1) await append(recorded(`shared-${String(n).padStart(3, '0')}`));
    for (let process = 0; process < 3; process += 1) relay();
    await until(() => ran.length >= 250, 30_000);
    await sleep(300);
    expect(new Set(ids()).size).toBe(250);
    expect(ran.length).toBe(250);
    expect(await waiting()).toBe(0);
  });

  it('lets what people wait for go first', async () => {
    await queue.close();
    const order: string[] = [];
    queue = createJobQueue<Jobs>({ names: JOB_NAMES, databaseUrl: test.url, role: RELAY_ROLE, log });
    relay();
    for (const n of [1, 2]) {
      await append({ type: 'diagnosticRecorded', diagnosticId: `background-${n}`, version: 1, inBackground: true });
    }
    await append(recorded('awaited'));
    await until(async () => (await waiting()) === 0);
    // Those that nobody waits for hold no place that a person could have.
    queue.work('match-diagnostic', async ({ diagnosticId }) => void order.push(diagnosticId), { concurrency: 1 });
    await until(() => order.length === 1);
    await sleep(300);
    expect(order).toEqual(['awaited']);
    queue.work('match-in-background', async ({ diagnosticId }) => void order.push(diagnosticId), { concurrency: 1 });
    await until(() => order.length === 3);
    expect(order.slice(1).sort()).toEqual(['background-1', 'background-2']);
  });

  it('makes one job of a burst of changes to a catalogue, in its territory, a moment later', async () => {
    const planned: Jobs['rematch-offers'][] = [];
    const measured: Jobs['measure-offers'][] = [];
    queue.work('rematch-offers', async (job) => void planned.push(job), { concurrency: 1 });
    queue.work('measure-offers', async (job) => void measured.push(job), { concurrency: 1 });
    relay({ burstMs: 60_000, delayMs: 300 });
    for (let n = 0; n < 20; n += 1) await append({ type: 'catalogueChanged' });
    await append({ type: 'catalogueChanged' }, 'vosges');
    await until(() => planned.length >= 2 && measured.length >= 2);
    await until(async () => (await waiting()) === 0);
    await sleep(300);
    expect(planned.map(({ territoryId }) => territoryId).sort()).toEqual(['meuse', 'vosges']);
    expect(measured.map(({ territoryId }) => territoryId).sort()).toEqual(['meuse', 'vosges']);
  });

  it('makes a job of each batch of results to be replaced', async () => {
    const batches: Jobs['match-diagnostics'][] = [];
    queue.work('match-diagnostics', async (job) => void batches.push(job), { concurrency: 1 });
    relay();
    await append({ type: 'rematchWanted', diagnosticIds: ['dia-1', 'dia-2'], trial: false });
    await until(() => batches.length === 1);
    expect(batches[0]).toEqual({ territoryId: 'meuse', diagnosticIds: ['dia-1', 'dia-2'] });
  });

  it('finds an event nobody told it of', async () => {
    relay({ pollMs: 200 });
    await append(recorded('told'));
    await until(() => ran.length === 1);
    // Written without the notification that the store sends.
    await owner`insert into outbox_events (territory_id, event, created_at)
      values ('meuse', ${owner.json({ ...recorded('untold') })}, now())`;
    await until(() => ran.length === 2);
    expect(ids()).toEqual(['told', 'untold']);
  });

  it('forgets what was sent more than a week ago', async () => {
    const sent = (days: number) => owner`insert into outbox_events (territory_id, event, created_at, sent_at)
      values ('meuse', ${owner.json({ ...recorded('old') })}, now(), now() - make_interval(days => ${days}))`;
    await sent(8);
    await sent(6);
    const old = async () =>
      Number((await owner`select count(*) from outbox_events where event->>'diagnosticId' = 'old'`)[0]?.count);
    expect(await old()).toBe(2);
    relay();
    await until(async () => (await old()) === 1);
  });
});
