import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../estimate.ts';
import type { Router, Table } from '../router.ts';
import { writeCurrent, writeRoads } from './edition-files.ts';
import { followRoads, type RoadsFollower } from './follow-roads.ts';
import { removeOldEditions } from './install-roads.ts';
import { countReaders } from './readers.ts';
import { EDITION, type Roads, readersFolder, tilesFile } from './roads-folder.ts';
import { createTerritoryRouters } from './territory-routers.ts';

const OLD = '20260101T000000Z';
const NEW = '20260201T000000Z';
const request = { mode: 'car' as const, sources: [[5, 49] as const], destinations: [[5.1, 49] as const] };

let dataDir: string;
let folder: string;
let follower: RoadsFollower;
/** Editions whose tiles are said not to answer. */
let broken: Set<string>;
let closed: string[];
/** Tables of the old edition are answered when this resolves. */
let held: Promise<void>;
let lines: string[];

/** Answers as the estimate does, under the name of the tiles it was opened on. */
function openRouter({ tiles, dataSet }: { tiles: string; dataSet: string }): Router {
  const estimate = createEstimateRouter();
  const edition = tiles.split('/').at(-2) as string;
  let open = true;
  return {
    ...estimate,
    name: 'valhalla',
    async table(asked): Promise<Table> {
      const table = await estimate.table(asked);
      if (edition === OLD) await held;
      if (!open) throw new Error('asked after it was closed');
      return { ...table, source: 'valhalla', dataSet };
    },
    health: async () => ({ name: 'valhalla', ok: !broken.has(edition), dataSet }),
    async close() {
      open = false;
      closed.push(edition);
    },
  };
}

async function putEdition(edition: string): Promise<void> {
  await mkdir(readersFolder(folder, edition), { recursive: true });
  await writeFile(tilesFile(folder, edition), '');
  const roads: Roads = {
    territoryId: 'meuse',
    dataSet: `data of ${edition}`,
    bbox: [4, 48, 6, 50],
    places: [[5, 49]],
    builtAt: '2026-01-01T00:00:00Z',
    buildSeconds: 1,
    tileBytes: 0,
    extract: { name: 'x.osm.pbf', url: null, bytes: 1, modifiedAt: null, osmState: null },
  };
  await writeRoads(folder, edition, roads);
}
const switchTo = (edition: string) => writeCurrent(folder, { edition, since: '2026-02-01T00:00:00.000Z' });
const dataSet = () => follower.of('meuse')?.dataSet;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pouvoir-bouger-roads-'));
  folder = join(dataDir, 'roads/meuse');
  [broken, closed, held, lines] = [new Set(), [], Promise.resolve(), []];
  const log = (_level: string, message: string) => void lines.push(message);
  follower = followRoads({ dataDir, openRouter, log, lookEveryMs: 10, graceMs: 30, showEveryMs: 20 });
});
afterEach(async () => {
  await follower.close();
  await rm(dataDir, { recursive: true });
});

describe('the roads of a territory', () => {
  it('are none where none were made, and for what is no territory', () => {
    expect(follower.of('meuse')).toBeNull();
    for (const id of ['', '..', '../meuse', 'Meuse', 'a/b']) expect(follower.of(id)).toBeNull();
  });

  it('are there at the first question, and the same object until they are others', async () => {
    await putEdition(OLD);
    await switchTo(OLD);
    const roads = follower.of('meuse');
    expect(roads?.dataSet).toBe(`data of ${OLD}`);
    expect(roads?.since).toBe('2026-02-01T00:00:00.000Z');
    expect(follower.of('meuse')).toBe(roads);
    expect(follower.of('vosges')).toBeNull();
  });

  it('are taken up when they come, without anybody asking for a new look', async () => {
    expect(dataSet()).toBeUndefined();
    await putEdition(NEW);
    expect(dataSet()).toBeUndefined();
    await switchTo(NEW);
    await expect.poll(dataSet).toBe(`data of ${NEW}`);
  });

  it('change while tables are being asked: each call ends on the roads it began with, then those are closed', async () => {
    await putEdition(OLD);
    await switchTo(OLD);
    const before = follower.of('meuse')?.router as Router;
    let letGo = () => {};
    held = new Promise((resolve) => {
      letGo = resolve;
    });
    const asked = before.table(request);
    await putEdition(NEW);
    await switchTo(NEW);
    await expect.poll(dataSet).toBe(`data of ${NEW}`);
    // Longer than the grace: the call under way holds the old roads open, and their files.
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(closed).toEqual([]);
    expect(await countReaders(folder, OLD)).toBe(1);
    expect(await removeOldEditions(folder, 0)).toBe(false);
    letGo();
    expect((await asked).dataSet).toBe(`data of ${OLD}`);
    await expect.poll(() => closed).toEqual([OLD]);
    expect(await removeOldEditions(folder, 5_000)).toBe(true);
    expect((await follower.of('meuse')?.router.table(request))?.dataSet).toBe(`data of ${NEW}`);
  });

  it('are not taken from under a long table, though others are in use by then', async () => {
    await putEdition(OLD);
    await switchTo(OLD);
    let letGo = () => {};
    held = new Promise((resolve) => {
      letGo = resolve;
    });
    const asked = follower.of('meuse')?.router.table(request);
    await putEdition(NEW);
    await switchTo(NEW);
    await expect.poll(dataSet).toBe(`data of ${NEW}`);
    // A minute goes by.
    const [mark = ''] = await readdir(readersFolder(folder, OLD));
    await utimes(join(readersFolder(folder, OLD), mark), 0, 0);
    await expect.poll(() => countReaders(folder, OLD)).toBe(1);
    letGo();
    await asked;
    await expect.poll(() => countReaders(folder, OLD)).toBe(0);
    expect(closed).toEqual([OLD]);
  });

  it('are none, and those of before stay, where the file of tiles is not the one that was built', async () => {
    await putEdition(OLD);
    await writeFile(tilesFile(folder, OLD), 'cut short, or written over');
    await switchTo(OLD);
    expect(follower.of('meuse')).toBeNull();
    expect(lines).toEqual(['routes inutilisables, temps estimés']);
    await putEdition(NEW);
    await switchTo(NEW);
    await expect.poll(dataSet).toBe(`data of ${NEW}`);
    await switchTo(OLD);
    await expect.poll(() => lines.at(-1)).toBe('nouvelles routes inutilisables, les précédentes restent');
    expect(dataSet()).toBe(`data of ${NEW}`);
    await rm(tilesFile(folder, OLD));
    await switchTo(OLD);
    await expect.poll(() => lines.filter((line) => line.includes('nouvelles')).length).toBe(2);
    expect(dataSet()).toBe(`data of ${NEW}`);
  });

  it('stay what they were when the new ones do not answer, or cannot be read', async () => {
    await putEdition(OLD);
    await switchTo(OLD);
    expect(dataSet()).toBe(`data of ${OLD}`);
    await putEdition(NEW);
    broken.add(NEW);
    await switchTo(NEW);
    await expect.poll(() => closed).toEqual([NEW]);
    expect(dataSet()).toBe(`data of ${OLD}`);
    await writeFile(join(folder, 'current.json'), '{"edition":"20260201');
    await expect.poll(() => lines.length).toBeGreaterThan(1);
    await writeCurrent(folder, { edition: '20260301T000000Z', since: '2026-03-01T00:00:00.000Z' });
    await expect.poll(() => lines.filter((line) => line.includes('inutilisables')).length).toBe(2);
  });

  it('are estimates again once they are taken away', async () => {
    await putEdition(OLD);
    await switchTo(OLD);
    expect(dataSet()).toBe(`data of ${OLD}`);
    await rm(join(folder, 'current.json'));
    await expect.poll(dataSet).toBeUndefined();
  });

  it('are closed, and nobody reads them, once the process ends', async () => {
    await putEdition(OLD);
    await switchTo(OLD);
    follower.of('meuse');
    await expect.poll(() => countReaders(folder, OLD)).toBe(1);
    await follower.close();
    expect(closed).toEqual([OLD]);
    expect(await countReaders(folder, OLD)).toBe(0);
    expect(follower.of('vosges')).toBeNull();
  });
});

it('a dead reader holds nothing open', async () => {
  await putEdition(OLD);
  await writeFile(join(readersFolder(folder, OLD), '1-gone'), '');
  expect(await countReaders(folder, OLD)).toBe(1);
  expect(await countReaders(folder, OLD, Date.now() + 31_000)).toBe(0);
  expect(EDITION.test(OLD)).toBe(true);
});

describe('the routers of a territory', () => {
  const routersWith = (osrm: Partial<Record<'car' | 'bike', Router>>) =>
    createTerritoryRouters({
      osrm: (id) => (id === 'meuse' ? osrm : {}),
      roads: follower,
      estimate: createEstimateRouter(),
      startedAt: '2026-02-02T00:00:00Z',
    });
  const osrmCar: Router = {
    ...createEstimateRouter(),
    name: 'osrm',
    supports: (mode) => mode === 'car',
    health: async () => ({ name: 'osrm', ok: true, dataSet: 'lorraine' }),
  };

  it('are estimates alone where nothing is configured', async () => {
    const { configured, estimate, since } = routersWith({})('meuse');
    expect(configured.supports('car')).toBe(false);
    expect([configured.name, since]).toEqual([estimate.name, null]);
    expect(await configured.health()).toMatchObject(await estimate.health());
    await expect(configured.table(request)).rejects.toMatchObject({ code: 'unsupportedMode' });
  });

  it('take the territory’s roads, and the same object through a piece of work', async () => {
    await putEdition(OLD);
    await switchTo(OLD);
    const routers = routersWith({});
    const before = routers('meuse');
    expect(before.configured.name).toBe('valhalla');
    // Other servers may have answered until this process started without them.
    expect(before.since).toBe('2026-02-02T00:00:00Z');
    expect(routers('meuse')).toBe(before);
    expect(routers('vosges').configured.supports('car')).toBe(false);
    await putEdition(NEW);
    await switchTo(NEW);
    await expect.poll(() => routers('meuse')).not.toBe(before);
    expect(await before.configured.health()).toMatchObject({ dataSet: `data of ${OLD}` });
    expect(await routers('meuse').configured.health()).toMatchObject({ dataSet: `data of ${NEW}` });
  });

  it('take an OSRM server for its mode and the roads for the others; the name is the car’s', async () => {
    await putEdition(OLD);
    await switchTo(OLD);
    const { configured, since } = routersWith({ car: osrmCar })('meuse');
    expect(configured.name).toBe('osrm');
    expect(since).toBe('2026-02-02T00:00:00Z');
    expect((await configured.table({ ...request, mode: 'bike' })).source).toBe('valhalla');
    expect(await configured.health()).toMatchObject({ name: 'osrm', ok: true, dataSet: 'lorraine' });
    broken.add(OLD);
    const told = await configured.health();
    expect(told).toMatchObject({ name: 'osrm', ok: false, dataSet: 'lorraine' });
    expect([told.modes?.car?.ok, told.modes?.bike?.ok]).toEqual([true, false]);
  });

  it('are told by the estimate where only another mode than the car has a server', async () => {
    const { configured, estimate, since } = routersWith({ bike: { ...osrmCar, supports: (mode) => mode === 'bike' } })(
      'meuse',
    );
    expect([configured.name, since]).toEqual([estimate.name, '2026-02-02T00:00:00Z']);
    expect(configured.supports('bike')).toBe(true);
    expect(configured.supports('car')).toBe(false);
  });
});
