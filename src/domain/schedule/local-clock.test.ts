import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from './dates.ts';
import { clockChanges, clockOn, steadyClock } from './local-clock.ts';

const H = 3600;
const PARIS = 'Europe/Paris';

describe('wall clocks on a straight line', () => {
  test('an ordinary day is a straight line', () => {
    expect(clockOn('2026-12-07', PARIS)).toBe(steadyClock);
  });

  test('the clocks change twice a year, on the last Sundays of March and October', () => {
    expect(clockChanges('2026-11-22', 366, PARIS)).toEqual(['2027-03-28', '2027-10-31']);
    expect(clockChanges('2026-11-22', 366, 'Africa/Algiers')).toEqual([]);
  });

  test('28 March 2027: an hour of the wall is missing', () => {
    const clock = clockOn('2027-03-28', PARIS);
    expect(clock.toLine(4 * H, 'earlier')).toBe(3 * H);
    expect(clock.toWall(3 * H)).toBe(4 * H);
    // 2:30 does not exist: 1:30 is surely in time for it, 3:30 surely after it.
    expect(clock.toWall(clock.toLine(2.5 * H, 'earlier'))).toBe(1.5 * H);
    expect(clock.toWall(clock.toLine(2.5 * H, 'later'))).toBe(3.5 * H);
  });

  test('31 October 2027: an hour of the wall comes twice', () => {
    const clock = clockOn('2027-10-31', PARIS);
    expect(clock.toLine(2.5 * H, 'earlier')).toBe(2.5 * H);
    expect(clock.toLine(2.5 * H, 'later')).toBe(3.5 * H);
    expect(clock.toLine(5 * H, 'earlier')).toBe(6 * H);
    expect(clock.toWall(6 * H)).toBe(5 * H);
  });

  test('seen from the day before and the day after', () => {
    expect(clockOn('2027-03-27', PARIS).toLine(24 * H + 4 * H, 'earlier')).toBe(27 * H);
    expect(clockOn('2027-03-29', PARIS).toLine(-20 * H, 'earlier')).toBe(-20 * H);
    expect(clockOn('2027-03-29', PARIS).toLine(-23 * H, 'earlier')).toBe(-22 * H);
  });

  test('around every change of clocks it says what the calendar library says', () => {
    const zones = fc.constantFrom(PARIS, 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca');
    const near = fc.tuple(
      fc.constantFrom('2027-03-28', '2027-10-31', '2027-04-04', '2026-11-01'),
      fc.integer({ min: -4, max: 4 }),
    );
    const days = 10 * 24 * 4;
    const quarters = fc.integer({ min: -days, max: days });
    fc.assert(
      fc.property(zones, near, quarters, fc.constantFrom(0, 1, 0.25), (zone, [change, days], quarter, more) => {
        const date = addDays(change, days);
        const clock = clockOn(date, zone);
        if (clock === steadyClock) return;
        const seconds = quarter * 900 + more;
        const midnight = Temporal.PlainDate.from(date).toZonedDateTime(zone);
        for (const reading of ['earlier', 'later'] as const) {
          const wall = Temporal.PlainDate.from(date)
            .toPlainDateTime()
            .add({ seconds: Math.floor(seconds) });
          const at = wall.toZonedDateTime(zone, { disambiguation: reading });
          expect(clock.toLine(seconds, reading)).toBe(
            (at.epochMilliseconds - midnight.epochMilliseconds) / 1000 + (seconds - Math.floor(seconds)),
          );
        }
        const then = midnight.add({ seconds: Math.floor(seconds) });
        const clockTime = then.hour * 3600 + then.minute * 60 + then.second + (seconds - Math.floor(seconds));
        expect(clock.toWall(seconds)).toBe(daysBetween(date, then.toPlainDate().toString()) * 86_400 + clockTime);
      }),
      { numRuns: 2000 },
    );
  });
});
