import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { Router } from '../../geo/router.ts';
import type { Context } from '../../src/services/context.ts';
import { createMatchMany, followCatalogues } from '../../src/services/match-many.ts';
import { createOpenDiagnostics } from '../../src/services/open-diagnostics.ts';
import { createPlaceVectors } from '../../src/services/place-vectors.ts';
import { rematchDiagnostics } from '../../src/services/rematch-diagnostics.ts';
import { rematchOffers } from '../../src/services/rematch-offers.ts';
import { createRoadSurvey } from '../../src/services/road-survey.ts';
import { inTerritory } from '../../workers/in-territory.ts';
import { carpool } from '../factories/offers.ts';
import { diagnosticInput } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type OsrmServer, startOsrmServer } from '../support/osrm-server.ts';

/** Which results a change concerns where real roads are known: bounds from landmarks, and from nothing but the crow's flight. */
let server: OsrmServer;
let router: Router;
let api: TestApi;
let catalogues: ReturnType<typeof followCatalogues>;
let worker: Context;

beforeAll(async () => {
  server = await startOsrmServer({
    durationSeconds: ([a, b], [c, d]) => Math.round(6000 * Math.hypot(c - a, d - b)),
    behaviour: { dataVersion: '1' },
  });
  router = createOsrmRouter({ urls: { car: server.url, foot: server.url } });
  api = await startApi({ configured: router });
  catalogues = followCatalogues(api.deps.database, () => {});
  worker = inTerritory({ ...api.deps, survey: createRoadSurvey(api.deps.routers) }, 'meuse');
});
afterAll(async () => {
  await catalogues?.close();
  await router?.close();
  await server?.close();
  await api?.stop();
});

const recorded = async (input: object) => {
  const { id } = (await api.post('/api/diagnostics', input)).body;
  await api.matchNow(id);
  return id as string;
};
const stenay = { lon: 5.1867, lat: 49.4906, commune: '55502' };
const elsewhere = { ...diagnosticInput.job, lon: 5.3833, lat: 49.5167, commune: '55502' };

it('a driver is bounded by the roads; by nothing while no road answers', async () => {
  const near = await recorded(diagnosticInput);
  const far = await recorded({ ...diagnosticInput, home: stenay, job: elsewhere });
  const places = createPlaceVectors();
  const kept = { open: createOpenDiagnostics(), nearness: { catalogues, places } };
  await rematchOffers({ ctx: worker, kept });

  const drives = carpool({}, { maxDetourMinutes: 10 });
  const { body: offer } = await api.post('/api/offers', drives);
  expect(await rematchOffers({ ctx: worker, kept })).toEqual({ offers: 1, diagnostics: 1 });
  // It was measured first, and both people's places were timed.
  const { target } = await catalogues.current(worker);
  expect(target.dataSet()).toBe('1');
  expect((await places.of(worker, '1', []))?.vectors.size).toBe(4);
  await rematchDiagnostics({
    ctx: worker,
    input: { diagnosticIds: [near, far] },
    matchMany: createMatchMany(catalogues, places),
  });
  const told = async (id: string) => (await api.get(`/api/diagnostics/${id}/matches`)).body.matches;
  expect((await told(near))[0]).toMatchObject({ offerId: offer.id, verdict: expect.not.stringMatching('impossible') });
  expect(await told(far)).toEqual([]);

  // With nobody's places timed, the driver's own way is exact and the rest no shorter than the crow flies.
  const blind = { ...places, of: async () => null };
  await api.post('/api/offers', carpool({}, { maxDetourMinutes: 0 }));
  const fresh = { open: createOpenDiagnostics(), nearness: { catalogues, places: blind } };
  expect(await rematchOffers({ ctx: worker, kept: fresh })).toEqual({ offers: 1, diagnostics: 1 });

  server.setBehaviour({ status: 503 });
  await api.post('/api/offers', drives);
  expect(await rematchOffers({ ctx: worker, kept })).toMatchObject({ offers: 1, diagnostics: 1 });
});
