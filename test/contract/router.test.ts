import { createEstimateRouter } from '../../geo/estimate.ts';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { LonLat } from '../../geo/router.ts';
import { gridDurations, startOsrmServer } from '../support/osrm-server.ts';
import { describeRouterContract } from './router-contract.ts';

const barLeDuc: LonLat = [5.1606, 48.7729];
const commercy: LonLat = [5.5905, 48.7612];
const verdun: LonLat = [5.3844, 49.1599];
const saintMihiel: LonLat = [5.5433, 48.8886];
const acrossTheSea: LonLat = [1.2, 50.9];
const paris: LonLat = [2.3522, 48.8566];

const joined = [barLeDuc, commercy, verdun, saintMihiel];

async function startOsrmWorld(maxTableSize: number) {
  const grid = gridDurations(61.3);
  const server = await startOsrmServer({
    durationSeconds: (from, to) => (isAcrossTheSea(from) || isAcrossTheSea(to) ? null : grid(from, to)),
    maxTableSize,
    behaviour: { snapMetres: ([lon]) => (lon === paris[0] ? 180_000 : 12.3) },
  });
  const router = createOsrmRouter({ urls: { car: server.url }, maxTableSize, probe: [barLeDuc] });
  return { router, joined, islands: [acrossTheSea, paris], stop: server.close };
}

const isAcrossTheSea = ([lon, lat]: LonLat) => lon === acrossTheSea[0] && lat === acrossTheSea[1];

describeRouterContract('osrm', () => startOsrmWorld(100));
describeRouterContract('osrm on a server of small tables', () => startOsrmWorld(3));
describeRouterContract('estimate', async () => ({
  router: createEstimateRouter(),
  joined,
  stop: async () => {},
}));
