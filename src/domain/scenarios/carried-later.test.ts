import { describe, expect, test } from 'vitest';
import { loan, onDemand, scene } from '../../../test/factories/monday-scene.ts';
import { draw, hours, rota, type Scenario } from '../../../test/factories/scenario.ts';

/**
 * A date of a rota before the offer can be had is carried when it comes round again: a shift in ten days is a Monday's again
 * after 70. Today is Sunday, the desk opens on Thursday.
 */
const tenDays: Partial<Scenario> = { rota: rota('d0 05:00-13:00', 10), today: '2026-12-06', now: '18:00' };
const thursdays = { deskHours: hours('Thu 09:00-12:00') };

/** The first lines of a drawing: the offer, and Monday 7 December both ways. */
const monday = (scenario: Scenario) =>
  draw(scenario)
    .split('\n')
    .filter((line, i) => i === 0 || /L1 |L2 |2026-12-07/.test(line))
    .join('\n');

const rows: [name: string, scenario: Scenario, drawing: string][] = [
  [
    'there on the 11th for good: the 7th is served when it comes again, on 15 February',
    scene(loan(thursdays), tenDays),
    `possible 14/14 shifts 7/7
L1 Mon → 04:50   04:20 ▸ 04:50 unknown calendar
   2026-12-07 notice unsure
L2 Mon ← 13:00   13:00 ▸ 13:30 unknown calendar
   2026-12-07 notice unsure`,
  ],
  [
    'there on the 11th for 30 days: on 15 February it has long been given back',
    scene(loan({ ...thursdays, maxDays: 30 }), tenDays),
    `possible 6/14 shifts 3/7
L1 Mon → 04:50   - unmet calendar 0>1
   2026-12-07 maxDays not served
L2 Mon ← 13:00   - unmet calendar 0>1
   2026-12-07 maxDays not served`,
  ],
  [
    'for 67 days: the last of them is 15 February',
    scene(loan({ ...thursdays, maxDays: 67 }), tenDays),
    `possible 14/14 shifts 7/7
L1 Mon → 04:50   04:20 ▸ 04:50 unknown calendar
   2026-12-07 notice unsure
L2 Mon ← 13:00   13:00 ▸ 13:30 unknown calendar
   2026-12-07 notice unsure`,
  ],
  [
    'each Monday, and a loan of three days from a Friday: no Monday is in it',
    scene(loan({ ...thursdays, maxDays: 3 }), { ...tenDays, rota: rota('Mon 05:00-13:00') }),
    `impossible 0/2 shifts 0/1
L1 Mon → 04:50   - unmet calendar 0>1
   2026-12-07 maxDays not served
L2 Mon ← 13:00   - unmet calendar 0>1
   2026-12-07 maxDays not served`,
  ],
  [
    'a service to be booked two days before, which ends with January',
    scene(
      onDemand(
        { noticeHours: 48, serviceHours: hours('Mon-Sun 04:00-14:00') },
        { validUntil: '2027-01-31', calendar: { publicHolidays: true } },
      ),
      tenDays,
    ),
    `possible 10/14 shifts 5/7
L1 Mon → 04:50   - unmet calendar 0>1
   2026-12-07 validity not served
L2 Mon ← 13:00   - unmet calendar 0>1
   2026-12-07 validity not served`,
  ],
  [
    'a service to be booked two days before, closed on 15 February',
    scene(
      onDemand(
        { noticeHours: 48, serviceHours: hours('Mon-Sun 04:00-14:00') },
        { calendar: { publicHolidays: true, exceptDates: ['2027-02-15'] } },
      ),
      tenDays,
    ),
    `possible 12/14 shifts 6/7
L1 Mon → 04:50   - unmet calendar 0>1
   2026-12-07 exceptDate not served
L2 Mon ← 13:00   - unmet calendar 0>1
   2026-12-07 exceptDate not served`,
  ],
];

describe('carried from a later cycle on', () => {
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(monday(scenario)).toBe(drawing);
  });
});
