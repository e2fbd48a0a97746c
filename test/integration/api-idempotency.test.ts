import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { loan } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const KINDS = [
  { path: '/api/offers', table: 'offers', body: loan(), other: loan({ title: 'Une autre' }) },
  {
    path: '/api/diagnostics',
    table: 'diagnostics',
    body: DIAGNOSTIC_EXAMPLE,
    other: { ...DIAGNOSTIC_EXAMPLE, stops: [] },
  },
];
const count = async (table: string) => (await owner`select count(*)::int as n from ${owner(table)}`)[0]?.n;
const post = (path: string, body: unknown, key: string, who = 'all') =>
  api.post(path, body, { key: who, headers: { 'idempotency-key': key } });

describe.each(KINDS)('POST $path with an Idempotency-Key', ({ path, table, body, other }) => {
  it('sent again has one effect and one answer, even after what it made has changed', async () => {
    const before = await count(table);
    const first = await post(path, body, 'again');
    expect(first.status).toBe(201);
    await api.patch(
      `${path}/${first.body.id}`,
      path === '/api/offers' ? { title: 'Changée' } : { job: { maxWaitMinutes: 5 } },
    );
    const second = await post(path, body, 'again');
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(await count(table)).toBe(before + 1);
  });

  it('is the same demand whatever its spaces', async () => {
    const first = await post(path, body, 'spaces');
    const second = await api.call('POST', path, {
      body: JSON.stringify(body, null, 4),
      headers: { 'idempotency-key': 'spaces' },
    });
    expect(second.body.id).toBe(first.body.id);
  });

  it('with another body is a conflict', async () => {
    await post(path, body, 'other');
    const before = await count(table);
    const answer = await post(path, other, 'other');
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/conflict' } });
    expect(answer.body.detail).toMatch(/clé d’idempotence/);
    expect(await count(table)).toBe(before);
  });

  it('sent ten times at once has one effect', async () => {
    const before = await count(table);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post(path, body, 'at once').catch((error) => error)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(422));
    const good = await Promise.all(Array.from({ length: 10 }, () => post(path, body, 'at-once')));
    expect(new Set(good.map((answer) => answer.body.id)).size).toBe(1);
    expect(good.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(await count(table)).toBe(before + 1);
  });

  it('refused leaves the key free', async () => {
    expect((await post(path, { home: 1 }, 'free')).status).toBe(422);
    expect((await post(path, body, 'free')).status).toBe(201);
  });

  it('belongs to whoever chose it', async () => {
    const mine = await post(path, body, 'shared');
    const theirs = await post(path, body, 'shared', 'colleague');
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('may be chosen again two days later', async () => {
    const first = await post(path, body, 'old');
    api.moveClock({ hours: 49 });
    const actor = worker();
    const purged = await purgeExpired({ ctx: { actor, deps: api.deps } });
    expect(purged.idempotencyKeys).toBeGreaterThan(0);
    expect((await post(path, body, 'old')).body.id).not.toBe(first.body.id);
  });

  it.each(['', 'é', 'x'.repeat(201)])('that is %j is refused', async (key) => {
    const answer = await post(path, body, key).catch(() => null);
    // A header that HTTP itself forbids never leaves.
    if (answer !== null) expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'Idempotency-Key' }] } });
  });
});

it('keeps nothing about a person beside the key', async () => {
  await post('/api/diagnostics', DIAGNOSTIC_EXAMPLE, 'nothing-personal');
  const rows = await owner`select body, key from idempotency_keys where key like '%nothing-personal'`;
  expect(rows).toHaveLength(1);
  expect(rows[0]?.body).toEqual({ id: expect.stringMatching(/^dia_/), version: 1 });
});
