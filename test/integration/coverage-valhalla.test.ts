import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { booleanPointInPolygon } from '@turf/turf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { type LonLat, type Router, UNREACHABLE } from '../../geo/router.ts';
import { createValhallaRouter } from '../../geo/valhalla.ts';
import { seedTerritory } from '../../src/db/seeds/territory.ts';
import { systemClock } from '../../src/gateways/clock.ts';
import { type DrawnArea, reachableAreas } from '../../src/services/reachable-areas.ts';
import { startApi } from '../support/api.ts';
import { writeLiechtenstein } from '../support/liechtenstein.ts';
import { GOTEBORG_ISLANDS, GOTEBORG_PLACES, goteborgTiles, tilesOf } from '../support/valhalla-tiles.ts';

const estimate = createEstimateRouter();
const inside = (place: LonLat, { coordinates }: DrawnArea) =>
  booleanPointInPolygon([...place], { type: 'MultiPolygon', coordinates: coordinates as never });

describe('areas drawn by the embedded engine on the streets of Göteborg', () => {
  let valhalla: Router;
  beforeAll(async () => {
    valhalla = createValhallaRouter(await goteborgTiles());
  });
  afterAll(() => valhalla.close());

  it('hold what its own tables say is reached, and not what is not', async () => {
    const [home] = GOTEBORG_PLACES as [LonLat];
    const rounded: LonLat = [Number(home[0].toFixed(3)), Number(home[1].toFixed(3))];
    const minutes = [2, 4, 6];
    const { areas, fellBack } = await reachableAreas(
      { configured: valhalla, estimate },
      { mode: 'foot', place: home, minutes },
    );
    expect(fellBack).toBe(false);
    const streets: LonLat[] = [];
    for (let lon = 11.955; lon <= 11.985; lon += 0.001) {
      for (let lat = 57.698; lat <= 57.714; lat += 0.000_7) {
        const road = await valhalla.nearest({ mode: 'foot', place: [lon, lat] });
        if (road && road.distanceMetres < 15) streets.push(road.location);
      }
    }
    expect(streets.length).toBeGreaterThan(100);
    const { durations } = await valhalla.table({ mode: 'foot', sources: [rounded], destinations: streets });
    for (const [i, area] of (areas ?? []).entries()) {
      const limit = (minutes[i] as number) * 60;
      const reached = streets.filter((_, j) => durations[j] !== UNREACHABLE && (durations[j] as number) < limit - 60);
      const beyond = streets.filter((_, j) => durations[j] === UNREACHABLE || (durations[j] as number) > limit + 60);
      expect(reached.length + beyond.length).toBeGreaterThan(50);
      // A drawing is true to some 50 m: at a minute's walk from its edge nearly every street is on the right side.
      expect(reached.filter((place) => !inside(place, area)).length).toBeLessThanOrEqual(reached.length * 0.05);
      expect(beyond.filter((place) => inside(place, area)).length).toBeLessThanOrEqual(beyond.length * 0.05);
    }
  });

  it('are nothing where no road is near', async () => {
    const asked = { mode: 'car' as const, place: GOTEBORG_ISLANDS[1] as LonLat, minutes: [10] };
    expect(await reachableAreas({ configured: valhalla, estimate }, asked)).toEqual({ areas: null, fellBack: false });
  });
});

const extract = new URL('../../../shared/data/osm/liechtenstein-2024-03-04.osm.pbf', import.meta.url);
describe.skipIf(!existsSync(extract))('a territory on its own roads (skipped without ../shared/data/osm)', () => {
  it('has its areas drawn, small enough to send, for every mode', async () => {
    const configured = createValhallaRouter(await tilesOf('liechtenstein', readFileSync(extract)));
    const api = await startApi({ configured });
    const dataDir = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-coverage-'));
    try {
      await writeLiechtenstein(dataDir);
      const root = join(dataDir, 'territories');
      await seedTerritory({ url: api.url, territoryId: 'liechtenstein', root, log: () => {}, clock: systemClock });
      for (const mode of ['car', 'lightCar', 'scooter', 'bike', 'foot']) {
        const path = `/api/coverage?lon=9.5228&lat=47.1393&minutes=10,20,45&mode=${mode}&territory=liechtenstein`;
        const { status, body } = await api.get(path, { key: null });
        expect(status).toBe(200);
        expect(body.features).toHaveLength(3);
        for (const { properties, geometry } of body.features) {
          expect(properties).toMatchObject({ router: 'valhalla', mode, estimated: false, provisional: false });
          const size = JSON.stringify(geometry).length;
          expect(size).toBeGreaterThan(150);
          expect(size).toBeLessThan(20_000);
        }
      }
      const swapped = await api.get('/api/coverage?lon=47.1393&lat=9.5228&minutes=10&territory=liechtenstein', {
        key: null,
      });
      expect(swapped.body.detail).toMatch(/inversés/);
    } finally {
      rmSync(dataDir, { recursive: true });
      await api.stop();
      await configured.close();
    }
  });
});
