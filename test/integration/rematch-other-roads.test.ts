import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createRouterByMode } from '../../geo/by-mode.ts';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { type Mode, type Router, RouterError } from '../../geo/router.ts';
import { rematchProvisional } from '../../src/services/rematch-provisional.ts';
import { carpoolInput, diagnosticInput } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';

/** A router that is the estimate in all but its name and its data: what matters here is which one a result rests on. */
function roads(name: Router['name'], dataSet: string): Router {
  const estimate = createEstimateRouter();
  return {
    ...estimate,
    name,
    table: async (request) => ({ ...(await estimate.table(request)), source: name, dataSet }),
    health: async () => ({ name, ok: true, dataSet }),
  };
}

let api: TestApi;
let id: string;
const estimate = createEstimateRouter();
beforeAll(async () => {
  api = await startApi();
  await api.post('/api/offers', { ...carpoolInput, id: undefined });
});
afterAll(() => api.stop());

/** As `compose` gives them: in use since now. */
const use = (car: Router | null) => useFor(car ? { car, foot: car } : {});
function useFor(routers: Partial<Record<Mode, Router>>): void {
  const configured = createRouterByMode({ routers, estimate });
  const since = Object.keys(routers).length > 0 ? api.deps.clock.now().toString() : null;
  const ports = { configured, estimate, since };
  api.deps.routers = () => ports;
}
const ctx = () => ({
  actor: {
    kind: 'system' as const,
    territoryId: 'meuse',
    organisationId: null,
    scopes: new Set<never>(),
    id: 'worker',
  },
  deps: api.deps,
});
const queued = () => rematchProvisional({ ctx: ctx(), input: {} });
const told = async () => (await api.get(`/api/diagnostics/${id}/matches`)).body;
const matchIt = () => api.matchNow(id);

beforeEach(async () => {
  use(null);
  const { body } = await api.post('/api/diagnostics', diagnosticInput);
  id = body.id;
  await matchIt();
  expect(await told()).toMatchObject({ router: 'estimate', provisional: false });
  api.moveClock({ minutes: 5 });
});

it('estimates are matched again once there are roads, until they are, and then no more', async () => {
  expect(await queued()).toBe(0);
  use(roads('valhalla', 'lorraine 2026-11-20'));
  expect(await queued()).toBeGreaterThan(0);
  expect(await queued()).toBeGreaterThan(0);
  api.moveClock({ minutes: 5 });
  await matchEverything();
  expect(await told()).toMatchObject({ router: 'valhalla', dataSet: 'lorraine 2026-11-20', provisional: false });
  expect(await queued()).toBe(0);
});

it('results of an older extract are matched again, and what was matched while a process took the new one up', async () => {
  use(roads('valhalla', 'lorraine 2026-01-01'));
  await matchEverything();
  api.moveClock({ minutes: 5 });
  use(roads('valhalla', 'lorraine 2026-11-20'));
  const late = api.deps.routers('meuse');
  // A worker that has not looked yet.
  use(roads('valhalla', 'lorraine 2026-01-01'));
  api.moveClock({ seconds: 10 });
  await matchIt();
  api.deps.routers = () => late;
  expect(await queued()).toBeGreaterThan(0);
  api.moveClock({ minutes: 5 });
  await matchEverything();
  expect(await queued()).toBe(0);
});

it('results of another machine’s roads, made since ours came, are left: two machines do not overtake each other', async () => {
  use(roads('valhalla', 'ours'));
  await matchEverything();
  const ours = api.deps.routers('meuse');
  api.moveClock({ minutes: 5 });
  use(roads('valhalla', 'theirs'));
  await matchIt();
  api.deps.routers = () => ours;
  expect(await queued()).toBe(0);
});

it('nothing is matched again on estimates when roads go, nor while a router is away', async () => {
  use(roads('valhalla', 'lorraine'));
  await matchEverything();
  api.moveClock({ minutes: 5 });
  use(null);
  expect(await queued()).toBe(0);
  use({ ...roads('osrm', 'server'), health: async () => ({ name: 'osrm', ok: false, dataSet: '' }) });
  expect(await queued()).toBe(0);
});

it('results that estimated the walks are matched again once there are roads for them, though the cars’ are the same', async () => {
  const car = roads('osrm', 'lorraine');
  useFor({ car });
  await matchEverything();
  api.moveClock({ minutes: 5 });
  useFor({ car, foot: roads('valhalla', 'lorraine 2026-11-20') });
  expect(await queued()).toBeGreaterThan(0);
  api.moveClock({ minutes: 5 });
  await matchEverything();
  expect(await queued()).toBe(0);
});

it('results are matched again when a server takes up other data under a running platform, of whatever mode', async () => {
  const served = { car: 'lorraine 1', foot: 'lorraine 1' };
  const server = (mode: 'car' | 'foot'): Router => ({
    ...roads('osrm', ''),
    table: async (request) => roads('osrm', served[mode]).table(request),
    health: async () => ({ name: 'osrm', ok: true, dataSet: served[mode] }),
  });
  useFor({ car: server('car'), foot: server('foot') });
  api.moveClock({ minutes: 5 });
  await matchEverything();
  expect(await queued()).toBe(0);
  for (const mode of ['car', 'foot'] as const) {
    served[mode] = 'lorraine 2';
    api.moveClock({ minutes: 5 });
    expect(await queued()).toBeGreaterThan(0);
    await matchEverything();
    expect(await queued()).toBe(0);
  }
});

it('a server for walks alone is waited for as one for cars is', async () => {
  useFor({ foot: away('foot') });
  await matchEverything();
  expect(await told()).toMatchObject({ router: 'estimate', provisional: true });
  expect(await queued()).toBe(0);
  useFor({ foot: roads('osrm', 'foot') });
  expect(await queued()).toBeGreaterThan(0);
  await matchEverything();
  expect(await told()).toMatchObject({ provisional: false });
});

it('while the server for walks is away, cars are followed, and what lacks walks alone is left until it is back', async () => {
  useFor({ car: away('car'), foot: away('foot') });
  await matchEverything();
  useFor({ car: roads('osrm', 'lorraine'), foot: away('foot') });
  expect(await queued()).toBeGreaterThan(0);
  await matchEverything();
  expect(await told()).toMatchObject({ router: 'osrm', dataSet: 'lorraine', provisional: true });
  expect(await queued()).toBe(0);
  useFor({ car: roads('osrm', 'lorraine'), foot: roads('osrm', 'foot') });
  expect(await queued()).toBeGreaterThan(0);
});

function away(mode: Mode): Router {
  return {
    ...roads('osrm', ''),
    table: async () => {
      throw new RouterError('unavailable', `no server for ${mode}`);
    },
    health: async () => ({ name: 'osrm', ok: false, dataSet: '' }),
  };
}

/** Every diagnostic of the territory, as the workers would. */
async function matchEverything(): Promise<void> {
  const before = '9999-01-01T00:00:00Z';
  const all = await api.deps.database.transact(ctx().actor, (stores) =>
    stores.diagnostics.listToMatch({
      pendingSince: before,
      provisional: true,
      otherThan: { roads: { car: 'none' }, before },
      limit: 1000,
    }),
  );
  for (const one of all) await api.matchNow(one.id, one.version);
}
