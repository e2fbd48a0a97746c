import type { Offer } from '../catalogue/offer.ts';
import { addDays, weekdayOf } from '../schedule/dates.ts';

/** Days on which an offer receives people: nobody begins at a school on a day it is closed. */

const AT_MOST_DAYS = 60;

/**
 * The first such day from that one on. Where nobody wrote the hours, any day is one, but for a day the offer says it does
 * not run: an office that told nothing may be open.
 */
export function openDayFrom(offer: Offer, date: string): string {
  for (let i = 0; i <= AT_MOST_DAYS; i++) {
    const day = addDays(date, i);
    if (receivesOn(offer, day)) return day;
  }
  return date;
}

/** The last such day up to that one, `from` at the earliest. */
export function openDayUntil(offer: Offer, from: string, date: string): string {
  for (let i = 0; i <= AT_MOST_DAYS; i++) {
    const day = addDays(date, -i);
    if (day <= from) return from;
    if (receivesOn(offer, day)) return day;
  }
  return date;
}

function receivesOn({ details, calendar }: Offer, day: string): boolean {
  const sessions = 'sessions' in details ? details.sessions : [];
  if (sessions.length === 0) return true;
  return sessions.some(({ weekdays }) => weekdays.includes(weekdayOf(day))) && !calendar.exceptDates.includes(day);
}
