import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LonLat, MODES, type Mode } from '../../geo/router.ts';
import { createValhallaRouter, type ValhallaRouter } from '../../geo/valhalla.ts';
import { OSRM_CALIBRATION } from '../../geo/valhalla-calibration.ts';
import { tilesOf } from '../support/valhalla-tiles.ts';

const recordings = new URL('../../../shared/data/osrm-recordings/', import.meta.url);
const extract = new URL('../../../shared/data/osm/liechtenstein-2024-03-04.osm.pbf', import.meta.url);
const present = existsSync(recordings) && existsSync(extract);

/** A way that OSRM has told the time of. */
type Pair = { mode: Mode; from: LonLat; to: LonLat; osrmSeconds: number };

describe.skipIf(!present)('the calibration (skipped without ../shared/data)', () => {
  let router: ValhallaRouter;
  beforeAll(async () => {
    router = createValhallaRouter(await tilesOf('liechtenstein', readFileSync(extract)));
  });
  afterAll(() => router.close());

  it('is what the recorded answers of OSRM say', async () => {
    const sums = new Map<Mode, { osrm: number; valhalla: number; ratios: number[] }>();
    for (const { mode, from, to, osrmSeconds } of recordedPairs()) {
      const { durations } = await router.table({ mode, sources: [from], destinations: [to] });
      const seconds = durations[0] as number;
      if (seconds <= 0) continue;
      const sum = sums.get(mode) ?? { osrm: 0, valhalla: 0, ratios: [] };
      sum.osrm += osrmSeconds;
      sum.valhalla += seconds;
      sum.ratios.push(osrmSeconds / seconds);
      sums.set(mode, sum);
    }
    expect([...sums].map(([mode, { ratios }]) => [mode, ratios.length])).toEqual([
      ['car', 23],
      ['bike', 1],
      ['foot', 1],
    ]);
    for (const [mode, { osrm, valhalla }] of sums) expect(OSRM_CALIBRATION[mode]).toBeCloseTo(osrm / valhalla, 2);
    const { ratios } = sums.get('car') ?? { ratios: [] };
    expect(Math.min(...ratios)).toBeGreaterThan(1.16);
    expect(Math.max(...ratios)).toBeLessThan(1.29);
  });

  it('gives every mode a factor', () => {
    expect(Object.keys(OSRM_CALIBRATION)).toEqual([...MODES]);
  });
});

type Waypoint = { distance: number };
type Recording = {
  request: string;
  body: {
    code?: string;
    durations?: (number | null)[][];
    sources?: Waypoint[];
    destinations?: Waypoint[];
    waypoints?: Waypoint[];
    routes?: { legs: { duration: number }[] }[];
  };
};

/** Every way told once, between places by the road. */
function recordedPairs(): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const name of readdirSync(recordings)
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    const { request, body } = JSON.parse(readFileSync(new URL(name, recordings), 'utf8')) as Recording;
    const [path = '', query = ''] = request.split('?');
    const places = (path.split('/').at(-1) ?? '')
      .split(';')
      .map((text) => text.split(',').map(Number) as unknown as LonLat);
    const mode: Mode = name.includes('bike') ? 'bike' : name.includes('foot') ? 'foot' : 'car';
    const add = (i: number, j: number, osrmSeconds: number | null | undefined, ...snaps: (Waypoint | undefined)[]) => {
      const [from, to] = [places[i] as LonLat, places[j] as LonLat];
      const key = [mode, from, to].join();
      const near = snaps.every((snap) => (snap?.distance ?? 0) <= 1_000);
      if (osrmSeconds && near && from.join() !== to.join() && !pairs.has(key))
        pairs.set(key, { mode, from, to, osrmSeconds });
    };
    if (body.code !== 'Ok') continue;
    const chosen = (side: string) => new URLSearchParams(query).get(side)?.split(';').map(Number) ?? [...places.keys()];
    for (const [row, i] of (body.durations ? chosen('sources') : []).entries()) {
      for (const [column, j] of chosen('destinations').entries()) {
        add(i, j, body.durations?.[row]?.[column], body.sources?.[row], body.destinations?.[column]);
      }
    }
    const legs = path.startsWith('/route') ? (body.routes?.[0]?.legs ?? []) : [];
    for (const [i, { duration }] of legs.entries())
      add(i, i + 1, duration, body.waypoints?.[i], body.waypoints?.[i + 1]);
  }
  return [...pairs.values()];
}
