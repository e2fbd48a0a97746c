import { describe } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { LonLat } from '../../geo/router.ts';
import {
  hasOsrmRecordings,
  RECORDED_ISLANDS,
  RECORDED_PLACES,
  startRecordedOsrm,
} from '../support/osrm-recorded-world.ts';
import { gridDurations, startOsrmServer } from '../support/osrm-server.ts';
import { describeRouterContract } from './router-contract.ts';

const barLeDuc: LonLat = [5.1606, 48.7729];
const commercy: LonLat = [5.5905, 48.7612];
const verdun: LonLat = [5.3844, 49.1599];
const saintMihiel: LonLat = [5.5433, 48.8886];
const acrossTheSea: LonLat = [1.2, 50.9];
const paris: LonLat = [2.3522, 48.8566];
const midAtlantic: LonLat = [-30, 45];

const joined = [barLeDuc, commercy, verdun, saintMihiel];

async function startOsrmWorld(maxTableSize: number) {
  const grid = gridDurations(61.3);
  const server = await startOsrmServer({
    durationSeconds: (from, to) => (isAcrossTheSea(from) || isAcrossTheSea(to) ? null : grid(from, to)),
    maxTableSize,
    behaviour: { snapMetres: ([lon]) => (lon === paris[0] ? 180_000 : 12.3) },
  });
  const router = createOsrmRouter({ urls: { car: server.url }, maxTableSize, probe: joined });
  return { router, joined, islands: [acrossTheSea, paris], stop: server.close };
}

const isAcrossTheSea = ([lon, lat]: LonLat) => lon === acrossTheSea[0] && lat === acrossTheSea[1];

/** A real server, of the Meuse unless told otherwise: `OSRM_PLACES=lon,lat;lon,lat;lon,lat;lon,lat`, all joined by road. */
const liveUrl = process.env.OSRM_URL;
const livePlaces = process.env.OSRM_PLACES?.split(';').map((text) => text.split(',').map(Number) as unknown as LonLat);

describeRouterContract('osrm', () => startOsrmWorld(100));
describeRouterContract('osrm on a server of small tables', () => startOsrmWorld(3));
describe.skipIf(!hasOsrmRecordings)('with recorded answers (skipped without ../shared/data/osrm-recordings)', () => {
  describeRouterContract('osrm on what a real server answered', async () => {
    const server = await startRecordedOsrm(100);
    const router = createOsrmRouter({ urls: { car: server.url }, probe: RECORDED_PLACES });
    return { router, joined: RECORDED_PLACES, islands: RECORDED_ISLANDS, stop: server.close };
  });
});
describe.skipIf(!liveUrl)('with a live server (skipped where OSRM_URL is not set)', () => {
  describeRouterContract('osrm, live', async () => {
    const places = livePlaces ?? joined;
    const router = createOsrmRouter({ urls: { car: liveUrl }, probe: places });
    return { router, joined: places, islands: [midAtlantic], stop: async () => {} };
  });
});
describeRouterContract('estimate', async () => ({
  router: createEstimateRouter(),
  joined,
  stop: async () => {},
}));
