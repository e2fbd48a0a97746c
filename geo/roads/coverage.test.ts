import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverageOf } from './coverage.ts';

const CENTRES = [
  [5, 48.5],
  [5.5, 49.5],
] as const;

it('is whole where the extract holds the territory and what lies around', () => {
  expect(coverageOf([3, 47, 8, 51], CENTRES, 60)).toEqual({ inside: 1, around: 1, lacking: [] });
});

it('names the sides that lack, and by how many kilometres', () => {
  // 60 km are 0.54° of latitude and 0.823° of longitude at 49° N.
  const { inside, around, lacking } = coverageOf([4.9, 47, 8, 49.6], CENTRES, 60);
  expect(inside).toBe(1);
  expect(lacking).toEqual([
    { side: 'north', km: 49 },
    { side: 'west', km: 53 },
  ]);
  expect(around).toBeGreaterThan(0.5);
  expect(around).toBeLessThan(0.7);
});

it('counts the communes it holds, none of them for another country', () => {
  expect(coverageOf([4.5, 48, 5.2, 50], CENTRES, 60).inside).toBe(0.5);
  expect(coverageOf([11.8, 57.6, 12.1, 57.8], CENTRES, 60)).toMatchObject({ inside: 0, around: 0 });
});

it('is never out of 0 … 1, and whole exactly where nothing lacks by a kilometre', () => {
  const degrees = fc.tuple(
    fc.double({ min: 3, max: 5, noNaN: true }),
    fc.double({ min: 47, max: 49, noNaN: true }),
    fc.double({ min: 0.1, max: 4, noNaN: true }),
  );
  fc.assert(
    fc.property(degrees, ([west, south, size]) => {
      const { inside, around, lacking } = coverageOf([west, south, west + size, south + size], CENTRES, 60);
      expect(inside).toBeGreaterThanOrEqual(0);
      expect(inside).toBeLessThanOrEqual(1);
      expect(around).toBeGreaterThanOrEqual(0);
      expect(around).toBeLessThanOrEqual(1);
      if (lacking.length === 0) expect(inside).toBe(1);
    }),
  );
});
