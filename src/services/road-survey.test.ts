import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRouterByMode } from '../../geo/by-mode.ts';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { chooseLandmarks } from '../../geo/landmarks.ts';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { LonLat } from '../../geo/router.ts';
import { BAR_LE_DUC, COMMERCY, carpool, VERDUN } from '../../test/factories/offers.ts';
import { gridDurations, type OsrmServer, startOsrmServer } from '../../test/support/osrm-server.ts';
import { type Offer, offerInputSchema } from '../domain/catalogue/offer.ts';
import { decodeRoadFacts } from '../domain/matching/prune/road-facts.ts';
import { encodeLandmarks, LANDMARKS } from './landmark-set.ts';
import { createRoadSurvey } from './road-survey.ts';

let server: OsrmServer;
beforeEach(async () => {
  server = await startOsrmServer({ durationSeconds: gridDurations() });
});
afterEach(() => server.close());

it('nothing is kept of roads whose name would stay the same when they are replaced', async () => {
  const estimate = createEstimateRouter();
  const car = createOsrmRouter({ urls: { car: server.url } });
  const configured = createRouterByMode({ routers: { car }, estimate });
  const survey = createRoadSurvey(() => ({ configured, estimate }));
  expect(await survey.dataSet('meuse')).toBeNull();
  server.setBehaviour({ dataVersion: 'meuse-2026-11-20' });
  expect(await survey.dataSet('meuse')).toBe('meuse-2026-11-20');
});

it('cars are measured while the server of another mode is away', async () => {
  const estimate = createEstimateRouter();
  server.setBehaviour({ dataVersion: 'meuse-2026-11-20' });
  const car = createOsrmRouter({ urls: { car: server.url } });
  const foot = createOsrmRouter({ urls: { foot: 'http://127.0.0.1:9' } });
  const configured = createRouterByMode({ routers: { car, foot }, estimate });
  expect((await configured.health()).ok).toBe(false);
  expect(await createRoadSurvey(() => ({ configured, estimate })).dataSet('meuse')).toBe('meuse-2026-11-20');
});

it('a place of many offers is searched from once, and what is kept of each offer is what the road says of it alone', async () => {
  server.setBehaviour({ dataVersion: 'meuse-2026-11-20' });
  const estimate = createEstimateRouter();
  const router = createOsrmRouter({ urls: { car: server.url } });
  const survey = createRoadSurvey(() => ({ configured: router, estimate }));
  const candidates = [BAR_LE_DUC, COMMERCY, VERDUN].map(({ lon, lat }): LonLat => [lon, lat]);
  const landmarks = encodeLandmarks(await chooseLandmarks(router, { mode: 'car', candidates, count: 3 }));
  const between = (origin: object, destination: object, id: string) =>
    ({
      ...offerInputSchema.parse(carpool({}, { origin, destination, meetingPoints: [COMMERCY] })),
      id,
      version: 1,
    }) as Offer;
  const offers = [
    between(BAR_LE_DUC, VERDUN, 'a'),
    between(VERDUN, BAR_LE_DUC, 'b'),
    between(BAR_LE_DUC, COMMERCY, 'c'),
  ];
  const before = server.requests.length;
  const rows = await survey.measure({ territoryId: 'meuse', landmarks, offers });
  // One from the landmarks, and one from all the places to the landmarks and to one another.
  expect(server.requests.slice(before).filter((url) => url.includes('/table/'))).toHaveLength(2);
  for (const [i, offer] of offers.entries()) {
    const [alone] = await survey.measure({ territoryId: 'meuse', landmarks, offers: [offer] });
    expect(rows[i]).toEqual(alone);
    if (offer.kind !== 'carpool') throw new Error('no carpool');
    const places = [offer.details.origin, offer.details.destination, ...offer.details.meetingPoints];
    const asked = places.map(({ lon, lat }): LonLat => [lon, lat]);
    const own = await router.table({ mode: 'car', sources: asked, destinations: asked });
    const facts = rows[i] && decodeRoadFacts(rows[i], places.length, LANDMARKS);
    expect([facts?.ownSeconds, facts?.ownMetres]).toEqual([own.durations, own.distances]);
  }
  await router.close();
});
