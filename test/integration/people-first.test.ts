import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { Router } from '../../geo/router.ts';
import { matchDiagnostic } from '../../src/services/match-diagnostic.ts';
import { createMatchMany, followCatalogues } from '../../src/services/match-many.ts';
import { measureOffers } from '../../src/services/measure-offers.ts';
import { createPeopleFirst } from '../../src/services/people-first.ts';
import { createRoadSurvey } from '../../src/services/road-survey.ts';
import { inBackground, inTerritory } from '../../workers/in-territory.ts';
import { BAR_LE_DUC, carpool } from '../factories/offers.ts';
import { diagnosticInput } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type OsrmServer, startOsrmServer } from '../support/osrm-server.ts';
import { until } from '../support/until.ts';

/** A server that takes its time, so that the moment a person comes is always in the middle of something. */
let server: OsrmServer;
let router: Router;
let api: TestApi;
let catalogues: ReturnType<typeof followCatalogues>;

beforeAll(async () => {
  server = await startOsrmServer({
    durationSeconds: ([a, b], [c, d]) => Math.round(6000 * Math.hypot(c - a, d - b)),
    behaviour: { slowTablesMs: 20, dataVersion: '1' },
  });
  router = createOsrmRouter({ urls: { car: server.url, foot: server.url } });
  api = await startApi({ configured: router });
  catalogues = followCatalogues(api.deps.database, () => {});
});
afterAll(async () => {
  await catalogues?.close();
  await router?.close();
  await server?.close();
  await api?.stop();
});

const homeAt = (lon: number) => ({ ...diagnosticInput, home: { ...BAR_LE_DUC, lon } });
const tablesFrom = (mark: string) => server.requests.filter((url) => url.includes('/table/') && url.includes(mark));

it('while a person is served, nothing of what nobody waits for asks the road', async () => {
  for (let n = 0; n < 12; n++) {
    await api.post('/api/offers', carpool({ title: `Trajet ${n}` }, { origin: { ...BAR_LE_DUC, lon: 5.2 + n / 100 } }));
  }
  const record = async (lon: number) => (await api.post('/api/diagnostics', homeAt(lon))).body.id as string;
  const others = [await record(5.171111), await record(5.171112), await record(5.171113)];
  const person = await record(5.172222);
  const peopleFirst = createPeopleFirst({ lingerMs: 300, starvingMs: 60_000 });
  const survey = createRoadSurvey(() => ({ ...api.deps.routers('meuse'), turn: peopleFirst.turn }));
  const deps = { ...api.deps, survey };
  const background = inBackground(deps, 'meuse', peopleFirst);
  const matchMany = createMatchMany(catalogues);
  const match = (ctx: typeof background, diagnosticId: string) =>
    matchDiagnostic({ ctx, input: { diagnosticId, version: 1 }, matchMany });

  const ended: string[] = [];
  const work = [
    ...others.map((id) => match(background, id).then(() => void ended.push('other'))),
    measureOffers({ ctx: background, input: { limit: 50 } }).then((measured) => {
      expect(measured).toBe(12);
      ended.push('measured');
    }),
  ];
  await until(() => server.requests.some((url) => url.includes('/table/')));

  const begin = server.requests.length;
  await peopleFirst.attend(async () => {
    await match(inTerritory(deps, 'meuse'), person);
    ended.push('person');
  });
  const meanwhile = server.requests.slice(begin).filter((url) => url.includes('/table/'));
  expect(ended).toEqual(['person']);
  expect(tablesFrom('5.172222').length).toBeGreaterThan(0);
  // The ways among the offers' own places are asked for as well, and one or two calls may just have begun.
  const waiting = meanwhile.filter((url) => others.some((_, n) => url.includes(`5.17111${n + 1}`)));
  expect(waiting.length).toBeLessThanOrEqual(2);

  await Promise.all(work);
  expect(ended.toSorted()).toEqual(['measured', 'other', 'other', 'other', 'person']);
  for (const id of [...others, person]) {
    expect((await api.get(`/api/diagnostics/${id}/matches`)).body).toMatchObject({
      router: 'osrm',
      provisional: false,
    });
  }
});
