import { addDays, daysBetween, weekdayOf } from '../schedule/dates.ts';
import type { RotaAnswer } from './answer.ts';

/** Kinds of hours at which buses are few: by the clock for each shift, by the calendar for the week-end. */
export const ROTA_HOURS = ['early', 'late', 'night', 'weekEnd', 'split'] as const;
type RotaHours = (typeof ROTA_HOURS)[number];

/** Before 7:00, after 20:00, over midnight, a Saturday or Sunday, twice on one day: the usual meaning of atypical hours. */
export function hoursOfRota(rota: RotaAnswer): RotaHours[] {
  const found = new Set<RotaHours>();
  const anchor = anchorOf(rota);
  const days = new Set<number>();
  for (const { day, start, end } of rota.shifts) {
    if (end < start) found.add('night');
    else if (end > '20:00') found.add('late');
    if (start < '07:00') found.add('early');
    // Where the cycle is no number of weeks, every day of it comes on a Saturday some week.
    if (rota.lengthDays % 7 !== 0 || weekdayOf(addDays(anchor, day)) > 5) found.add('weekEnd');
    if (days.has(day)) found.add('split');
    days.add(day);
  }
  return ROTA_HOURS.filter((hours) => found.has(hours));
}

/** Day 0 of a rota counted in weeks is a Monday; of any other, the first day of work, unless it is said. */
export function anchorOf({ startsOn, anchorDate, lengthDays }: RotaAnswer): string {
  if (anchorDate !== undefined) return anchorDate;
  return lengthDays % 7 === 0 ? addDays(startsOn, 1 - weekdayOf(startsOn)) : startsOn;
}

/** The same hours on the same dates, counted from the day that is day 0 where none is said. */
export function withoutAnchor({ anchorDate, ...rota }: RotaAnswer): Omit<RotaAnswer, 'anchorDate'> {
  if (anchorDate === undefined) return rota;
  const { lengthDays } = rota;
  const late = daysBetween(anchorDate, anchorOf(rota));
  const shifts = rota.shifts
    .map((shift) => ({ ...shift, day: (((shift.day - late) % lengthDays) + lengthDays) % lengthDays }))
    .toSorted((a, b) => a.day - b.day || (a.start < b.start ? -1 : 1));
  return { ...rota, shifts };
}
