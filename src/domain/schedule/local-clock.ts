import { Temporal } from 'temporal-polyfill';
import { DAY } from '../clock-time.ts';
import { addDays, daysBetween } from './dates.ts';

/**
 * Wall-clock seconds of a day (0 at its local midnight, negative the day before) laid on a straight line of elapsed
 * seconds, and back. Durations are added on the line, hours are read on the wall: on the nights the clocks change the
 * two differ by an hour, and a departure is still the deadline's instant minus the duration.
 */
export type LocalClock = {
  /**
   * A clock time that does not exist, or comes twice, is read on the safe side: `earlier` for being somewhere in time,
   * `later` for leaving.
   */
  toLine(wallSeconds: number, reading: 'earlier' | 'later'): number;
  toWall(lineSeconds: number): number;
};

/** Any ordinary day: wall and line agree. */
export const steadyClock: LocalClock = { toLine: (seconds) => seconds, toWall: (seconds) => seconds };

/** The clock around that date there: two days before to two days after. */
export function clockOn(date: string, timeZone: string): LocalClock {
  if (!changesNear(date, timeZone)) return steadyClock;
  const midnight = startOf(date, timeZone);
  return {
    toLine(wallSeconds, reading) {
      const days = Math.floor(wallSeconds / DAY);
      const whole = Math.floor(wallSeconds);
      const plain = Temporal.PlainDate.from(addDays(date, days))
        .toPlainDateTime()
        .add({ seconds: whole - days * DAY });
      const zoned = plain.toZonedDateTime(timeZone, { disambiguation: reading });
      return zoned.epochMilliseconds / 1000 - midnight + (wallSeconds - whole);
    },
    toWall(lineSeconds) {
      const whole = Math.floor(lineSeconds);
      const zoned = Temporal.Instant.fromEpochMilliseconds((midnight + whole) * 1000).toZonedDateTimeISO(timeZone);
      const days = daysBetween(date, zoned.toPlainDate().toString());
      return days * DAY + zoned.hour * 3600 + zoned.minute * 60 + zoned.second + (lineSeconds - whole);
    },
  };
}

/** The days of `[from, from + days)` on which the clocks change there. */
export function clockChanges(from: string, days: number, timeZone: string): string[] {
  const end = startOf(addDays(from, days), timeZone);
  const changes: string[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.PlainDate.from(from).toZonedDateTime(timeZone);
  while (true) {
    at = at.getTimeZoneTransition('next');
    if (at === null || at.epochMilliseconds / 1000 >= end) return changes;
    changes.push(at.toPlainDate().toString());
  }
}

function startOf(date: string, timeZone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds / 1000;
}

const cache = new Map<string, boolean>();

function changesNear(date: string, timeZone: string): boolean {
  const key = `${timeZone} ${date}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const answer = startOf(addDays(date, 3), timeZone) - startOf(addDays(date, -2), timeZone) !== 5 * DAY;
  if (cache.size > 4000) cache.clear();
  cache.set(key, answer);
  return answer;
}
