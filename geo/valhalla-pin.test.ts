import { expect, it } from 'vitest';
import type { LonLat } from './router.ts';
import { offCrossing } from './valhalla-pin.ts';

/** Due north, with a bend's worth of points: 111.2 m to the thousandth of a degree. */
const line: LonLat[] = [
  [5, 48],
  [5, 48.00001],
  [5, 48.001],
];

it('takes a place off the end of its stretch of road, along it', () => {
  expect(offCrossing(line, 0)).toEqual([5, 48.000027]);
  expect(offCrossing(line, 0.001)).toEqual([5, 48.000027]);
  expect(offCrossing(line, 1)).toEqual([5, 48.000973]);
});

it('leaves a place that lies along it', () => {
  for (const share of [0.03, 0.5, 0.97]) expect(offCrossing(line, share)).toBeNull();
});

it('takes a place on a stretch shorter than that to its middle, and leaves it where there is no stretch', () => {
  const short: LonLat[] = [
    [5, 48],
    [5, 48.00004],
  ];
  expect(offCrossing(short, 1)).toEqual([5, 48.00002]);
  expect(offCrossing([[5, 48]], 0)).toBeNull();
  expect(
    offCrossing(
      [
        [5, 48],
        [5, 48],
      ],
      0,
    ),
  ).toBeNull();
});
