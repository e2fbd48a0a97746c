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
  const ofZone = clocks.get(timeZone) ?? new Map<string, LocalClock>();
  clocks.set(timeZone, ofZone);
  const known = ofZone.get(date);
  if (known !== undefined) return known;
  const clock = readClock(date, timeZone);
  if (ofZone.size > MOST_DATES) ofZone.clear();
  ofZone.set(date, clock);
  return clock;
}

/** The same for every offer and every question, so kept; let go when they are very many. */
const clocks = new Map<string, Map<string, LocalClock>>();
const MOST_DATES = 4000;

function readClock(date: string, timeZone: string): LocalClock {
  const days = startOf(addDays(date, 3), timeZone) - startOf(addDays(date, -2), timeZone);
  if (days === 5 * DAY) return steadyClock;
  const asked = askedClock(date, timeZone);
  const changes = changesAround(date, timeZone);
  return changes.length === 1 ? reckonedClock(date, timeZone, changes[0] as Change, asked) : asked;
}

/** The calendar library's own answer, for any zone and any number of changes. */
function askedClock(date: string, timeZone: string): LocalClock {
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

/** One change of the clocks: its instant, and seconds ahead of UTC before and after. */
type Change = { at: number; before: number; after: number };

/** Further than this from the date, the calendar library is asked. */
const RECKONED_DAYS = 7;

function changesAround(date: string, timeZone: string): Change[] {
  const end = startOf(addDays(date, RECKONED_DAYS + 1), timeZone);
  const changes: Change[] = [];
  let at = Temporal.PlainDate.from(addDays(date, -RECKONED_DAYS - 1)).toZonedDateTime(timeZone);
  while (true) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds / 1000 > end) return changes;
    const [before, after] = [at.offsetNanoseconds / 1e9, next.offsetNanoseconds / 1e9];
    changes.push({ at: next.epochMilliseconds / 1000, before, after });
    at = next;
  }
}

/** The same by plain arithmetic where the clocks change once: every offer asks it, and asking the library is slow. */
function reckonedClock(date: string, timeZone: string, { at, before, after }: Change, asked: LocalClock): LocalClock {
  const midnight = startOf(date, timeZone);
  const wallMidnight = daysBetween('1970-01-01', date) * DAY;
  const isFar = (seconds: number) => Math.abs(seconds) > RECKONED_DAYS * DAY;
  return {
    toLine(wallSeconds, reading) {
      if (isFar(wallSeconds)) return asked.toLine(wallSeconds, reading);
      const whole = Math.floor(wallSeconds);
      const [asBefore, asAfter] = [wallMidnight + whole - before, wallMidnight + whole - after];
      const [isBefore, isAfter] = [asBefore < at, asAfter >= at];
      // Twice (both) or never (neither): the reading decides, and both readings keep to the same two instants.
      const both = reading === 'earlier' ? Math.min(asBefore, asAfter) : Math.max(asBefore, asAfter);
      const instant = isBefore === isAfter ? both : isBefore ? asBefore : asAfter;
      return instant - midnight + (wallSeconds - whole);
    },
    toWall(lineSeconds) {
      if (isFar(lineSeconds)) return asked.toWall(lineSeconds);
      const whole = Math.floor(lineSeconds);
      const instant = midnight + whole;
      return instant + (instant < at ? before : after) - wallMidnight + (lineSeconds - whole);
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
