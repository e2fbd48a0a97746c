import { secondsOfDay } from '../clock-time.ts';
import { shiftWeekday } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import type { LocalClock } from '../schedule/local-clock.ts';
import type { CarpoolContext, CarpoolWay, carpoolWays } from './carpool-ways.ts';
import { numbersOfLegs } from './leg-numbers.ts';
import { pointKey } from './travel.ts';

type Trip = CarpoolContext['offer']['details']['trips'][number];

/** A run of the driver near the leg's deadline, `day` days from the leg's. Seconds on the leg's line. */
export type Run = { tripIndex: number; direction: Trip['direction']; day: number; earliest: number; latest: number };

/** One run by one way, judged without words: what it takes to rank it. */
export type Candidate = {
  run: Run;
  way: CarpoolWay;
  waitSeconds: number;
  /** 0 it holds, 1 in doubt, 2 a rule is missed. */
  outcome: number;
  missed: number;
  short: number;
  /** Seconds by which it is most likely late, though an estimate lets it be in time. */
  late: number;
  index: number;
};

/** What a driver's runs are, read once per offer: seconds since midnight, and the days told where none is near. */
export type Timetable = {
  trips: { direction: Trip['direction']; weekdays: readonly number[]; departure: number; flexibility: number }[];
  days: string;
};

/** A run of the leg's own day counts this near its deadline; one of the evening before or the day after, nearer. */
export const SAME_DAY_SECONDS = 12 * 3600;
export const OVER_MIDNIGHT_SECONDS = 4 * 3600;

export function timetableOf({ details: { trips } }: CarpoolContext['offer']): Timetable {
  const known = timetables.get(trips);
  if (known !== undefined) return known;
  const found: Timetable = {
    trips: trips.map(({ direction, weekdays, departureTime, flexibilityMinutes }) => ({
      direction,
      weekdays,
      departure: secondsOfDay(departureTime),
      flexibility: flexibilityMinutes * 60,
    })),
    days: [...new Set(trips.flatMap((t) => t.weekdays))].sort().join(' '),
  };
  timetables.set(trips, found);
  return found;
}

/** A catalogue is kept from one match to the next. */
const timetables = new WeakMap<readonly Trip[], Timetable>();

/** Runs whose nominal departure is near the deadline; the weekday of a run is that of its nominal departure. */
export function runsNear({ trips }: Timetable, leg: Leg, clock: LocalClock): Run[] {
  const deadline = deadlineOf(leg, clock);
  const near: Run[] = [];
  trips.forEach(({ direction, weekdays, departure, flexibility }, tripIndex) => {
    for (let day = -1; day <= 1; day++) {
      if (!weekdays.includes(shiftWeekday(leg.weekday, day))) continue;
      const nominal = clock.toLine(departure + day * 86_400, 'later');
      if (Math.abs(nominal - deadline) > (day === 0 ? SAME_DAY_SECONDS : OVER_MIDNIGHT_SECONDS)) continue;
      near.push({ tripIndex, direction, day, earliest: nominal - flexibility, latest: nominal + flexibility });
    }
  });
  return near;
}

export function bestOf(
  ctx: CarpoolContext,
  leg: Leg,
  deadline: number,
  runs: readonly Run[],
  waysOf: ReturnType<typeof carpoolWays>,
): Candidate | null {
  let first: Candidate | null = null;
  for (const run of runs) {
    const ways = waysOf(leg, run.direction);
    for (let index = 0; index < ways.length; index++) {
      const way = ways[index] as CarpoolWay;
      // A way that already misses more in space than the best does in all cannot come first.
      if (first !== null && (way.missed > first.missed || (first.outcome === 0 && way.doubted))) continue;
      const candidate = judged(ctx, leg, deadline, run, way, index);
      if (first === null || compare(candidate, first) < 0) first = candidate;
    }
  }
  return first;
}

/**
 * Legs that differ by their weekday only share a number. With the same runs near, they have the same best one: a week of
 * early shifts is judged once.
 */
export const alikeLegs = numbersOfLegs(
  (leg) => `${leg.direction} ${leg.deadlineSeconds} ${leg.stops.length > 0} ${pointKey(leg.place)}`,
);

/** So many runs of an offer fit in one number beside the leg's. */
const KEYED_TRIPS = 10;

/** One number for alike legs and the runs near them; null where an offer has too many runs for it. */
export function keyOf(alike: number | undefined, runs: readonly Run[]): number | null {
  if (alike === undefined) return null;
  let near = 0;
  for (const { tripIndex, day } of runs) {
    if (tripIndex >= KEYED_TRIPS) return null;
    near += 2 ** (3 * tripIndex + day + 1);
  }
  return alike * 2 ** (3 * KEYED_TRIPS) + near;
}

export function judged(
  { facts }: CarpoolContext,
  leg: Leg,
  deadline: number,
  run: Run,
  way: CarpoolWay,
  index: number,
): Candidate {
  const { schedule } = way;
  const room = roomOf(leg, run, deadline);
  const spare = spareOf(leg, run, deadline);
  const waitSeconds = Math.max(0, spare - schedule.value);
  let { missed, short } = way;
  let doubted = way.doubted || leg.stops.length > 0;
  let late = 0;
  if (schedule.high > room && schedule.low > room) {
    missed++;
    short += schedule.value - room;
  } else {
    if (schedule.high > room) doubted = true;
    late = Math.max(0, schedule.value - room);
    const maxWait = seconds(facts.maxWaitMinutes);
    // The bounds of `spare − schedule` change sides.
    const [least, most] = [Math.max(0, spare - schedule.high), Math.max(0, spare - schedule.low)];
    if (maxWait === null) {
      if (most > 0) doubted = true;
    } else if (most > maxWait) {
      if (least > maxWait) {
        missed++;
        short += waitSeconds - maxWait;
      } else doubted = true;
    }
  }
  return { run, way, waitSeconds, outcome: missed > 0 ? 2 : doubted ? 1 : 0, missed, short, late, index };
}

/** The best first; 0 for two that nothing but their run tells apart. */
export function compare(a: Candidate, b: Candidate): number {
  return (
    a.outcome - b.outcome ||
    a.missed - b.missed ||
    a.short - b.short ||
    a.late - b.late ||
    a.way.doorToDoor.value - b.way.doorToDoor.value ||
    a.waitSeconds - b.waitSeconds ||
    a.way.detour.value - b.way.detour.value ||
    a.index - b.index
  );
}

/** `schedule ≤ room` is being in time; seconds. */
export function roomOf(leg: Leg, run: Run, deadline: number): number {
  return leg.direction === 'outbound' ? deadline - run.earliest : run.latest - deadline;
}

/**
 * The wait is this less the way's schedule. To work, the driver leaves as late as still arrives in time, and the person
 * waits there; home, as early as the person can be at the pick-up after the shift.
 */
export function spareOf(leg: Leg, run: Run, deadline: number): number {
  return leg.direction === 'outbound' ? deadline - run.latest : run.earliest - deadline;
}

export function deadlineOf(leg: Leg, clock: LocalClock): number {
  return clock.toLine(leg.deadlineSeconds, leg.direction === 'outbound' ? 'earlier' : 'later');
}

export const seconds = (minutes: number | undefined) => (minutes === undefined ? null : minutes * 60);
