import { expect, test } from 'vitest';
import { counterRange } from './counter.ts';
import { plateOf } from './vehicle.ts';

const READINGS = [
  { id: 1, readOn: '2026-11-01', km: 100 },
  { id: 2, readOn: '2026-11-10', km: 200 },
  { id: 3, readOn: '2026-11-10', km: 300 },
  { id: 4, readOn: '2026-11-20', km: 400 },
];

test.each<[string, id: number | undefined, least: number, most: number | null]>([
  ['2026-10-31', undefined, 0, 100],
  ['2026-11-10', undefined, 300, 400],
  ['2026-11-15', undefined, 300, 400],
  ['2026-11-20', undefined, 400, null],
  ['2026-11-01', 1, 0, 200],
  ['2026-11-10', 2, 100, 300],
  ['2026-11-10', 3, 200, 400],
  ['2026-11-20', 4, 300, null],
])('on %s, reading %s, a counter stood between %i and %s', (readOn, id, least, most) => {
  expect(counterRange(READINGS, id === undefined ? { readOn } : { readOn, id })).toEqual({ least, most });
});

test.each([
  ['ab 123 cd', 'AB-123-CD'],
  ['AB-123-CD', 'AB-123-CD'],
  ['ab123cd', 'AB-123-CD'],
  [' 1234  ab 55 ', '1234-AB-55'],
  ['1234AB55', '1234-AB-55'],
  ['Ａ', 'Ａ'],
])('the plate %s is %s', (typed, plate) => {
  expect(plateOf(typed)).toBe(plate);
});
