import type { Cycle } from '../../../domain/diagnostic/diagnostic.ts';
import { addDays, weekdayOf } from '../../../domain/schedule/dates.ts';

/** A rota without its anchor: how long it is, and its shifts. */
export type Rota = Omit<Cycle, 'anchorDate'>;
type Hours = readonly [start: string, end: string];

export const MORNING: Hours = ['05:00', '13:00'];
export const AFTERNOON: Hours = ['13:00', '21:00'];
export const NIGHT: Hours = ['21:00', '05:00'];

const on = (days: readonly number[], [start, end]: Hours) => days.map((day) => ({ day, start, end }));
const WEEK = [0, 1, 2, 3, 4];

/** The same hours every week. Day 0 is a Monday. */
export const weekly = (hours: Hours, days: readonly number[] = WEEK): Rota => ({
  lengthDays: 7,
  shifts: on(days, hours),
});

/** One week of mornings, one of afternoons. */
export const twoByEight: Rota = {
  lengthDays: 14,
  shifts: [
    ...on(WEEK, MORNING),
    ...on(
      WEEK.map((d) => d + 7),
      AFTERNOON,
    ),
  ],
};

/** A week of mornings, one of afternoons, one of nights. */
export const threeByEight: Rota = {
  lengthDays: 21,
  shifts: [
    ...twoByEight.shifts,
    ...on(
      WEEK.map((d) => d + 14),
      NIGHT,
    ),
  ],
};

/** Two mornings, two afternoons, two nights, two days off: the weekdays move every time. */
export const eightDays: Rota = {
  lengthDays: 8,
  shifts: [...on([0, 1], MORNING), ...on([2, 3], AFTERNOON), ...on([4, 5], NIGHT)],
};

/** Twice a day, with the middle of the day off. */
export const split = (first: Hours, second: Hours, days: readonly number[] = WEEK): Rota => ({
  lengthDays: 7,
  shifts: days.flatMap((day) => on([day], first).concat(on([day], second))),
});

/** One week in two, on those days of it. */
export const everyOtherWeek = (hours: Hours, days: readonly number[] = WEEK): Rota => ({
  lengthDays: 14,
  shifts: on(days, hours),
});

/** The first Monday at least that many days after `today`. */
export function mondayAfter(today: string, days: number): string {
  const date = addDays(today, days);
  return addDays(date, (8 - weekdayOf(date)) % 7);
}
