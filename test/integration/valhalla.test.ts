import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { booleanPointInPolygon, polygon } from '@turf/turf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LonLat, MODES, type Mode, type ReachableArea, UNREACHABLE } from '../../geo/router.ts';
import type { BuiltTiles } from '../../geo/tiles/build-tiles.ts';
import { createValhallaRouter, type ValhallaRouter } from '../../geo/valhalla.ts';
import { type OsmWay, osmPbf } from '../support/osm-pbf.ts';
import { GOTEBORG_ISLANDS, GOTEBORG_PLACES, goteborgTiles, tilesOf } from '../support/valhalla-tiles.ts';

const [harbour, station, hill, castle] = GOTEBORG_PLACES as [LonLat, LonLat, LonLat, LonLat];
const [, atSea] = GOTEBORG_ISLANDS as [LonLat, LonLat];

describe('valhalla on streets of Göteborg', () => {
  let built: BuiltTiles;
  let router: ValhallaRouter;
  beforeAll(async () => {
    built = await goteborgTiles();
    router = createValhallaRouter(built);
  });
  afterAll(() => router.close());

  it('answers every mode, the quicker ones in less time', async () => {
    const seconds: Partial<Record<Mode, number>> = {};
    for (const mode of MODES) {
      const { durations } = await router.table({ mode, sources: [castle], destinations: [station] });
      seconds[mode] = durations[0] as number;
    }
    const { car, lightCar, scooter, bike, foot } = seconds as Record<Mode, number>;
    expect(Math.min(car, lightCar, scooter, bike, foot)).toBeGreaterThan(60);
    expect(lightCar).toBeGreaterThanOrEqual(car);
    expect(bike).toBeGreaterThan(car);
    expect(foot).toBeGreaterThan(2 * bike);
  });

  it('draws the line of a route from its first place to its last', async () => {
    const route = await router.route({ mode: 'car', places: [castle, station, harbour] });
    const line = route?.line as LonLat[];
    expect(line.length).toBeGreaterThan(20);
    expect(metresApart(line[0] as LonLat, castle)).toBeLessThan(100);
    expect(metresApart(line.at(-1) as LonLat, harbour)).toBeLessThan(100);
    const drawn = line.slice(1).reduce((sum, point, i) => sum + metresApart(line[i] as LonLat, point), 0);
    expect(Math.abs(drawn / (route?.distanceMetres as number) - 1)).toBeLessThan(0.05);
  });

  it('fills a table cut into many calls as it fills small ones', async () => {
    const many: LonLat[] = Array.from({ length: 1_100 }, (_, i) => [11.95 + (i % 40) * 0.0006, 57.691 + i * 0.000005]);
    const wide = await router.table({ mode: 'car', sources: [castle, station], destinations: many });
    for (const i of [0, 499, 500, 999, 1_000, 1_099]) {
      const single = await router.table({ mode: 'car', sources: [station], destinations: [many[i] as LonLat] });
      expect(wide.durations[1_100 + i]).toBe(single.durations[0]);
      expect(wide.distances[1_100 + i]).toBe(single.distances[0]);
    }
    expect(wide.durations.filter((seconds) => seconds > 0).length).toBeGreaterThan(2_000);
  });

  it('tells in an exact table of many sources and few destinations what the route of each tells, to the second', async () => {
    const many: LonLat[] = Array.from({ length: 24 }, (_, i) => [11.951 + (i % 20) * 0.0012, 57.6925 + i * 0.0002]);
    for (const mode of MODES) {
      const told = await tableTells(router, mode, many, [castle, station], true);
      expect(told).toEqual(await routesTell(router, mode, many, [castle, station]));
    }
  });

  it('takes a place twice, or once more 1 cm off, for one place', async () => {
    const beside: LonLat = [castle[0] + 1e-8, castle[1]];
    const { durations } = await router.table({
      mode: 'foot',
      sources: [castle, beside],
      destinations: [beside, castle],
    });
    expect([...durations]).toEqual([0, 0, 0, 0]);
  });

  it('draws what is within reach: rings that close, the place inside, more with more time', async () => {
    const areas = await router.isochrone?.({ mode: 'foot', place: station, minutes: [10, 3, 5.5] });
    expect(areas?.map(({ minutes }) => minutes)).toEqual([10, 3, 5.5]);
    for (const area of areas ?? []) {
      expect(area).toMatchObject({ source: 'valhalla', dataSet: built.dataSet });
      for (const rings of area.polygons) for (const ring of rings) expect(ring.at(-1)).toEqual(ring[0]);
      expect(holds(area.polygons, station)).toBe(true);
    }
    const near: LonLat = [station[0] + 0.0007, station[1]];
    const farther: LonLat = [station[0] + 0.006, station[1] - 0.002];
    const [ten, three] = areas as [ReachableArea, ReachableArea];
    expect([holds(three.polygons, near), holds(three.polygons, farther)]).toEqual([true, false]);
    expect(holds(ten.polygons, farther)).toBe(true);
    expect(await router.isochrone?.({ mode: 'foot', place: atSea, minutes: [10] })).toBeNull();
    expect(await router.isochrone?.({ mode: 'foot', place: station, minutes: [] })).toEqual([]);
  });

  it('multiplies the times of a calibrated mode, and no others', async () => {
    const calibrated = createValhallaRouter({ ...built, calibration: { bike: 1.5 } });
    const request = { sources: [castle, atSea], destinations: [station, castle] };
    const [plain, slower] = await Promise.all(
      [router, calibrated].map((each) => each.table({ mode: 'bike', ...request })),
    );
    expect([...(slower?.durations ?? [])]).toEqual([
      Math.round((plain?.durations[0] as number) * 1.5),
      0,
      UNREACHABLE,
      UNREACHABLE,
    ]);
    expect(slower?.distances).toEqual(plain?.distances);
    const [car, sameCar] = await Promise.all(
      [router, calibrated].map((each) => each.table({ mode: 'car', ...request })),
    );
    expect(sameCar?.durations).toEqual(car?.durations);
    await calibrated.close();
  });

  it('counts, by mode, its calls and cells', async () => {
    const counted = createValhallaRouter(built);
    await counted.table({ mode: 'car', sources: [castle], destinations: [station, harbour, atSea] });
    await counted.table({ mode: 'car', sources: [castle], destinations: [station, harbour] });
    // One to find the roads of four places and two tables: what is known of a place is kept.
    const asked = { router: 'valhalla', failures: 0, milliseconds: expect.any(Number) };
    expect(counted.metrics()).toEqual([{ ...asked, mode: 'car', calls: 4, cells: 4 }]);
    expect(counted.metrics()[0]?.milliseconds).toBeGreaterThan(0);
    await counted.table({ mode: 'foot', sources: [castle], destinations: [station] });
    expect(counted.metrics().slice(1)).toEqual([{ ...asked, mode: 'foot', calls: 3, cells: 1 }]);
    await counted.close();
  });

  it('stops between two calls', async () => {
    const controller = new AbortController();
    const many: LonLat[] = Array.from({ length: 3_000 }, (_, i) => [11.95 + (i % 50) * 0.0005, 57.691 + i * 0.000002]);
    const table = router.table({ mode: 'foot', sources: many, destinations: many, signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(table).rejects.toThrow('enough');
    expect((await router.health()).ok).toBe(true);
  });

  describe('with tiles of its own', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-valhalla-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    const request = { mode: 'car' as const, sources: [castle], destinations: [station] };

    it('is unavailable without tiles instead of finding no road anywhere, and well once they are there', async () => {
      const tiles = join(folder, 'late.tar');
      const late = createValhallaRouter({ ...built, tiles });
      await expect(late.table(request)).rejects.toMatchObject({
        code: 'unavailable',
        message: 'the tiles are not there',
      });
      expect(await late.health()).toMatchObject({
        ok: false,
        dataSet: built.dataSet,
        detail: 'the tiles are not there',
      });
      copyFileSync(built.tiles, tiles);
      expect(await late.health()).toMatchObject({ ok: true });
      await late.close();
    });

    it('is not well on a file that is no tiles, or on tiles of elsewhere', async () => {
      const tiles = join(folder, 'spoilt.tar');
      writeFileSync(tiles, 'no archive at all');
      const spoilt = createValhallaRouter({ ...built, tiles });
      expect(await spoilt.health()).toMatchObject({ ok: false });
      await spoilt.close();
      const elsewhere = createValhallaRouter({ ...built, places: [[5.16, 48.77]] });
      expect(await elsewhere.health()).toMatchObject({ ok: false, detail: expect.stringContaining('no road near') });
      await elsewhere.close();
    });

    it.skipIf(process.platform !== 'linux')(
      'reads on when its file is removed or replaced (skipped but on Linux)',
      async () => {
        const tiles = join(folder, 'replaced.tar');
        copyFileSync(built.tiles, tiles);
        const reader = createValhallaRouter({ ...built, tiles });
        const before = await reader.table(request);
        rmSync(tiles);
        writeFileSync(tiles, 'tiles of tomorrow');
        // More calls at once than the pool has threads, so that some thread opens the tiles only now.
        const after = await Promise.all(
          Array.from({ length: 8 }, (_, i) =>
            reader.table({ ...request, mode: MODES[i % MODES.length] as Mode, destinations: [station, hill] }),
          ),
        );
        expect(after.every(({ durations }) => (durations[0] as number) > 0)).toBe(true);
        expect(after[0]?.durations[0]).toBe(before.durations[0]);
        await reader.close();
      },
    );

    it('answers no more once it is closed', async () => {
      const closed = createValhallaRouter(built);
      await closed.table(request);
      await closed.close();
      await closed.close();
      await expect(closed.table(request)).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
});

type Crossing = { mode: Mode; crossing: LonLat; beside: LonLat; far: LonLat };
type Extract = { name: string; file: string; corner: LonLat; opposite: LonLat } & Crossing;
/** With each, a crossing of which the engine takes one road alone, the others being field tracks or dead ends. */
const EXTRACTS: Extract[] = [
  {
    name: 'liechtenstein',
    file: 'liechtenstein-2024-03-04.osm.pbf',
    corner: [9.48, 47.06],
    opposite: [9.6, 47.25],
    mode: 'car',
    crossing: [9.569762, 47.120964],
    beside: [9.569862, 47.120964],
    far: [9.581933, 47.136475],
  },
  {
    name: 'andorra',
    file: 'andorra-2025-01-19.osm.pbf',
    corner: [1.42, 42.44],
    opposite: [1.75, 42.64],
    mode: 'lightCar',
    crossing: [1.47979, 42.442852],
    beside: [1.47989, 42.442852],
    far: [1.5211, 42.5063],
  },
];

for (const { name, file, corner, opposite, ...at } of EXTRACTS) {
  const pbf = new URL(`../../../shared/data/osm/${file}`, import.meta.url);
  describe.skipIf(!existsSync(pbf))(`valhalla on a real extract (skipped without ../shared/data/osm/${file})`, () => {
    it(`leaves a crossing of ${name} by the way that a place 8 m from it takes`, async () => {
      const router = createValhallaRouter(await tilesOf(name, readFileSync(pbf)));
      const sources = [at.crossing, at.beside];
      const [there, beside] = await tableTells(router, at.mode, sources, [at.far]);
      expect(there?.seconds).toBeGreaterThan(600);
      expect(Math.abs((there?.seconds as number) - (beside?.seconds as number))).toBeLessThan(20);
      await router.close();
    });

    it(`tells in a large exact table of ${name} what it tells of each pair alone, and next to nothing else in a quick one`, {
      timeout: 120_000,
    }, async () => {
      const router = createValhallaRouter(await tilesOf(name, readFileSync(pbf)));
      // Spread evenly, wherever that is (the R2 sequence): fields, tracks and slopes, besides streets.
      const places = Array.from(
        { length: 80 },
        (_, i): LonLat => [
          corner[0] + ((0.7549 * i) % 1) * (opposite[0] - corner[0]),
          corner[1] + ((0.5698 * i) % 1) * (opposite[1] - corner[1]),
        ],
      );
      const [destinations, sources] = [places.slice(0, 4), places.slice(4)];
      for (const mode of ['car', 'lightCar'] as const) {
        const told = await tableTells(router, mode, sources, destinations, true);
        const pairs = sources.flatMap((from) => destinations.map((to) => tableTells(router, mode, [from], [to])));
        expect(told).toEqual((await Promise.all(pairs)).flat());
        expect(told.filter(({ seconds }) => seconds > 0).length).toBeGreaterThan(50);
        const quick = await tableTells(router, mode, sources, destinations);
        const apart = quick.map(({ seconds }, i) => seconds - (told[i]?.seconds as number));
        // Never a promise: a few seconds early at most. Later at a place or two.
        expect(Math.min(...apart)).toBeGreaterThan(-10);
        expect(apart.filter((seconds) => seconds > 10).length).toBeLessThan(apart.length / 50);
      }
      await router.close();
    });
  });
}

/** Small worlds, each drawn for one danger. */
describe('valhalla on drawn worlds', () => {
  const west = 5.1;
  const south = 48.7;
  /** A place so many metres right of and above the corner. */
  const at = (x: number, y: number): LonLat => [west + x / 73_500, south + y / 111_200];
  const way = (id: number, tags: Record<string, string>, ...points: [number, number][]): OsmWay => ({
    id,
    tags,
    line: points.map(([x, y]) => at(x, y)),
  });
  /** Two streets side by side with a crossing every 100 m: enough roads to count as connected. */
  function quarter(id: number, x: number, y: number, metres: number): OsmWay[] {
    const steps = Array.from({ length: metres / 100 + 1 }, (_, i) => x + i * 100);
    const street = { highway: 'residential' };
    return [
      way(id, street, ...steps.map((step): [number, number] => [step, y])),
      way(id + 1, street, ...steps.map((step): [number, number] => [step, y + 80])),
      ...steps.map((step, i) => way(id + 2 + i, street, [step, y], [step, y + 80])),
    ];
  }
  async function on(name: string, ways: OsmWay[], look: (router: ValhallaRouter) => Promise<void>): Promise<void> {
    const router = createValhallaRouter(await tilesOf(name, osmPbf(ways)));
    try {
      await look(router);
    } finally {
      await router.close();
    }
  }
  const ride = async (router: ValhallaRouter, mode: Mode, from: LonLat, to: LonLat) => {
    const { durations, distances } = await router.table({ mode, sources: [from], destinations: [to] });
    return { seconds: durations[0] as number, metres: distances[0] as number };
  };

  it('goes round by the bridge to the other bank of a river', async () => {
    const banks = [...quarter(1, 0, 0, 4_000), ...quarter(101, 0, 230, 4_000)];
    const bridge = way(201, { highway: 'tertiary', bridge: 'yes' }, [4_000, 80], [4_000, 230]);
    await on('river', [...banks, bridge], async (router) => {
      const { seconds, metres } = await ride(router, 'car', at(50, 95), at(50, 215));
      expect(metresApart(at(50, 95), at(50, 215))).toBeLessThan(125);
      expect(metres).toBeGreaterThan(7_900);
      expect(seconds).toBeGreaterThan(300);
    });
  });

  it('passes over a yard that leads nowhere for the street beyond it', async () => {
    const yard = way(201, { highway: 'service' }, [500, 130], [600, 130]);
    await on('yard', [...quarter(1, 0, 0, 3_000), yard], async (router) => {
      const nearest = await router.nearest({ mode: 'car', place: at(550, 135) });
      expect(nearest?.distanceMetres).toBe(Math.round(metresApart(at(550, 135), at(550, 80))));
      expect((await ride(router, 'car', at(550, 135), at(2_500, 10))).seconds).toBeGreaterThan(0);
    });
  });

  it('has no way to a place farther from a road than the limit, whatever the engine would do', async () => {
    await on('far', quarter(1, 0, 0, 3_000), async (router) => {
      expect((await ride(router, 'car', at(500, 10), at(500, 1_040))).seconds).toBeGreaterThan(0);
      expect(await ride(router, 'car', at(500, 10), at(500, 1_150))).toEqual({ seconds: -1, metres: -1 });
      expect(await router.nearest({ mode: 'car', place: at(500, 1_150) })).toBeNull();
      expect(await router.route({ mode: 'car', places: [at(500, 10), at(500, 1_150)] })).toBeNull();
    });
  });

  it('takes a street a little farther for the road of a house beside a field track', async () => {
    const track = way(201, { highway: 'track' }, [500, 80], [500, 180], [1_500, 180], [1_500, 80]);
    await on('track', [...quarter(1, 0, 0, 3_000), track], async (router) => {
      const nearest = await router.nearest({ mode: 'car', place: at(1_000, 175) });
      expect(nearest?.distanceMetres).toBe(Math.round(metresApart(at(1_000, 175), at(1_000, 80))));
      expect((await router.nearest({ mode: 'foot', place: at(1_000, 175) }))?.distanceMetres).toBeLessThan(10);
    });
  });

  it('drives one-way streets one way', async () => {
    const ring = [
      way(201, { highway: 'tertiary', oneway: 'yes' }, [3_000, 80], [4_000, 80]),
      way(202, { highway: 'tertiary', oneway: 'yes' }, [4_000, 80], [4_000, 2_080], [3_000, 2_080], [3_000, 80]),
    ];
    await on('one-way', [...quarter(1, 0, 0, 3_000), ...quarter(301, 4_000, 0, 3_000), ...ring], async (router) => {
      const there = await ride(router, 'car', at(2_900, 85), at(4_100, 85));
      const back = await ride(router, 'car', at(4_100, 85), at(2_900, 85));
      expect(there.metres).toBeLessThan(1_400);
      expect(back.metres).toBeGreaterThan(4_900);
      const onFoot = await ride(router, 'foot', at(4_100, 85), at(2_900, 85));
      expect(onFoot.metres).toBeLessThan(1_400);
    });
  });

  it('does not cut through a private road', async () => {
    const privateRoad = way(201, { highway: 'service', access: 'private' }, [3_000, 80], [4_000, 80]);
    const publicRoad = way(202, { highway: 'tertiary' }, [3_000, 80], [3_000, 1_080], [4_000, 1_080], [4_000, 80]);
    const towns = [...quarter(1, 0, 0, 3_000), ...quarter(301, 4_000, 0, 3_000)];
    await on('private', [...towns, privateRoad, publicRoad], async (router) => {
      for (const mode of ['car', 'lightCar', 'scooter'] as const) {
        expect((await ride(router, mode, at(2_900, 85), at(4_100, 85))).metres).toBeGreaterThan(3_000);
      }
    });
  });

  it('keeps light cars, scooters, bicycles and walkers off the motorway, and light cars under 45 km/h', async () => {
    const motorway = [
      way(201, { highway: 'motorway', oneway: 'yes', maxspeed: '130' }, [3_000, 80], [9_000, 80]),
      way(202, { highway: 'motorway', oneway: 'yes', maxspeed: '130' }, [9_000, 0], [3_000, 0]),
    ];
    const road = way(203, { highway: 'secondary', maxspeed: '80' }, [3_000, 80], [6_000, 3_080], [9_000, 80]);
    const towns = [...quarter(1, 0, 0, 3_000), ...quarter(301, 9_000, 0, 3_000)];
    await on('motorway', [...towns, ...motorway, road], async (router) => {
      const from = at(2_900, 85);
      const to = at(9_100, 85);
      const car = await ride(router, 'car', from, to);
      expect(car.metres).toBeLessThan(6_500);
      for (const mode of ['lightCar', 'scooter', 'bike', 'foot'] as const) {
        const { metres, seconds } = await ride(router, mode, from, to);
        expect(metres).toBeGreaterThan(8_400);
        expect(seconds).toBeGreaterThanOrEqual(metres / (45 / 3.6) - 1);
      }
    });
  });
});

type Told = { seconds: number; metres: number };

async function tableTells(
  router: ValhallaRouter,
  mode: Mode,
  sources: LonLat[],
  destinations: LonLat[],
  exact = false,
) {
  const { durations, distances } = await router.table({ mode, sources, destinations, exact });
  return [...durations].map((seconds, i): Told => ({ seconds, metres: distances[i] as number }));
}

async function routesTell(router: ValhallaRouter, mode: Mode, sources: LonLat[], destinations: LonLat[]) {
  const places = sources.flatMap((from) => destinations.map((to) => [from, to]));
  const routes = await Promise.all(places.map((pair) => router.route({ mode, places: pair })));
  return routes.map(
    (route): Told => ({
      seconds: route?.durationSeconds ?? UNREACHABLE,
      metres: route?.distanceMetres ?? UNREACHABLE,
    }),
  );
}

function holds(polygons: readonly LonLat[][][], place: LonLat): boolean {
  return polygons.some((rings) =>
    booleanPointInPolygon([...place], polygon(rings.map((ring) => ring.map((point) => [...point])))),
  );
}

function metresApart(a: LonLat, b: LonLat): number {
  return Math.hypot((b[0] - a[0]) * 111_320 * Math.cos((a[1] * Math.PI) / 180), (b[1] - a[1]) * 111_200);
}
