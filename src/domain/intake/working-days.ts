import { Temporal } from 'temporal-polyfill';
import { addDays, dateAt, weekdayOf } from '../schedule/dates.ts';
import { publicHolidays } from '../schedule/holidays.ts';
import type { Territory } from '../territory.ts';

/** Where and when a team works: its territory's clock and holidays. */
export type OfficeCalendar = Pick<Territory, 'timeZone' | 'holidays'>;

/** When an office opens: calls due "that day" are due then. */
const OPENS_AT = '09:00';
const CLOSES_AT = '18:00';
const MOST_CLOSED_DAYS = 14;

export function isWorkingDay(date: string, { holidays }: Pick<OfficeCalendar, 'holidays'>): boolean {
  return weekdayOf(date) <= 5 && !publicHolidays(date, date, holidays).has(date);
}

/** The first working day after that date, or the last before it. */
export function neighbouringWorkingDay(date: string, step: 1 | -1, office: OfficeCalendar): string {
  for (let days = 1; days <= MOST_CLOSED_DAYS; days++) {
    const day = addDays(date, days * step);
    if (isWorkingDay(day, office)) return day;
  }
  // A territory whose every day is a holiday works all the same.
  return addDays(date, step);
}

/** Working days from `from` (not counted) to `to` (counted). */
export function workingDaysBetween(from: string, to: string, office: OfficeCalendar): number {
  let days = 0;
  for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) if (isWorkingDay(date, office)) days++;
  return days;
}

/** When the office opens on that day. */
export function openingOn(date: string, { timeZone }: OfficeCalendar): Temporal.Instant {
  return Temporal.PlainDateTime.from(`${date}T${OPENS_AT}`).toZonedDateTime(timeZone).toInstant();
}

/** That moment where somebody is at work then, else when the office opens next: nobody is told on a Sunday evening to call now. */
export function atWork(now: Temporal.Instant, office: OfficeCalendar): Temporal.Instant {
  const today = dateAt(now, office.timeZone);
  if (!isWorkingDay(today, office)) return nextMorning(now, office);
  const opening = openingOn(today, office);
  if (Temporal.Instant.compare(now, opening) < 0) return opening;
  const closing = momentOf(today, CLOSES_AT, office) ?? opening;
  return Temporal.Instant.compare(now, closing) < 0 ? now : nextMorning(now, office);
}

/** The morning of the next working day: when to call again whoever did not answer. */
export function nextMorning(now: Temporal.Instant, office: OfficeCalendar): Temporal.Instant {
  return openingOn(neighbouringWorkingDay(dateAt(now, office.timeZone), 1, office), office);
}

/**
 * The moment of a clock time on a date, there. Null where the clocks jump over it, or where either cannot be read; of a time
 * that comes twice, the first.
 */
export function momentOf(date: string, time: string, { timeZone }: OfficeCalendar): Temporal.Instant | null {
  try {
    const plain = Temporal.PlainDateTime.from(`${date}T${time}`);
    const zoned = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    return zoned.toPlainDateTime().equals(plain) ? zoned.toInstant() : null;
  } catch {
    return null;
  }
}
