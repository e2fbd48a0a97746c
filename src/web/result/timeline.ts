import { secondsOfDay } from '../../domain/clock-time.ts';
import { addDays, daysBetween, weekdayOf } from '../../domain/schedule/dates.ts';

/** A leg as a result tells it: on these dates, be there by `arriveBy` or leave from `departFrom`. */
export type TimelineLeg = {
  id: string;
  direction: 'outbound' | 'return';
  arriveBy?: string;
  departFrom?: string;
  dates: readonly string[];
};

/** Minutes of one day; a shift across midnight is two bars, open where it goes on. */
export type Bar = { from: number; to: number; opensBefore: boolean; goesOn: boolean };
export type Mark = { legId: string; direction: 'outbound' | 'return'; minute: number };
export type TimelineDay = { date: string; weekday: number; bars: Bar[]; marks: Mark[] };
export type TimelineWeek = { monday: string; days: TimelineDay[] };

const DAY_MINUTES = 1440;

/**
 * Whole weeks, Monday first, with every ride to make: a mark at its clock time, and a bar from being there to leaving.
 * Each ride out is joined to the first ride home that no earlier one took; a ride alone is only a mark.
 */
export function timelineWeeks(legs: readonly TimelineLeg[]): TimelineWeek[] {
  const rides = legs
    .flatMap(({ id, direction, arriveBy, departFrom, dates }) => {
      const time = arriveBy ?? departFrom;
      if (time === undefined) return [];
      return dates.map((date) => ({ legId: id, direction, date, minute: secondsOfDay(time) / 60 }));
    })
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.minute - b.minute));
  const [first, last] = [rides[0], rides.at(-1)];
  if (!first || !last) return [];

  const monday = addDays(first.date, 1 - weekdayOf(first.date));
  const weeks = Math.floor(daysBetween(monday, last.date) / 7) + 1;
  const days = Array.from(
    { length: weeks * 7 },
    (_, i): TimelineDay => ({
      date: addDays(monday, i),
      weekday: (i % 7) + 1,
      bars: [],
      marks: [],
    }),
  );
  const minuteOf = (ride: { date: string; minute: number }) =>
    daysBetween(monday, ride.date) * DAY_MINUTES + ride.minute;

  const waiting: number[] = [];
  for (const ride of rides) {
    const { legId, direction, minute } = ride;
    days[daysBetween(monday, ride.date)]?.marks.push({ legId, direction, minute });
    if (direction === 'outbound') {
      waiting.push(minuteOf(ride));
      continue;
    }
    const since = waiting.shift();
    if (since !== undefined) addBars(days, since, minuteOf(ride));
  }
  return Array.from({ length: weeks }, (_, i) => ({
    monday: addDays(monday, i * 7),
    days: days.slice(i * 7, i * 7 + 7),
  }));
}

function addBars(days: TimelineDay[], from: number, to: number): void {
  for (let day = Math.floor(from / DAY_MINUTES); day * DAY_MINUTES < to; day++) {
    const midnight = day * DAY_MINUTES;
    days[day]?.bars.push({
      from: Math.max(from - midnight, 0),
      to: Math.min(to - midnight, DAY_MINUTES),
      opensBefore: from < midnight,
      goesOn: to > midnight + DAY_MINUTES,
    });
  }
}
