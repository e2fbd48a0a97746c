import type { Hours, Offer } from '../catalogue/offer.ts';
import { addDays, laterDate, weekdayOf } from '../schedule/dates.ts';

/** How long before the start a vehicle is fetched, at most. */
const DAYS_BEFORE = 14;

export type Collecting = { on: string } & Pick<Hours, 'from' | 'to'>;
/** What a day hangs on besides the offer. */
export type DaysKnown = { today: string; holidays: { has(date: string): boolean } };

/**
 * The last day before the start on which the desk of a vehicle on loan is open; `never` where none is left. Null where there
 * is nothing to fetch, no start, or nobody wrote the hours.
 */
export function collectDay(
  { kind, details, calendar }: Offer,
  from: string | null,
  { today, holidays }: DaysKnown,
): Collecting | 'never' | null {
  if (kind !== 'vehicleLoan' || from === null || details.deskHours.length === 0) return null;
  const first = laterDate(today, addDays(from, -DAYS_BEFORE));
  for (let on = addDays(from, -1); on >= first; on = addDays(on, -1)) {
    if (calendar.exceptDates.includes(on) || (holidays.has(on) && calendar.publicHolidays !== true)) continue;
    const open = details.deskHours.find(({ weekdays }) => weekdays.includes(weekdayOf(on)));
    if (open) return { on, from: open.from, to: open.to };
  }
  return 'never';
}
