import { Temporal } from 'temporal-polyfill';

/** Calendar days as `YYYY-MM-DD`; whole days only, no clock, no zone. */

/**
 * Days since 1 January 1970, in plain arithmetic (years that begin in March, so that a leap day is the last): a match
 * counts days a hundred thousand times, and reading a date through `Date` takes twenty times as long.
 */
function epochDay(date: string): number {
  const month = digits(date, 5, 7);
  const year = digits(date, 0, 4) - (month <= 2 ? 1 : 0);
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + digits(date, 8, 10) - 1;
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - 719_468;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
}

/** A number for a date, as 20261122: orders as dates do, and takes four bytes. */
export function dayNumber(date: string): number {
  return 10_000 * digits(date, 0, 4) + 100 * digits(date, 5, 7) + digits(date, 8, 10);
}

export function addDays(date: string, days: number): string {
  if (days === 0) return date;
  return new Date((epochDay(date) + days) * 86_400_000).toISOString().slice(0, 10);
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
