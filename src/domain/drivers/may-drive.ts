import { addDays, weekdayOf } from '../schedule/dates.ts';
import { type CheckKind, type Driver, isAbsentOn, isValidOn, lastCheck } from './driver.ts';
import { charterVersion, type DriverRules, requiredChecks, weeklyCap } from './rules.ts';

/**
 * A ride that somebody drives or has promised to: while they are on the road for it, from home to home. Instants in ISO 8601 UTC.
 * `run`: what is one drive, so that who sits in the same car is no second one.
 */
export type PromisedRide = {
  bookingId: string;
  run: string;
  date: string;
  from: string;
  until: string;
  minutes: number;
};

/** Why nobody can say how long somebody is on the road from home: no road leads there and back, or their commune is not known. */
export type NoWay = 'unreachable' | 'homeUnknown';

/** What is asked of a driver, the way from home and back with it. `noWay`: those times are without it, for there is none. */
export type AskedDrive = PromisedRide & { seats: number; noWay: NoWay | null };

/** Why somebody cannot take a ride; the texts beside each code say what would change it. */
export type DriverRefusal =
  | { code: 'applied' | 'paused' | 'left' | 'refused' | 'charter' | 'absent' | 'noSeat' }
  | { code: NoWay }
  | { code: 'checkMissing'; check: CheckKind }
  | { code: 'checkExpired'; check: CheckKind; on: string }
  | { code: 'busy'; bookingId: string }
  | { code: 'capRides'; cap: number }
  | { code: 'capMinutes'; cap: number; promised: number };

/** Monday and Sunday of the week of that date. */
export function weekOf(date: string): { from: string; until: string } {
  const from = addDays(date, 1 - weekdayOf(date));
  return { from, until: addDays(from, 6) };
}

/** Minutes at the wheel, a drive that carries several people once. */
export function minutesOf(rides: readonly Pick<PromisedRide, 'run' | 'minutes'>[]): number {
  const runs = new Map<string, number>();
  for (const { run, minutes } of rides) runs.set(run, Math.max(minutes, runs.get(run) ?? 0));
  return [...runs.values()].reduce((sum, minutes) => sum + minutes, 0);
}

/** Everything that stands against it, what is nearest to be put right first; nothing where they may. */
export function refusalsOf(
  driver: Driver,
  asked: AskedDrive,
  promised: readonly PromisedRide[],
  rules: DriverRules,
): DriverRefusal[] {
  const refusals: DriverRefusal[] = [];
  const others = promised.filter(({ bookingId }) => bookingId !== asked.bookingId);
  if (driver.status !== 'active') refusals.push({ code: driver.status });
  if (asked.noWay !== null) refusals.push({ code: asked.noWay });
  const overlapping = others.find(
    ({ run, from, until }) => run !== asked.run && from < asked.until && asked.from < until,
  );
  if (overlapping) refusals.push({ code: 'busy', bookingId: overlapping.bookingId });
  if (isAbsentOn(driver.absences, asked.date)) refusals.push({ code: 'absent' });
  if (driver.seats < asked.seats) refusals.push({ code: 'noSeat' });
  if (driver.charterVersion !== charterVersion(rules)) refusals.push({ code: 'charter' });
  for (const check of requiredChecks(driver.kind, rules)) {
    const last = lastCheck(driver.checks, check);
    if (last === null) refusals.push({ code: 'checkMissing', check });
    else if (!isValidOn(last, asked.date)) {
      refusals.push({ code: 'checkExpired', check, on: last.validUntil ?? asked.date });
    }
  }
  const week = weekOf(asked.date);
  const thatWeek = others.filter(({ date }) => week.from <= date && date <= week.until);
  const cap = weeklyCap(driver, rules);
  const runs = (rides: readonly PromisedRide[]) => new Set(rides.map(({ run }) => run)).size;
  if (runs([...thatWeek, asked]) > cap.rides) refusals.push({ code: 'capRides', cap: cap.rides });
  if (minutesOf([...thatWeek, asked]) > cap.minutes) {
    refusals.push({ code: 'capMinutes', cap: cap.minutes, promised: minutesOf(thatWeek) });
  }
  return refusals;
}
