import { DAY, dayOffset, printDeparture, secondsOfDay } from '../clock-time.ts';
import type { Cycle } from '../diagnostic/diagnostic.ts';
import { addDays, daysBetween } from '../schedule/dates.ts';
import { wholeMinutes } from '../schedule/unroll.ts';
import type { RideWish } from './wish.ts';

/**
 * Both rides of every shift that begins on one of these days, `until` included: there `marginMinutes` before the shift begins, home
 * when it ends. A shift worked at a place of its own is another journey, and left out. In the order they are ridden.
 */
export function rotaWishes({
  cycle,
  marginMinutes,
  first,
  until,
}: {
  cycle: Cycle;
  marginMinutes: number;
  first: string;
  until: string;
}): RideWish[] {
  const wishes: RideWish[] = [];
  for (let date = first; date <= until; date = addDays(date, 1)) {
    const phase = daysBetween(cycle.anchorDate, date) % cycle.lengthDays;
    const day = (phase + cycle.lengthDays) % cycle.lengthDays;
    for (const shift of cycle.shifts) {
      if (shift.day !== day || shift.place !== undefined) continue;
      const [start, end] = [secondsOfDay(shift.start), secondsOfDay(shift.end)];
      wishes.push(
        wishAt('outbound', date, start - wholeMinutes(marginMinutes)),
        wishAt('return', date, end < start ? end + DAY : end),
      );
    }
  }
  return wishes.sort((a, b) => (`${a.date} ${a.at}` < `${b.date} ${b.at}` ? -1 : 1));
}

/** Before midnight of its day, or past its end, it is the neighbouring day's. */
export const wishAt = (direction: RideWish['direction'], date: string, seconds: number): RideWish => ({
  direction,
  date: addDays(date, dayOffset(seconds)),
  at: printDeparture(seconds),
});
