import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { Router, RouterMetrics } from '../../geo/router.ts';
import { rematchProvisional } from '../../src/services/rematch-provisional.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { BAR_LE_DUC, COMMERCY, drivingSchool, onDemand } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type KillablePostgres, startKillablePostgres } from '../support/killable-postgres.ts';
import { gridDurations, type OsrmBehaviour, type OsrmServer, startOsrmServer } from '../support/osrm-server.ts';

const system = worker();

describe('while PostgreSQL is away', () => {
  let postgres: KillablePostgres;
  let api: TestApi;
  let diagnosticId: string;
  beforeAll(async () => {
    postgres = await startKillablePostgres();
    api = await startApi({ url: postgres.url });
    diagnosticId = (await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE)).body.id;
  });
  afterAll(async () => {
    await api.stop();
    await postgres.stop();
  });

  it('each call is a 503 that says when to come back; what it writes is whole or nothing; then it serves again', async () => {
    expect((await api.get('/health')).body).toMatchObject({ status: 'ok', database: 'ok', queue: 'ok' });
    await postgres.kill();

    const calls = await Promise.all([
      api.get('/api/offers'),
      api.get('/api/offers', { key: null }),
      api.post('/api/offers', onDemand()),
      api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE, { headers: { 'idempotency-key': 'through-the-storm' } }),
      api.get(`/api/diagnostics/${diagnosticId}`),
      api.get(`/api/diagnostics/${diagnosticId}/matches?wait=10`),
      api.get('/api/places?q=comm'),
    ]);
    for (const { status, body, headers } of calls) {
      expect(status).toBe(503);
      expect(body).toMatchObject({
        type: '/problems/unavailable',
        detail: expect.stringMatching(/base de données ne répond pas/),
      });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.stringify(body)).not.toMatch(/ECONN|postgres|at \w+ \(/i);
    }
    const health = await api.get('/health');
    expect(health).toMatchObject({ status: 503, body: { status: 'down', database: 'down' } });
    expect((await api.get('/api/openapi.json')).status).toBe(200);
    expect((await api.get('/api/docs')).status).toBe(200);

    await postgres.restart();
    const retried = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE, {
      headers: { 'idempotency-key': 'through-the-storm' },
    });
    expect(retried.status).toBe(201);
    expect((await api.get(`/api/diagnostics/${diagnosticId}`)).status).toBe(200);
    expect((await api.get('/health')).body).toMatchObject({ status: 'ok', database: 'ok' });
    expect(await api.matchNow(retried.body.id)).toBe('matched');
  });
});

describe('while the router is away', () => {
  let osrm: OsrmServer;
  let router: Router;
  let api: TestApi;
  beforeAll(async () => {
    osrm = await startOsrmServer({ durationSeconds: gridDurations(60) });
    const url = osrm.url;
    router = createOsrmRouter({ urls: { car: url, bike: url, foot: url }, timeoutMs: 2_000, coolDownMs: 1 });
    api = await startApi({ configured: router });
    await api.post('/api/offers', onDemand());
    await api.post('/api/offers', drivingSchool({}, { place: BAR_LE_DUC }));
  });
  afterAll(async () => {
    await api.stop();
    await router.close();
    await osrm.close();
  });

  const matched = async () => {
    const { body } = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE);
    await api.matchNow(body.id);
    return (await api.get(`/api/diagnostics/${body.id}/matches`)).body;
  };

  it('first, while it is there, its times are told', async () => {
    expect(await matched()).toMatchObject({ router: 'osrm', provisional: false });
    expect((await api.get('/health')).body).toMatchObject({ status: 'ok', router: { name: 'osrm', status: 'ok' } });
  });

  it('health tells, by engine and mode, what was asked of it: calls, cells, failures', async () => {
    const carOf = async () => {
      const { router: whole, territories } = (await api.get('/health')).body;
      expect(territories.map(({ router }: Health) => router.metrics.map(modeOf))).toContainEqual([
        'car',
        'bike',
        'foot',
      ]);
      return whole.metrics.find((row: RouterMetrics) => modeOf(row) === 'car');
    };
    type Health = { router: { metrics: RouterMetrics[] } };
    const modeOf = ({ mode }: RouterMetrics) => mode;
    await matched();
    const before = await carOf();
    expect(before).toEqual({
      router: 'osrm',
      mode: 'car',
      calls: expect.any(Number),
      cells: expect.any(Number),
      failures: 0,
      milliseconds: expect.any(Number),
    });
    expect(before.cells).toBeGreaterThan(0);
    const places = {
      sources: [[5.59, 48.76]],
      destinations: [
        [5.16, 48.77],
        [5.2, 48.8],
      ],
    } as const;
    await router.table({ mode: 'car', ...places });
    const after = await carOf();
    // The table's, and looks whether the server is well.
    expect(after.calls).toBeGreaterThan(before.calls);
    expect(after.cells).toBe(before.cells + 2);
    osrm.setBehaviour({ status: 502 });
    await expect(router.table({ mode: 'car', ...places })).rejects.toThrow();
    expect((await carOf()).failures).toBeGreaterThan(0);
    osrm.setBehaviour({});
    await matched();
  });

  it.each<[string, OsrmBehaviour]>([
    ['gone', { closeSocket: 'always' }],
    ['failing', { status: 502 }],
    ['slow', { slowMs: 4_000 }],
    ['answering garbage', { body: 'garbage' }],
    ['answering half', { body: 'half' }],
  ])('%s: matched on estimates, provisional, and again when it is back', async (_name, behaviour) => {
    osrm.setBehaviour(behaviour);
    const before = await matched();
    expect(before).toMatchObject({ status: 'ready', router: 'estimate', provisional: true });
    const health = await api.get('/health');
    expect(health).toMatchObject({
      status: 200,
      body: { status: 'degraded', router: { name: 'osrm', status: 'down' } },
    });

    const near = await api.get(`/api/offers?kind=drivingLicence&near=${COMMERCY.lon},${COMMERCY.lat}`);
    expect(near.body.items[0].travelEstimated).toBe(true);
    const ctx = { actor: system, deps: api.deps };
    expect(await rematchProvisional({ ctx, input: {} })).toBe(0);

    osrm.setBehaviour({});
    // It is left alone for a moment after a failure, here of a millisecond.
    await expect.poll(() => rematchProvisional({ ctx, input: {} })).toBeGreaterThan(0);
    await api.matchNow(before.diagnosticId);
    const after = (await api.get(`/api/diagnostics/${before.diagnosticId}/matches`)).body;
    expect(after).toMatchObject({ router: 'osrm', provisional: false });
    const real = await api.get(`/api/offers?kind=drivingLicence&near=${COMMERCY.lon},${COMMERCY.lat}`);
    expect(real.body.items[0].travelEstimated).toBe(false);
    // 42.99 hundredths of a degree west, 1.17 north, a minute each.
    expect(real.body.items[0].travelSeconds).toBe(2650);
  });
});

describe('while the queue is away', () => {
  it('diagnostics are taken all the same, and health says what is missing', async () => {
    const api = await startApi({ redisUrl: 'redis://127.0.0.1:1' });
    expect(await api.get('/health')).toMatchObject({
      status: 200,
      body: { status: 'degraded', database: 'ok', queue: 'down' },
    });
    const { status, body } = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE);
    expect(status).toBe(201);
    expect((await api.get(`/api/diagnostics/${body.id}/matches`)).body.status).toBe('pending');
    await api.stop();
  });
});

it('what nobody foresaw is a reference, never a stack', async () => {
  const api = await startApi();
  const { transact } = api.deps.database;
  api.deps.database.transact = () => Promise.reject(new Error('the reference of B-0042 burst'));
  const { status, body } = await api.get('/api/offers');
  api.deps.database.transact = transact;
  expect(status).toBe(500);
  expect(body).toMatchObject({ type: '/problems/internal', title: 'Erreur du serveur' });
  const reference = /référence ([\w-]{36})/.exec(body.detail)?.[1];
  expect(JSON.stringify(body)).not.toMatch(/burst|\bat /);
  expect(api.lines.join('\n')).toContain(reference);
  await api.stop();
});
