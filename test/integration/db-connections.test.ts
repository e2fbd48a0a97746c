import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/client.ts';
import { createOutboxReader } from '../../src/db/outbox.ts';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { ProblemError } from '../../src/services/errors.ts';
import { type Database, DatabaseUnavailableError } from '../../src/services/ports.ts';
import { matchResult } from '../factories/results.ts';
import { actor, carpoolInput, fillTerritory, NOW } from '../factories/rows.ts';
import { type KillablePostgres, startKillablePostgres } from '../support/killable-postgres.ts';

const clock = { now: () => Temporal.Instant.from(NOW) };
const worker = actor('meuse', { kind: 'system', organisationId: null });
const offer = (id: string) => ({ ...carpoolInput, id, version: 1 });

async function timed<T>(work: Promise<T>): Promise<{ outcome: unknown; milliseconds: number }> {
  const started = performance.now();
  const outcome = await work.catch((error: unknown) => error);
  return { outcome, milliseconds: performance.now() - started };
}

describe('a database that goes away and comes back', () => {
  let server: KillablePostgres;
  let database: Database & { close(): Promise<void> };
  let outbox: ReturnType<typeof createOutboxReader>;

  beforeAll(async () => {
    server = await startKillablePostgres();
    await prepareDatabase({ url: server.url, log: () => {} });
    const owner = postgres(server.url, { max: 1, onnotice: () => {} });
    await fillTerritory(owner, 'meuse');
    await owner.end();
    database = createDatabase({ url: server.url, clock });
    outbox = createOutboxReader({ url: server.url });
  });
  afterAll(async () => {
    await database.close();
    await outbox.close();
    await server.stop();
  });

  const wait = (timeoutMs: number) =>
    database.waitForMatch({ diagnosticId: 'dia-1', version: 1, actor: worker, timeoutMs });
  const settle = () => database.transact(worker, ({ matches }) => matches.saveReady('dia-1', 1, NOW, matchResult()));
  const reopen = async () => {
    const owner = postgres(server.url, { max: 1 });
    await owner`update matches set status = 'pending', result = null, failure = null`;
    await owner.end();
  };

  it('says that it is away within two seconds, whatever was asked, and works again when it is back', async () => {
    await database.ping();
    await database.transact(worker, ({ offers }) => offers.insert(offer('off-before')));
    await server.kill();
    for (const ask of [
      () => database.ping(),
      () => database.listTerritories(),
      () => database.findApiKey('x'),
      () => database.loadGazetteer('meuse'),
      () => wait(10_000),
      () => database.transact(worker, ({ offers }) => offers.insert(offer('off-never'))),
      () => outbox.claim(1, async () => {}),
    ]) {
      const { outcome, milliseconds } = await timed<unknown>(ask());
      expect(outcome).toBeInstanceOf(DatabaseUnavailableError);
      expect(milliseconds).toBeLessThan(2_000);
    }
    await server.restart();
    const kept = await database.transact(worker, ({ offers }) => offers.listAll());
    expect(kept.map(({ id }) => id)).toEqual(['off-1', 'off-before']);
    await database.ping();
  });

  it('tells a transaction that it lost the server under way, and keeps nothing of it', async () => {
    const { outcome, milliseconds } = await timed(
      database.transact(worker, async ({ offers }) => {
        await offers.insert(offer('off-half'));
        await server.kill();
        await offers.insert(offer('off-other-half'));
      }),
    );
    expect(outcome).toBeInstanceOf(DatabaseUnavailableError);
    expect(milliseconds).toBeLessThan(5_000);
    await server.restart();
    expect(await database.transact(worker, ({ offers }) => offers.find('off-half'))).toBeNull();
  });

  it('never lets a query that comes late run in somebody else’s transaction', async () => {
    const single = createDatabase({ url: server.url, clock, poolSize: 1 });
    try {
      const escaped = await single.transact(worker, async ({ offers }) => offers);
      await expect(escaped.find('off-1')).rejects.toThrow();
      // Cut while it idles in its transaction: what it asks next must not reach the connection of another.
      const cut = single.transact(worker, async ({ offers }) => {
        const owner = postgres(server.url, { max: 1 });
        await owner`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'pouvoir-bouger' and state = 'idle in transaction'`;
        await owner.end();
        await sleep(100);
        await offers.insert(offer('off-late'));
      });
      const other = sleep(150).then(() => single.transact(worker, ({ offers }) => offers.insert(offer('off-mine'))));
      await expect(cut).rejects.toBeInstanceOf(DatabaseUnavailableError);
      await other;
      const ids = (await single.transact(worker, ({ offers }) => offers.listAll())).map(({ id }) => id);
      expect(ids).toContain('off-mine');
      expect(ids).not.toContain('off-late');
    } finally {
      await single.close();
    }
  });

  it('lets whoever comes wait for their turn, for longer than a connection may take to be made', async () => {
    const single = createDatabase({ url: server.url, clock, poolSize: 1 });
    try {
      const answered: number[] = [];
      const first = single.transact(worker, async ({ offers }) => {
        await sleep(6_000);
        await offers.find('off-1');
      });
      const others = [1, 2, 3].map((n) => single.transact(worker, async () => answered.push(n)));
      await Promise.all([first, ...others]);
      expect(answered).toEqual([1, 2, 3]);
    } finally {
      await single.close();
    }
  });

  it('tells all who wait for their turn that it is away, as soon as the first of them knows', async () => {
    const single = createDatabase({ url: server.url, clock, poolSize: 1 });
    try {
      const cut = single.transact(worker, async ({ offers }) => {
        await server.kill();
        await offers.find('off-1');
      });
      const ran: number[] = [];
      const others = [1, 2, 3].map((n) => single.transact(worker, async () => ran.push(n)));
      for (const one of await Promise.allSettled([cut, ...others])) {
        expect(one).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailableError) });
      }
      expect(ran).toEqual([]);
      await server.restart();
      await single.ping();
    } finally {
      await single.close();
    }
  });

  it('keeps nothing of a transaction whose verb ignored that a statement failed', async () => {
    const { outcome } = await timed(
      database.transact(worker, async ({ offers }) => {
        await offers.insert(offer('off-kept'));
        await offers.insert(offer('off-1')).catch(() => {});
      }),
    );
    expect(outcome).toBeInstanceOf(Error);
    expect(await database.transact(worker, ({ offers }) => offers.find('off-kept'))).toBeNull();
  });

  it('wakes who waits for a match after the listening connection was lost', async () => {
    await reopen();
    expect(await wait(20)).toBe(false);
    await server.kill();
    await server.restart();
    await database.ping();
    const started = performance.now();
    const waiting = wait(20_000);
    await sleep(300);
    await settle();
    expect(await waiting).toBe(true);
    expect(performance.now() - started).toBeLessThan(6_500);
  });

  it('wakes who was already waiting when the connection is cut, without the server going down', async () => {
    await reopen();
    const waiting = wait(20_000);
    await sleep(200);
    const owner = postgres(server.url, { max: 1 });
    await owner`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'`;
    await settle();
    await owner.end();
    expect(await waiting).toBe(true);
  });

  it('does not take the failure of something else for its own', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect((await timed(database.transact(worker, () => Promise.reject(refused)))).outcome).toBe(refused);
    await database.transact(worker, ({ outbox: box }) => box.append({ type: 'catalogueChanged' }));
    expect((await timed(outbox.claim(10, () => Promise.reject(refused)))).outcome).toBe(refused);
  });

  it('lets the problems of verbs pass, and tells no value in an error of its own', async () => {
    const problem = new ProblemError('invalid', 'Non.');
    expect((await timed(database.transact(worker, () => Promise.reject(problem)))).outcome).toBe(problem);
    const secret = { ...offer('off-secret'), validFrom: 'né le 2 mai 1999' };
    const { outcome } = await timed(database.transact(worker, ({ offers }) => offers.insert(secret)));
    expect(outcome).toBeInstanceOf(Error);
    expect(`${(outcome as Error).stack} ${JSON.stringify(outcome)}`).not.toContain('1999');
    expect(outcome).toMatchObject({ code: '22007' });
  });

  it('hands outbox events over once, in order, shared among readers, and keeps them when the handler fails', async () => {
    const second = createOutboxReader({ url: server.url });
    let rings = 0;
    const stop = await second.onNotify(() => rings++);
    try {
      await outbox.claim(1000, async () => {});
      const before = rings;
      for (let n = 0; n < 30; n++) {
        const event = { type: 'diagnosticRecorded', diagnosticId: `o-${n}`, version: 1 } as const;
        await database.transact(worker, ({ outbox: box }) => box.append(event));
      }
      await expect(outbox.claim(5, () => Promise.reject(new Error('queue away')))).rejects.toThrow('queue away');
      const seen: string[] = [];
      const take = (reader: typeof outbox) => async () => {
        while (
          (await reader.claim(4, async (events) => {
            const ids = events.map(({ id }) => id);
            expect(ids).toEqual([...ids].sort((a, b) => a - b));
            seen.push(...events.map(({ event }) => (event as { diagnosticId: string }).diagnosticId));
            await sleep(5);
          })) > 0
        );
      };
      await Promise.all([take(outbox)(), take(second)()]);
      expect(seen).toHaveLength(30);
      expect(new Set(seen).size).toBe(30);
      expect(rings).toBeGreaterThan(before);
      expect(await outbox.deleteSentBefore('2100-01-01T00:00:00Z')).toBeGreaterThanOrEqual(30);
    } finally {
      await stop();
      await second.close();
    }
  });
});
