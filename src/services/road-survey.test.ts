import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRouterByMode } from '../../geo/by-mode.ts';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { createOsrmRouter } from '../../geo/osrm.ts';
import { gridDurations, type OsrmServer, startOsrmServer } from '../../test/support/osrm-server.ts';
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
