import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { timesOnTheWall, whichOfTwo } from './clock-change.ts';

const ZONE = 'Europe/Paris';

describe('an hour on the wall, on the nights the clocks change', () => {
  it.each([
    ['2027-10-31', '01:59', 1],
    ['2027-10-31', '02:00', 2],
    ['2027-10-31', '02:59', 2],
    ['2027-10-31', '03:00', 1],
    ['2027-03-28', '01:59', 1],
    ['2027-03-28', '02:00', 0],
    ['2027-03-28', '02:59', 0],
    ['2027-03-28', '03:00', 1],
    ['2026-11-25', '02:30', 1],
  ])('%s at %s comes %i times', (date, time, times) => {
    expect(timesOnTheWall(date, time, ZONE)).toBe(times);
  });

  it.each([
    ['2027-10-31T00:30:00Z', 'first'],
    ['2027-10-31T01:30:00Z', 'second'],
    ['2027-10-31T02:00:00Z', null],
    ['2027-10-30T23:59:00Z', null],
    ['2027-03-28T01:00:00Z', null],
  ])('%s is the %s of two', (instant, which) => {
    expect(whichOfTwo(Temporal.Instant.from(instant), ZONE)).toBe(which);
  });
});
