import type { OfferOf } from '../catalogue/offer.ts';
import { secondsOfDay } from '../clock-time.ts';
import { shiftWeekday } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import { type LocalClock, steadyClock } from '../schedule/local-clock.ts';
import { wheelchair } from './ability.ts';
import { type CarpoolContext, type CarpoolWay, carpoolWays } from './carpool-ways.ts';
import { fact, measured, noRoad } from './criterion.ts';
import { answerLeg, type BlockedOn, type LegAnswer, type Plan, type Planner } from './leg-match.ts';
import type { KindContext } from './question.ts';
import type { CriterionFact } from './result.ts';
import { atLeastZero, minusFrom, pointKey, type Span } from './travel.ts';

type Trip = OfferOf<'carpool'>['details']['trips'][number];

/** A run of the driver near the leg's deadline, `day` days from the leg's. Seconds on the leg's line. */
type Run = { tripIndex: number; direction: Trip['direction']; day: number; earliest: number; latest: number };

/** One run by one way, judged without words: what it takes to rank it. */
type Candidate = {
  run: Run;
  way: CarpoolWay;
  waitSeconds: number;
  /** 0 it holds, 1 in doubt, 2 a rule is missed. */
  outcome: number;
  missed: number;
  short: number;
  index: number;
};

/** What a driver's runs are, read once per offer: seconds since midnight, and the days told where none is near. */
type Timetable = {
  trips: { direction: Trip['direction']; weekdays: readonly number[]; departure: number; flexibility: number }[];
  days: string;
};

/** A run of the leg's own day counts this near its deadline; one of the evening before or the day after, nearer. */
export const SAME_DAY_SECONDS = 12 * 3600;
export const OVER_MIDNIGHT_SECONDS = 4 * 3600;

/** What a carpool driver asks of everybody, whatever the leg. */
export function carpoolCriteria({ facts }: KindContext): CriterionFact[] {
  return wheelchair(facts, null);
}

/** Legs by one driver: every run, pick-up and drop-off is tried. */
export function carpoolLegs(ctx: CarpoolContext): LegAnswer[] {
  const plan = planner(ctx);
  const blocked = blockedOn(ctx);
  return ctx.facts.legs.map((leg) => answerLeg(ctx, leg, plan, blocked));
}

/**
 * Among the ways that hold: the least door-to-door time, then wait, then detour, then the order of the offer. Where none
 * holds, the nearest miss: fewest rules missed, then by the least.
 */
function planner(ctx: CarpoolContext): Planner {
  const waysOf = carpoolWays(ctx);
  const timetable = timetableOf(ctx.offer);
  const alike = alikeLegs(ctx.facts.legs);
  const known = new Map<number, Candidate | null>();
  return (leg, clock) => {
    const runs = runsNear(timetable, leg, clock);
    if (runs.length === 0) return { best: null, others: none, without: [notThatDay(timetable, leg)] };
    const deadline = deadlineOf(leg, clock);
    const key = clock === steadyClock ? keyOf(alike.get(leg), runs) : null;
    let best = key === null ? undefined : known.get(key);
    if (best === undefined) {
      best = bestOf(ctx, leg, deadline, runs, waysOf);
      if (key !== null) known.set(key, best);
    }
    if (best === null) return { best: null, others: none, without: [noRoad(leg.id)] };
    const { run, way } = best;
    return {
      best: told(ctx, leg, clock, best),
      others: () =>
        runs
          .flatMap((run) => waysOf(leg, run.direction).map((way, index) => judged(ctx, leg, deadline, run, way, index)))
          .filter((c) => c.way !== way || c.run.tripIndex !== run.tripIndex || c.run.day !== run.day)
          .sort(compare)
          .map((c) => told(ctx, leg, clock, c)),
      without: [],
    };
  };
}

function bestOf(
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
function alikeLegs(legs: readonly Leg[]): ReadonlyMap<Leg, number> {
  const known = numbered.get(legs);
  if (known !== undefined) return known;
  const numbers = new Map<string, number>();
  const found = new Map<Leg, number>();
  for (const leg of legs) {
    const key = `${leg.direction} ${leg.deadlineSeconds} ${leg.stops.length > 0} ${pointKey(leg.place)}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    found.set(leg, number);
  }
  numbered.set(legs, found);
  return found;
}

const numbered = new WeakMap<readonly Leg[], ReadonlyMap<Leg, number>>();

/** So many runs of an offer fit in one number beside the leg's. */
const KEYED_TRIPS = 10;

/** One number for alike legs and the runs near them; null where an offer has too many runs for it. */
function keyOf(alike: number | undefined, runs: readonly Run[]): number | null {
  if (alike === undefined) return null;
  let near = 0;
  for (const { tripIndex, day } of runs) {
    if (tripIndex >= KEYED_TRIPS) return null;
    near += 2 ** (3 * tripIndex + day + 1);
  }
  return alike * 2 ** (3 * KEYED_TRIPS) + near;
}

const none = () => [];

function timetableOf({ details: { trips } }: CarpoolContext['offer']): Timetable {
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
function runsNear({ trips }: Timetable, leg: Leg, clock: LocalClock): Run[] {
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

function notThatDay({ days }: Timetable, leg: Leg): CriterionFact {
  return fact('weekday', 'unmet', {
    legId: leg.id,
    unit: 'text',
    actual: leg.weekday,
    limit: days,
    change: { what: 'weekdays', who: 'provider', from: days, to: leg.weekday, unit: 'text' },
  });
}

function judged(
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
  if (schedule.high > room && schedule.low > room) {
    missed++;
    short += schedule.value - room;
  } else {
    if (schedule.high > room) doubted = true;
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
  return { run, way, waitSeconds, outcome: missed > 0 ? 2 : doubted ? 1 : 0, missed, short, index };
}

/** The best first; 0 for two that nothing but their run tells apart. */
function compare(a: Candidate, b: Candidate): number {
  return (
    a.outcome - b.outcome ||
    a.missed - b.missed ||
    a.short - b.short ||
    a.way.doorToDoor.value - b.way.doorToDoor.value ||
    a.waitSeconds - b.waitSeconds ||
    a.way.detour.value - b.way.detour.value ||
    a.index - b.index
  );
}

/** `schedule ≤ room` is being in time; seconds. */
function roomOf(leg: Leg, run: Run, deadline: number): number {
  return leg.direction === 'outbound' ? deadline - run.earliest : run.latest - deadline;
}

/**
 * The wait is this less the way's schedule. To work, the driver leaves as late as still arrives in time, and the person
 * waits there; home, as early as the person can be at the pick-up after the shift.
 */
function spareOf(leg: Leg, run: Run, deadline: number): number {
  return leg.direction === 'outbound' ? deadline - run.latest : run.earliest - deadline;
}

/** The same, in words and clock times. */
function told(ctx: CarpoolContext, leg: Leg, clock: LocalClock, { run, way }: Candidate): Plan {
  const { schedule } = way;
  const deadline = deadlineOf(leg, clock);
  const outbound = leg.direction === 'outbound';
  const wait = atLeastZero(minusFrom(spareOf(leg, run, deadline), schedule));
  const criteria = criteriaOf(ctx, leg, roomOf(leg, run, deadline), schedule, wait, way);
  const pickUpAt = outbound
    ? Math.max(run.earliest, Math.min(run.latest, deadline - schedule.value)) + way.toPickUp.value
    : Math.max(run.earliest + way.toPickUp.value, deadline + way.walkToPickUp.value);
  return {
    criteria,
    departSeconds: clock.toWall(pickUpAt - way.walkToPickUp.value),
    arriveSeconds: clock.toWall(pickUpAt + way.afterPickUp.value),
    durationSeconds: way.doorToDoor.value,
    waitSeconds: wait.value,
    detourSeconds: way.detour.value,
    walkSeconds: way.walkSeconds,
    distanceMetres: way.rideMetres,
    estimated: way.estimated,
    pricePerRideCents: ctx.offer.details.pricePerRideCents,
    co2GramsPerRide:
      ((way.rideMetres / ctx.rules.carpoolOccupants + way.detourMetres) * ctx.rules.co2GramsPerKm.car) / 1000,
    tripIndex: run.tripIndex,
    runDayOffset: run.day,
    ...(way.pickUp === null ? {} : { pickUp: way.pickUp }),
    ...(way.dropOff === null ? {} : { dropOff: way.dropOff }),
  };
}

function criteriaOf(
  ctx: CarpoolContext,
  leg: Leg,
  room: number,
  schedule: Span,
  wait: Span,
  way: CarpoolWay,
): CriterionFact[] {
  const { maxWaitMinutes, maxTravelMinutes, means } = ctx.facts;
  const { maxDetourMinutes } = ctx.offer.details;
  const legId = leg.id;
  const inTime = measured('schedule', legId, 's', schedule, room, leg.direction);
  const criteria = [inTime];
  if (inTime.outcome === 'unmet') {
    const away = Math.ceil((schedule.value - room) / 60) * 60;
    const to = leg.direction === 'outbound' ? -away : away;
    inTime.change = { what: 'departureTime', who: 'provider', from: 0, to, unit: 's' };
  } else {
    criteria.push(limited(leg, 'wait', wait, seconds(maxWaitMinutes), 'maxWait'));
  }
  if (leg.stops.length > 0) {
    criteria.push(fact('stops', 'unknown', { legId, unit: 'count', actual: leg.stops.length, variant: 'driver' }));
  }
  criteria.push(
    limited(leg, 'duration', way.doorToDoor, seconds(maxTravelMinutes), 'maxTravel'),
    limited(leg, 'detour', way.detour, seconds(maxDetourMinutes ?? undefined), 'maxDetour'),
  );
  if (way.longestWalk.value > 0) {
    criteria.push(limited(leg, 'walk', way.longestWalk, seconds(means.maxWalkMinutes), 'maxWalk'));
  }
  return criteria;
}

/** A limit of the person, or the driver's detour, in seconds. */
function limited(
  leg: Leg,
  code: 'wait' | 'duration' | 'detour' | 'walk',
  span: Span,
  limit: number | null,
  what: string,
): CriterionFact {
  const criterion = measured(code, leg.id, 's', span, limit, code === 'wait' ? leg.direction : undefined);
  if (criterion.outcome === 'unmet') {
    const who = code === 'detour' ? 'provider' : 'person';
    criterion.change = { what, who, from: limit, to: Math.ceil(span.high), unit: 's' };
  }
  return criterion;
}

/** A seat is a seat of one run on one date. */
function blockedOn(ctx: CarpoolContext): BlockedOn | null {
  const holds = ctx.availability.rides.get(ctx.offer.id) ?? [];
  if (holds.length === 0) return null;
  return (plan, _date, runDate) => {
    const ofRun = holds.filter((h) => h.date === runDate && h.tripIndex === plan.tripIndex);
    const taken = ofRun.reduce((sum, h) => sum + h.seats, 0);
    return taken < ctx.offer.details.seats ? null : 'full';
  };
}

function deadlineOf(leg: Leg, clock: LocalClock): number {
  return clock.toLine(leg.deadlineSeconds, leg.direction === 'outbound' ? 'earlier' : 'later');
}

const seconds = (minutes: number | undefined) => (minutes === undefined ? null : minutes * 60);
