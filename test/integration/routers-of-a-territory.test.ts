import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeCurrent, writeRoads } from '../../geo/roads/edition-files.ts';
import { readersFolder, tilesFile } from '../../geo/roads/roads-folder.ts';
import { OSRM_CALIBRATION } from '../../geo/valhalla-calibration.ts';
import { type Composition, compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { gridDurations, type OsrmServer, startOsrmServer } from '../support/osrm-server.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { GOTEBORG_PLACES, goteborgTiles } from '../support/valhalla-tiles.ts';

/** What `compose` makes of the configuration and of the roads there are; `meuse` and `vosges` have those of Göteborg here. */
let dataDir: string;
let osrm: OsrmServer;
let database: TestDatabase;
const open: Composition[] = [];
const SINCE = '2026-11-22T08:00:00.000Z';

beforeAll(async () => {
  const { tiles, dataSet, bbox, places, buildSeconds, tileBytes } = await goteborgTiles();
  dataDir = await mkdtemp(join(tmpdir(), 'pouvoir-bouger-compose-'));
  for (const territoryId of ['meuse', 'vosges']) {
    const folder = join(dataDir, 'roads', territoryId);
    const edition = '20261122T080000Z';
    await mkdir(readersFolder(folder, edition), { recursive: true });
    await symlink(tiles, tilesFile(folder, edition));
    const extract = { name: 'goteborg.osm.pbf', url: null, bytes: 1, modifiedAt: null, osmState: null };
    const told = {
      bbox: [...bbox] as [number, number, number, number],
      places: places.map(([lon, lat]): [number, number] => [lon, lat]),
    };
    await writeRoads(folder, edition, {
      territoryId,
      dataSet,
      ...told,
      builtAt: SINCE,
      buildSeconds,
      tileBytes,
      extract,
    });
    await writeCurrent(folder, { edition, since: SINCE });
  }
  osrm = await startOsrmServer({ durationSeconds: gridDurations(60) });
  database = await createTestDatabase();
}, 180_000);
afterAll(async () => {
  for (const composition of open) await composition.close();
  await osrm.close();
  await database.drop();
  await rm(dataDir, { recursive: true });
});

async function routersWith(environment: Record<string, string>) {
  const composition = await compose(
    readConfig({ DATABASE_URL: database.url, DATA_DIR: dataDir, ...environment }),
    () => {},
  );
  open.push(composition);
  return composition.deps.routers;
}
const ask = (mode: 'car' | 'foot') => ({
  mode,
  sources: GOTEBORG_PLACES.slice(0, 1),
  destinations: GOTEBORG_PLACES.slice(1),
});

it('without a server, each territory goes by its own roads, and one without roads by estimates', async () => {
  const routers = await routersWith({});
  const { configured, since } = routers('meuse');
  expect(configured.name).toBe('valhalla');
  expect(Date.parse(since ?? '')).toBeGreaterThan(Date.parse(SINCE));
  expect((await configured.table(ask('car'))).source).toBe('valhalla');
  expect(await configured.health()).toMatchObject({ name: 'valhalla', ok: true });
  expect(configured.isochrone).toBeDefined();
  expect(routers('ardennes').configured.supports('car')).toBe(false);
  expect(routers('ardennes').configured.isochrone).toBeUndefined();
});

it('a server holds the roads of the territory shown: another keeps its own unless it is named', async () => {
  const routers = await routersWith({ OSRM_URL: osrm.url });
  expect(routers('meuse').configured.name).toBe('osrm');
  expect(routers('vosges').configured.name).toBe('valhalla');
  expect((await routers('vosges').configured.table(ask('car'))).source).toBe('valhalla');
  const named = await routersWith({ OSRM_URL: osrm.url, OSRM_TERRITORIES: 'vosges' });
  expect(named('meuse').configured.name).toBe('valhalla');
  expect(named('vosges').configured.name).toBe('osrm');
});

it('a server of several modes and territories is asked by one line, and each of its modes tells how it is', async () => {
  const routers = await routersWith({
    OSRM_URL: osrm.url,
    OSRM_URL_BIKE: osrm.url,
    OSRM_URL_FOOT: `${osrm.url}/nowhere`,
    OSRM_TERRITORIES: 'meuse,vosges',
  });
  osrm.setBehaviour({ slowTablesMs: 50 });
  const many = (id: string, mode: 'car' | 'bike') =>
    Array.from({ length: 6 }, () => routers(id).configured.table({ ...ask('foot'), mode }));
  await Promise.all(['meuse', 'vosges'].flatMap((id) => [...many(id, 'car'), ...many(id, 'bike')]));
  osrm.setBehaviour({});
  // Probes go past the line.
  expect(osrm.mostAtOnce()).toBeLessThanOrEqual(6);
  const { ok, modes } = await routers('meuse').configured.health();
  expect(ok).toBe(false);
  expect([modes?.car?.ok, modes?.bike?.ok, modes?.foot?.ok]).toEqual([true, true, false]);
}, 30_000);

it('a server times its mode; the roads time the others as it would, and draw the areas', async () => {
  const plain = await (await routersWith({}))('meuse').configured.table(ask('foot'));
  const routers = await routersWith({ OSRM_URL: osrm.url });
  const { configured } = routers('meuse');
  expect(configured.name).toBe('osrm');
  expect((await configured.table(ask('car'))).source).toBe('osrm');
  const beside = await configured.table(ask('foot'));
  expect(beside.source).toBe('valhalla');
  expect([...beside.durations]).toEqual(
    [...plain.durations].map((seconds) => Math.round(seconds * OSRM_CALIBRATION.foot)),
  );
  const [area] =
    (await configured.isochrone?.({ mode: 'car', place: GOTEBORG_PLACES[0] ?? [0, 0], minutes: [5] })) ?? [];
  expect(area).toMatchObject({ source: 'valhalla', minutes: 5 });
  // Whoever answers for which mode, and whoever draws, is counted under their own name.
  const cells = Object.fromEntries(
    (configured.metrics?.() ?? []).map((row) => [`${row.router} ${row.mode}`, row.cells]),
  );
  const asked = GOTEBORG_PLACES.length - 1;
  expect(cells).toEqual({ 'osrm car': asked, 'valhalla foot': expect.any(Number), 'valhalla car': 0 });
  expect(cells['valhalla foot']).toBeGreaterThan(0);
  // The server holds no other territory's roads: those go by their own, as they are.
  const other = routers('vosges').configured;
  expect(other.name).toBe('valhalla');
  expect([...(await other.table(ask('foot'))).durations]).toEqual([...plain.durations]);
});
