import { addDays } from '../schedule/dates.ts';
import type { Driver } from './driver.ts';
import { minutesOf, type PromisedRide, weekOf } from './may-drive.ts';
import { type DriverRules, weeklyCap } from './rules.ts';

const WEEKS = 4;

/** Somebody with the rides they drove or promised. */
export type DriverWithRides = { driver: Driver; rides: readonly PromisedRide[] };

/** The four weeks that end with the week of that date: `YYYY-MM-DD`, both included. */
export function loadWindow(date: string): { from: string; until: string } {
  const { from, until } = weekOf(date);
  return { from: addDays(from, -7 * (WEEKS - 1)), until };
}

/** What share of what may be asked of them in four weeks they drove or promised; infinite where nothing may be asked. */
export function loadOf({ driver, rides }: DriverWithRides, date: string, rules: DriverRules): number {
  const window = loadWindow(date);
  const counted = rides.filter((ride) => window.from <= ride.date && ride.date <= window.until);
  const cap = WEEKS * weeklyCap(driver, rules).minutes;
  if (cap === 0) return Number.POSITIVE_INFINITY;
  return minutesOf(counted) / cap;
}

/** When they last drove, or will have, before that date; the empty text for never, which comes first. */
const lastDrove = ({ rides }: DriverWithRides, date: string): string =>
  rides.reduce((last, ride) => (ride.date < date && ride.until > last ? ride.until : last), '');

/**
 * Whom to ask first for a ride on that date: who carries the smallest share of their own cap, then who drove longest ago, then by id.
 * The order they come in changes nothing.
 */
export function inFairOrder<T extends DriverWithRides>(drivers: readonly T[], date: string, rules: DriverRules): T[] {
  const weighed = drivers.map((one) => ({ one, load: loadOf(one, date, rules), last: lastDrove(one, date) }));
  return weighed
    .toSorted((a, b) => compare(a.load, b.load) || compare(a.last, b.last) || compare(a.one.driver.id, b.one.driver.id))
    .map(({ one }) => one);
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
