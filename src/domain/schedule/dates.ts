import { Temporal } from 'temporal-polyfill';

/** Calendar days as `YYYY-MM-DD`; whole days only, no clock, no zone. */
const MS_PER_DAY = 86_400_000;

const epochDay = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY);

export function addDays(date: string, days: number): string {
  if (days === 0) return date;
  return new Date((epochDay(date) + days) * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, negative when `to` is before. */
export function daysBetween(from: string, to: string): number {
  return epochDay(to) - epochDay(from);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(date: string): number {
  return ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;
}

/** A weekday moved by whole days: Sunday + 1 is Monday. */
export function shiftWeekday(weekday: number, days: number): number {
  return ((((weekday - 1 + days) % 7) + 7) % 7) + 1;
}

export function laterDate(a: string, b: string): string {
  return a > b ? a : b;
}

/** The calendar day it is, there, at that instant. */
export function dateAt(instant: Temporal.Instant, timeZone: string): string {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** Completed years of someone born on `birthDate`, on `date`. */
export function ageOn(birthDate: string, date: string): number {
  return Temporal.PlainDate.from(birthDate).until(Temporal.PlainDate.from(date), { largestUnit: 'years' }).years;
}
