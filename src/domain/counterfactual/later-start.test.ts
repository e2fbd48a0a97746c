import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cycle } from '../../../test/factories/random-world.ts';
import { question, rota, travelBy } from '../../../test/factories/scenario.ts';
import type { MatchingFacts } from '../matching/facts.ts';
import { addDays } from '../schedule/dates.ts';
import { startingLater } from './later-start.ts';
import { hourGroups, withHoursMoved } from './moved-hours.ts';

const travel = travelBy('H-J 30');
const factsFrom = (rota: unknown, startsOn: string, margin: number) =>
  question({ rota: rota as never, job: { startsOn, arrivalMarginMinutes: margin }, offers: [], travel }).facts;

/** A rota without the names of its legs: hours, days and dates only. */
function shape({ legs, shifts, startsOn }: MatchingFacts) {
  const byId = new Map(legs.map((leg) => [leg.id, leg]));
  const hour = (id: string | null) => {
    const leg = byId.get(id ?? '');
    return leg && [leg.direction, leg.weekday, leg.deadlineSeconds];
  };
  return {
    startsOn,
    legs: legs.map((l) => JSON.stringify([l.direction, l.weekday, l.deadlineSeconds, l.dates])).sort(),
    shifts: shifts.map((s) => JSON.stringify([hour(s.outboundLegId), hour(s.returnLegId), s.dates])).sort(),
  };
}

describe('a later start', () => {
  test('is the rota unrolled from that day, whatever the cycle and the margin', () => {
    fc.assert(
      fc.property(cycle, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 120 }), (rota, days, margin) => {
        const start = '2026-12-07';
        const later = startingLater(factsFrom(rota, start, margin), days);
        expect(shape(later)).toEqual(shape(factsFrom(rota, addDays(start, days), margin)));
      }),
    );
  });
});

test('a later start keeps two shifts that end in the same minute apart, as the rota does', () => {
  const shifts = [
    { day: 0, start: '23:45', end: '09:45' },
    { day: 1, start: '07:30', end: '09:45' },
  ];
  const overlapping = { anchorDate: '2026-12-07', lengthDays: 7, shifts };
  const later = startingLater(factsFrom(overlapping, '2026-12-07', 0), 9);
  expect(shape(later)).toEqual(shape(factsFrom(overlapping, '2026-12-16', 0)));
});

describe('an hour moved', () => {
  const room = (text: string) =>
    hourGroups(factsFrom(rota(text), '2026-12-07', 10)).map((g) => [
      g.direction,
      g.legs.length,
      g.earlier / 60,
      g.later / 60,
    ]);

  test('is one for a week of the same hours, and keeps an hour of work', () => {
    // Eight hours of work may lose seven; sixteen hours lie between two days, and sixty-four before the next Monday.
    expect(room('Mon 05:00-13:00, Tue 05:00-13:00, Wed 05:00-13:00')).toEqual([
      ['outbound', 3, 960, 420],
      ['return', 3, 420, 960],
    ]);
  });

  // Half an hour between the halves, 158 hours before the next Monday.
  test('does not run into the other half of a split shift', () => {
    expect(room('Mon 08:00-10:00, Mon 10:30-18:00').map(([way, , earlier, later]) => [way, earlier, later])).toEqual([
      ['outbound', 9480, 60],
      ['return', 60, 30],
      ['outbound', 30, 390],
      ['return', 390, 9480],
    ]);
  });

  test('over midnight is on the next day, for the ride and for the shift', () => {
    const facts = factsFrom(rota('Mon 23:30-07:00'), '2026-12-07', 10);
    const moved = withHoursMoved(facts, new Set(['L1']), 3600);
    expect(moved.legs[0]).toMatchObject({ weekday: 2, deadlineSeconds: 20 * 60, dates: ['2026-12-08'] });
    expect(moved.shifts[0]?.dates).toEqual([{ outbound: '2026-12-08', return: '2026-12-08' }]);
  });
});
