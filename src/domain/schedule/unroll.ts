import { DAY, secondsOfDay } from '../clock-time.ts';
import type { Cycle } from '../diagnostic/diagnostic.ts';
import type { LocatedPlace } from '../place.ts';
import { addDays, daysBetween, weekdayOf } from './dates.ts';
import type { Leg, LegStop, ShiftPattern } from './legs.ts';

export type Unrolled = { unrolledDays: number; legs: Leg[]; shifts: ShiftPattern[] };

type Stops = { outbound: readonly LegStop[]; return: readonly LegStop[] };
type Ride = { direction: Leg['direction']; date: string; deadlineSeconds: number; place: LocatedPlace };

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Days after which a cycle meets the same weekdays again: lcm(lengthDays, 7). */
export function unrolledLength(lengthDays: number): number {
  return (lengthDays * 7) / gcd(lengthDays, 7);
}

/**
 * A cycle laid over the calendar from `startsOn` until it meets the same weekdays again. Each shift gives an outbound
 * ride (be there `arrivalMarginMinutes` before it starts) and a return ride (leave when it ends, the next day if it
 * crosses midnight); equal rides share a leg. The cycle is taken as valid: `validate.ts` has spoken before.
 */
export function unrollCycle(input: {
  cycle: Cycle;
  startsOn: string;
  arrivalMarginMinutes: number;
  /** Where each shift of the cycle is worked, in its order. */
  places: readonly LocatedPlace[];
  stops: Stops;
}): Unrolled {
  const { cycle, startsOn, places, stops } = input;
  const unrolledDays = unrolledLength(cycle.lengthDays);
  const phase = daysBetween(cycle.anchorDate, startsOn);
  const marginSeconds = wholeMinutes(input.arrivalMarginMinutes);
  const byDay = new Map<number, { start: number; end: number; place: LocatedPlace }[]>();
  cycle.shifts.forEach((shift, index) => {
    const start = secondsOfDay(shift.start);
    const end = secondsOfDay(shift.end);
    const ofDay = byDay.get(shift.day) ?? [];
    ofDay.push({ start, end: end < start ? end + DAY : end, place: places[index] as LocatedPlace });
    byDay.set(shift.day, ofDay);
  });
  for (const ofDay of byDay.values()) ofDay.sort((a, b) => a.start - b.start || a.end - b.end);

  const collect = legCollector(stops, 'merge');
  for (let i = 0; i < unrolledDays; i++) {
    const date = addDays(startsOn, i);
    const day = (((phase + i) % cycle.lengthDays) + cycle.lengthDays) % cycle.lengthDays;
    for (const { start, end, place } of byDay.get(day) ?? []) {
      collect.shift(
        onItsDay({ direction: 'outbound', date, deadlineSeconds: start - marginSeconds, place }),
        onItsDay({ direction: 'return', date, deadlineSeconds: end, place }),
      );
    }
  }
  return { unrolledDays, ...collect.done() };
}

/** Dated rides of another goal (interview, training session…): each date keeps legs of its own. */
export function datedLegs(input: {
  dates: readonly { date: string; arriveBy?: string | undefined; departFrom?: string | undefined }[];
  arrivalMarginMinutes: number;
  place: LocatedPlace;
  stops: Stops;
}): { legs: Leg[]; shifts: ShiftPattern[] } {
  const collect = legCollector(input.stops, 'apart');
  const sorted = [...input.dates].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const margin = wholeMinutes(input.arrivalMarginMinutes);
  for (const { date, arriveBy, departFrom } of sorted) {
    const { place } = input;
    collect.shift(
      arriveBy
        ? onItsDay({ direction: 'outbound', date, deadlineSeconds: secondsOfDay(arriveBy) - margin, place })
        : null,
      departFrom
        ? onItsDay({ direction: 'return', date, deadlineSeconds: leavesAt(departFrom, arriveBy), place })
        : null,
    );
  }
  return collect.done();
}

/** A margin is told in clock minutes, so a part of one counts whole: nobody arrives after the hour that is told. */
export const wholeMinutes = (minutes: number) => Math.ceil(minutes) * 60;

/** Leaving earlier than one arrived is leaving the next day. */
function leavesAt(departFrom: string, arriveBy: string | undefined): number {
  const seconds = secondsOfDay(departFrom);
  return arriveBy !== undefined && departFrom < arriveBy ? seconds + DAY : seconds;
}

/** A deadline before midnight of its day, or past its end, belongs to the neighbouring day. */
function onItsDay(ride: Ride): Ride {
  const days = Math.floor(ride.deadlineSeconds / DAY);
  return days === 0
    ? ride
    : { ...ride, date: addDays(ride.date, days), deadlineSeconds: ride.deadlineSeconds - days * DAY };
}

function legCollector(stops: Stops, sameRides: 'merge' | 'apart') {
  const legs = new Map<string, Leg & { dates: string[] }>();
  const shifts = new Map<string, ShiftPattern & { dates: { outbound: string | null; return: string | null }[] }>();

  const legOf = (ride: Ride | null): string | null => {
    if (ride === null) return null;
    const weekday = weekdayOf(ride.date);
    const { direction, deadlineSeconds, place } = ride;
    const when = sameRides === 'merge' ? weekday : ride.date;
    const key = `${direction} ${when} ${deadlineSeconds} ${place.lon},${place.lat}`;
    let leg = legs.get(key);
    if (leg === undefined) {
      const id = `L${legs.size + 1}`;
      leg = { id, direction, weekday, deadlineSeconds, place, stops: stops[direction], occurrences: 0, dates: [] };
      legs.set(key, leg);
    }
    leg.dates.push(ride.date);
    leg.occurrences = leg.dates.length;
    return leg.id;
  };

  return {
    shift(outbound: Ride | null, back: Ride | null) {
      const outboundLegId = legOf(outbound);
      const returnLegId = legOf(back);
      const key = `${outboundLegId} ${returnLegId}`;
      let shift = shifts.get(key);
      if (shift === undefined) {
        shift = { outboundLegId, returnLegId, occurrences: 0, dates: [] };
        shifts.set(key, shift);
      }
      shift.dates.push({ outbound: outbound?.date ?? null, return: back?.date ?? null });
      shift.occurrences = shift.dates.length;
    },
    done: (): { legs: Leg[]; shifts: ShiftPattern[] } => ({ legs: [...legs.values()], shifts: [...shifts.values()] }),
  };
}
