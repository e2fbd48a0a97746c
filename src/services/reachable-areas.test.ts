import { area, booleanPointInPolygon, distance } from '@turf/turf';
import { describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { type LonLat, type ReachableArea, type Router, RouterError, type RouterErrorCode } from '../../geo/router.ts';
import { reachableAreas } from './reachable-areas.ts';

const commercy: LonLat = [5.5912, 48.7612];
const estimate = createEstimateRouter();

/** A ring of many corners, as engines draw them: `corners` of them, `degrees` wide, turning as it is told. */
function ring(degrees: number, corners: number, isClockwise: boolean): LonLat[] {
  const turned = Array.from({ length: corners }, (_, i): LonLat => {
    const angle = ((isClockwise ? -1 : 1) * 2 * Math.PI * i) / corners;
    const wobble = 1 + Math.sin(i * 7) / 2_000;
    return [5.591 + degrees * wobble * Math.cos(angle), 48.761 + degrees * wobble * Math.sin(angle)];
  });
  return [...turned, turned[0] as LonLat];
}

/** A router whose areas are known, and how often it was asked. */
function drawer(
  polygons: (minutes: number) => LonLat[][][],
  behaviour: { dataSet?: string; fails?: RouterErrorCode } = {},
) {
  const asked: { place: LonLat; minutes: readonly number[] }[] = [];
  const router: Router = {
    ...estimate,
    name: 'valhalla',
    async isochrone({ place, minutes, signal }): Promise<ReachableArea[]> {
      signal?.throwIfAborted();
      asked.push({ place, minutes });
      if (behaviour.fails) throw new RouterError(behaviour.fails, 'no areas today');
      const dataSet = behaviour.dataSet ?? 'lorraine 2026-11-01';
      return minutes.map((minute) => ({ source: 'valhalla', dataSet, minutes: minute, polygons: polygons(minute) }));
    },
  };
  return { router, asked, behaviour };
}

const ask = (configured: Router, minutes: number[] = [30], place = commercy, signal?: AbortSignal) =>
  reachableAreas({ configured, estimate }, { mode: 'car', place, minutes, signal });

describe('reachableAreas, on a router that draws', () => {
  it('keeps holes, few corners and the right way round, whichever way the engine turns', async () => {
    const { router } = drawer((minutes) => [[ring(minutes / 100, 5_000, true), ring(0.02, 400, false)]]);
    const { areas, fellBack } = await ask(router, [15, 30]);
    expect(fellBack).toBe(false);
    expect(areas).toMatchObject([
      { minutes: 15, source: 'valhalla', dataSet: 'lorraine 2026-11-01', radiusMetres: null },
      { minutes: 30 },
    ]);
    for (const { coordinates } of areas ?? []) {
      const [polygon = []] = coordinates;
      expect(polygon).toHaveLength(2);
      expect(polygon.flat().length).toBeLessThan(400);
      expect(signedArea(polygon[0] as LonLat[])).toBeGreaterThan(0);
      expect(signedArea(polygon[1] as LonLat[])).toBeLessThan(0);
      for (const part of polygon) expect(part.at(-1)).toEqual(part[0]);
    }
    const drawn = { type: 'MultiPolygon' as const, coordinates: areas?.[1]?.coordinates as never };
    const exact = { type: 'Polygon' as const, coordinates: [ring(0.3, 5_000, true), ring(0.02, 400, false)] as never };
    expect(area(drawn) / area(exact)).toBeGreaterThan(0.99);
    expect(area(drawn) / area(exact)).toBeLessThan(1.01);
    expect(booleanPointInPolygon([...commercy], drawn)).toBe(false);
  });

  it('leaves out what is no surface', async () => {
    const { router } = drawer(() => [[[commercy, commercy, commercy]], []]);
    expect((await ask(router)).areas).toMatchObject([{ coordinates: [] }]);
  });

  it('asks once for neighbours, and again for other minutes or another mode', async () => {
    const { router, asked } = drawer(() => [[ring(0.1, 40, false)]]);
    await ask(router, [30]);
    await ask(router, [30], [5.5908, 48.7613]);
    expect(asked).toEqual([{ place: [5.591, 48.761], minutes: [30] }]);
    await ask(router, [45]);
    await ask(router, [30], [5.6, 48.76]);
    await reachableAreas({ configured: router, estimate }, { mode: 'bike', place: commercy, minutes: [30] });
    expect(asked).toHaveLength(4);
  });

  it('keeps at most 500, the last used', async () => {
    const { router, asked } = drawer(() => [[ring(0.1, 8, false)]]);
    const place = (i: number): LonLat => [5 + i / 1000, 48.7];
    for (let i = 0; i < 500; i++) await ask(router, [30], place(i));
    await ask(router, [30], place(0));
    await ask(router, [30], place(500));
    expect(asked).toHaveLength(501);
    await ask(router, [30], place(0));
    expect(asked).toHaveLength(501);
    await ask(router, [30], place(1));
    expect(asked).toHaveLength(502);
  });

  it('forgets what was drawn on other roads', async () => {
    const { router, asked, behaviour } = drawer(() => [[ring(0.1, 8, false)]]);
    await ask(router, [30]);
    behaviour.dataSet = 'lorraine 2026-12-01';
    await ask(router, [45]);
    expect((await ask(router, [30])).areas).toMatchObject([{ dataSet: 'lorraine 2026-12-01' }]);
    expect(asked).toHaveLength(3);
  });

  it('says that no road is near, and keeps neither that nor a failure', async () => {
    let isochrone: Router['isochrone'] = async () => null;
    const router: Router = { ...estimate, name: 'valhalla', isochrone: (request) => isochrone?.(request) as never };
    expect(await ask(router)).toEqual({ areas: null, fellBack: false });
    isochrone = () => Promise.reject(new RouterError('unavailable', 'away'));
    expect((await ask(router)).fellBack).toBe(true);
    isochrone = drawer(() => [[ring(0.1, 8, false)]]).router.isochrone;
    expect(await ask(router)).toMatchObject({ areas: [{ source: 'valhalla' }], fellBack: false });
  });

  it.each<[RouterErrorCode, boolean]>([
    ['unavailable', true],
    ['garbage', true],
    ['refused', true],
    ['unsupportedMode', false],
  ])('estimates when the router is %s; a fall: %s', async (fails, fellBack) => {
    const answer = await ask(drawer(() => [], { fails }).router);
    expect(answer).toMatchObject({ areas: [{ source: 'estimate' }], fellBack });
  });

  it('throws the reason of an abort, and a mistake in the code', async () => {
    const reason = new Error('the adviser went away');
    await expect(ask(drawer(() => []).router, [30], commercy, AbortSignal.abort(reason))).rejects.toBe(reason);
    const mistaken: Router = { ...estimate, isochrone: () => Promise.reject(new TypeError('x is no function')) };
    await expect(ask(mistaken)).rejects.toThrow(TypeError);
  });
});

describe('reachableAreas, without roads', () => {
  it('draws the circle of the slowest pace and tells that of the fastest', async () => {
    const { areas, fellBack } = await ask(estimate, [15, 30]);
    expect(fellBack).toBe(false);
    // (minutes × 60 ÷ 1.27 or 0.73 − 210 s) ÷ 81.6 s a kilometre
    expect(areas).toMatchObject([
      { minutes: 15, source: 'estimate', radiusMetres: [expect.closeTo(6_111, -1), expect.closeTo(12_535, -1)] },
      { minutes: 30, radiusMetres: [expect.closeTo(14_796, -1), expect.closeTo(27_645, -1)] },
    ]);
    for (const { coordinates, radiusMetres } of areas ?? []) {
      const [polygon = []] = coordinates;
      expect(polygon).toHaveLength(1);
      for (const corner of polygon[0] ?? []) {
        const metres = distance([5.591, 48.761], [...corner], { units: 'meters' });
        expect(Math.abs(metres - (radiusMetres?.[0] ?? 0))).toBeLessThan((radiusMetres?.[0] as number) / 500);
      }
      expect(signedArea(polygon[0] as LonLat[])).toBeGreaterThan(0);
    }
  });

  it('holds nobody to be within reach whom the estimate puts beyond, at its slowest', async () => {
    const [drawn] = (await ask(estimate, [20])).areas ?? [];
    const edge = drawn?.coordinates[0]?.[0] ?? [];
    const { durations, errorFactor } = await estimate.table({
      mode: 'car',
      sources: [[5.591, 48.761]],
      destinations: edge,
    });
    expect(Math.max(...durations) * errorFactor[1]).toBeLessThanOrEqual(20 * 60 * 1.005);
    expect(Math.min(...durations) * errorFactor[1]).toBeGreaterThan(20 * 60 * 0.98);
  });

  it('draws nothing where nothing is sure: three minutes are spent leaving', async () => {
    expect((await ask(estimate, [3])).areas).toMatchObject([
      { coordinates: [], radiusMetres: [0, expect.any(Number)] },
    ]);
  });
});

/** Square degrees, positive when counter-clockwise. */
function signedArea(ring: readonly LonLat[]): number {
  return ring.slice(1).reduce((sum, [x, y], i) => {
    const [px, py] = ring[i] as LonLat;
    return sum + (px * y - x * py) / 2;
  }, 0);
}
