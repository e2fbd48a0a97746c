import type { BookingNeed } from '../../domain/booking/booking.ts';
import type { Journey, RideLimits, RideWish } from '../../domain/booking/wish.ts';
import type { Place } from '../../domain/place.ts';
import { addDays } from '../../domain/schedule/dates.ts';

/** What the form of a ride has understood so far; null: not answered, or not understood. */
export type RideAnswers = {
  to: Place | null;
  from: Place | null;
  date: string | null;
  at: string | null;
  back: boolean | null;
  backAt: string | null;
  /** Of several days in one go. */
  series: readonly RideWish[];
  needs: readonly BookingNeed[];
  /** Whoever comes along included. */
  seats: number;
  limits: RideLimits;
};

export const NO_ANSWERS: RideAnswers = {
  to: null,
  from: null,
  date: null,
  at: null,
  back: null,
  backAt: null,
  series: [],
  needs: [],
  seats: 1,
  limits: {},
};

/** The hour at which somebody may leave again is of the day after where it comes before the one they are to be there at. */
export const backIsNextDay = ({ at, backAt }: Pick<RideAnswers, 'at' | 'backAt'>): boolean =>
  at !== null && backAt !== null && backAt <= at;

/** Null where something is still to be answered. */
export function journeyOf(answers: RideAnswers): Journey | null {
  const { to, from, date, at, back, backAt, series, needs, seats, limits } = answers;
  if (to === null || from === null) return null;
  const common = { home: from, away: to, seats, needs, ...(Object.keys(limits).length > 0 && { limits }) };
  if (series.length > 0) return { ...common, rides: series };
  if (date === null || at === null || back === null || (back && backAt === null)) return null;
  const there: RideWish = { direction: 'outbound', date, at };
  if (!back || backAt === null) return { ...common, rides: [there] };
  const backDate = backIsNextDay(answers) ? addDays(date, 1) : date;
  return { ...common, rides: [there, { direction: 'return', date: backDate, at: backAt }] };
}
