import type { Offer } from '../catalogue/offer.ts';
import type { LegException } from './result.ts';

export type Running = { runs: boolean; certain: boolean; reason: LegException['reason'] | null };

const USUAL: Running = { runs: true, certain: true, reason: null };

/** Whether an offer runs on a date, by its calendar. What nobody said about holidays is not known, not assumed. */
export function runningOn(offer: Offer, date: string, holidays: ReadonlySet<string>): Running {
  const { calendar, validFrom, validUntil } = offer;
  if ((validFrom !== null && date < validFrom) || (validUntil !== null && date > validUntil)) {
    return { runs: false, certain: true, reason: 'validity' };
  }
  if (calendar.exceptDates.includes(date)) return { runs: false, certain: true, reason: 'exceptDate' };
  if (holidays.has(date) && calendar.publicHolidays !== true) {
    return {
      runs: calendar.publicHolidays === null,
      certain: calendar.publicHolidays === false,
      reason: 'publicHoliday',
    };
  }
  // School periods differ by zone and year; without a dated service calendar a human confirms.
  if (calendar.schoolPeriods !== null && calendar.schoolPeriods !== 'all') {
    return { runs: true, certain: false, reason: 'schoolPeriod' };
  }
  return USUAL;
}
