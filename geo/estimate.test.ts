import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CIRCUITY, createEstimateRouter, PACES } from './estimate.ts';
import { crowFlightMetres } from './points.ts';
import { type LonLat, MODES } from './router.ts';

const home: LonLat = [5.5905, 48.7612];
const job: LonLat = [5.1606, 48.7729];

describe('createEstimateRouter', () => {
  const router = createEstimateRouter();

  it('takes a car 3.5 min and 1.36 min a crow-flight kilometre', async () => {
    // A tenth of a degree along a meridian: 11.1195 km on the mean sphere.
    const north: LonLat = [5, 48.1];
    const table = await router.table({ mode: 'car', sources: [[5, 48]], destinations: [north, [5, 48]] });
    expect([...table.durations]).toEqual([Math.round(210 + 81.6 * 11.1195), 0]);
    expect([...table.distances]).toEqual([Math.round(11_119.5 * CIRCUITY), 0]);
    expect(table).toMatchObject({ source: 'estimate', fixedSeconds: 210, errorFactor: [0.73, 1.27] });
  });

  it('orders the modes by speed over a commute', async () => {
    const times = await Promise.all(
      MODES.map(async (mode) => (await router.table({ mode, sources: [home], destinations: [job] })).durations[0]),
    );
    const [car = 0, lightCar = 0, scooter = 0, bike = 0, foot = 0] = times;
    expect(car).toBeLessThan(lightCar);
    expect(lightCar).toBe(scooter);
    expect(scooter).toBeLessThan(bike);
    expect(bike).toBeLessThan(foot);
  });

  it('derives the 45 km/h modes from the car as its comment says', () => {
    const minutesPerRoadKm = PACES.car.secondsPerKm / 60 / CIRCUITY;
    const lostPerKm = minutesPerRoadKm - 60 / 80;
    const at45 = 60 / 45 + (lostPerKm * 45) / 80;
    expect(PACES.lightCar.secondsPerKm).toBe(Math.round(at45 * CIRCUITY * 60));
    const kmOfStreets = PACES.car.fixedSeconds / 60 / (2 - minutesPerRoadKm);
    expect(PACES.lightCar.fixedSeconds / 60).toBeCloseTo(kmOfStreets * (2 - at45), 1);
    expect(PACES.scooter).toEqual(PACES.lightCar);
  });

  it('fills two rows of 25,000 cells in well under a second', async () => {
    const drivers = Array.from({ length: 25_000 }, (_, i): LonLat => [4.9 + (i % 500) / 500, 48.5 + i / 30_000]);
    const started = performance.now();
    const { durations } = await router.table({ mode: 'car', sources: [home, job], destinations: drivers });
    expect(durations).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

const shared = new URL('../../shared/data/', import.meta.url);
const timesFile = new URL('osm/isere-512x512-osrm-car-durations-seconds.csv', shared);
const communesFile = new URL('osm/isere-communes.geojson', shared);
const recordingsFolder = new URL('osrm-recordings/', shared);

type Pair = { metres: number; seconds: number; rolling: boolean };

/** Real OSRM times between the communes of Isère; `rolling` is the countryside west of the Alps. */
function readPairs(): Pair[] {
  const { features } = JSON.parse(readFileSync(communesFile, 'utf8')) as {
    features: { properties: { id: string; lon: number; lat: number } }[];
  };
  const places = new Map(features.map(({ properties: p }) => [p.id, [p.lon, p.lat] as LonLat]));
  const [header = '', ...rows] = readFileSync(timesFile, 'utf8').trim().replaceAll('"', '').split(/\r?\n/);
  const columns = header.split(',').slice(1);
  return rows.flatMap((row) => {
    const [code = '', ...cells] = row.split(',');
    const from = places.get(code) as LonLat;
    return cells.flatMap((cell, index) => {
      const to = places.get(columns[index] as string) as LonLat;
      if (columns[index] === code) return [];
      return [{ metres: crowFlightMetres(from, to), seconds: Number(cell), rolling: from[0] < 5.6 && to[0] < 5.6 }];
    });
  });
}

function errorsOf(pairs: readonly Pair[]) {
  const { fixedSeconds, secondsPerKm } = PACES.car;
  const factors = pairs.map(({ metres, seconds }) => seconds / (fixedSeconds + (secondsPerKm * metres) / 1000));
  const errors = factors.map((factor) => Math.abs(factor - 1)).sort((a, b) => a - b);
  return {
    count: pairs.length,
    mean: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    nineInTen: errors[Math.floor(errors.length * 0.9)] as number,
    inBounds: factors.filter((factor) => factor >= 0.73 && factor <= 1.27).length / factors.length,
  };
}

describe.skipIf(!existsSync(timesFile))(
  'the calibration of the car (skipped where ../shared/data/osm is absent)',
  () => {
    const pairs = existsSync(timesFile) ? readPairs() : [];

    it('has the stated error on the pairs it was fitted on: rolling countryside, under 40 km', () => {
      const errors = errorsOf(pairs.filter(({ metres, rolling }) => rolling && metres < 40_000));
      expect(errors.count).toBe(59_140);
      expect(errors.mean).toBeCloseTo(0.13, 2);
      expect(errors.nineInTen).toBeCloseTo(0.27, 2);
      expect(errors.inBounds).toBeGreaterThan(0.9);
    });

    it('has the worse error its comment admits over the whole department, Alps included', () => {
      const errors = errorsOf(pairs);
      expect(errors.count).toBe(261_632);
      expect(errors.mean).toBeCloseTo(0.17, 2);
      expect(errors.inBounds).toBeGreaterThan(0.84);
    });
  },
);

const recorded = existsSync(recordingsFolder);
describe.skipIf(!recorded)('the other constants (skipped where ../shared/data/osrm-recordings is absent)', () => {
  type Recording = { request: string; body: Record<string, never> };
  const read = (name: string) => JSON.parse(readFileSync(new URL(name, recordingsFolder), 'utf8')) as Recording;
  const placesOf = ({ request }: Recording) =>
    (request.split(/[/?]/)[4] ?? '').split(';').map((place) => place.split(',').map(Number) as unknown as LonLat);

  it('has the road distances of a recorded table on average', () => {
    const recording = read('table-3x5-duration-distance.json');
    const places = placesOf(recording);
    const factors = (recording.body.distances as unknown as number[][]).flatMap((row, i) =>
      row.map((metres, j) => metres / crowFlightMetres(places[i] as LonLat, places[3 + j] as LonLat)),
    );
    expect(factors).toHaveLength(15);
    expect(factors.reduce((sum, factor) => sum + factor, 0) / 15).toBeCloseTo(CIRCUITY, 1);
  });

  it.each(['bike', 'foot'] as const)('has the recorded route by %s within its bounds', async (mode) => {
    const recording = read(`route-${mode}.json`);
    const real = (recording.body.routes as unknown as { duration: number }[])[0]?.duration as number;
    const estimate = await createEstimateRouter().route({ mode, places: placesOf(recording) });
    const factor = real / (estimate?.durationSeconds as number);
    expect(factor).toBeGreaterThan(0.73);
    expect(factor).toBeLessThan(1.27);
  });
});
