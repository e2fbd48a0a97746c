import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cycle } from '../../../test/factories/random-world.ts';
import { secondsOfDay } from '../clock-time.ts';
import { addDays, daysBetween, weekdayOf } from './dates.ts';
import { unrollCycle, unrolledLength } from './unroll.ts';

const workplace = { label: null, lon: 5, lat: 49, zones: null };
const stops = { outbound: [], return: [] };
const unroll = (c: Parameters<typeof unrollCycle>[0]['cycle'], startsOn = c.anchorDate, arrivalMarginMinutes = 10) =>
  unrollCycle({ cycle: c, startsOn, arrivalMarginMinutes, places: c.shifts.map(() => workplace), stops });

describe('a cycle becomes legs', () => {
  test('the contract’s fortnight: a morning and a night, two ways each', () => {
    const { legs, unrolledDays } = unroll({
      anchorDate: '2026-12-07',
      lengthDays: 14,
      shifts: [
        { day: 0, start: '05:00', end: '13:00' },
        { day: 7, start: '21:00', end: '05:00' },
      ],
    });
    expect(unrolledDays).toBe(14);
    expect(legs.map((l) => [l.id, l.direction, l.weekday, l.deadlineSeconds / 60, l.dates])).toEqual([
      ['L1', 'outbound', 1, 290, ['2026-12-07']],
      ['L2', 'return', 1, 780, ['2026-12-07']],
      ['L3', 'outbound', 1, 1250, ['2026-12-14']],
      ['L4', 'return', 2, 300, ['2026-12-15']],
    ]);
  });

  test.each([
    [1, 7],
    [5, 35],
    [7, 7],
    [8, 56],
    [14, 14],
    [21, 21],
    [366, 2562],
  ])('%i days meet the same weekdays after %i', (length, unrolled) => {
    expect(unrolledLength(length)).toBe(unrolled);
  });

  test('every shift of the cycle is worked as often as the cycle comes, both ways', () => {
    fc.assert(
      fc.property(cycle, fc.integer({ min: -30, max: 400 }), fc.integer({ min: 0, max: 60 }), (c, later, margin) => {
        const startsOn = addDays(c.anchorDate, later);
        const { legs, shifts, unrolledDays } = unroll(c, startsOn, margin);
        const expected = (c.shifts.length * unrolledDays) / c.lengthDays;
        expect(shifts.reduce((sum, s) => sum + s.occurrences, 0)).toBe(expected);
        expect(legs.reduce((sum, l) => sum + l.occurrences, 0)).toBe(2 * expected);
        for (const leg of legs) {
          expect(leg.occurrences).toBe(leg.dates.length);
          for (const date of leg.dates) expect(weekdayOf(date)).toBe(leg.weekday);
          expect(leg.deadlineSeconds).toBeGreaterThanOrEqual(0);
          expect(leg.deadlineSeconds).toBeLessThan(86_400);
        }
      }),
    );
  });

  test('each ride is on the date its shift says, the margin taken off, midnight crossed', () => {
    fc.assert(
      fc.property(cycle, fc.integer({ min: 0, max: 400 }), (c, later) => {
        const startsOn = addDays(c.anchorDate, later);
        const { legs, shifts, unrolledDays } = unroll(c, startsOn);
        const told = shifts
          .flatMap((s) =>
            s.dates.map((d) => {
              const out = legs.find((l) => l.id === s.outboundLegId);
              const back = legs.find((l) => l.id === s.returnLegId);
              return `${d.outbound} ${out?.deadlineSeconds} ${d.return} ${back?.deadlineSeconds}`;
            }),
          )
          .sort();
        const counted: string[] = [];
        for (let i = 0; i < unrolledDays; i++) {
          const date = addDays(startsOn, i);
          for (const shift of c.shifts) {
            if ((((daysBetween(c.anchorDate, date) - shift.day) % c.lengthDays) + c.lengthDays) % c.lengthDays !== 0)
              continue;
            const [start, end] = [secondsOfDay(shift.start) - 600, secondsOfDay(shift.end)];
            const outDate = start < 0 ? addDays(date, -1) : date;
            const backDate = end < secondsOfDay(shift.start) ? addDays(date, 1) : date;
            counted.push(`${outDate} ${(start + 86_400) % 86_400} ${backDate} ${end}`);
          }
        }
        expect(told).toEqual(counted.sort());
      }),
    );
  });
});
