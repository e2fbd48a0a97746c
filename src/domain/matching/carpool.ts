import type { OfferOf } from '../catalogue/offer.ts';
import { secondsOfDay } from '../clock-time.ts';
import { shiftWeekday } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import type { LocalClock } from '../schedule/local-clock.ts';
import { wheelchair } from './ability.ts';
import { type CarpoolContext, type CarpoolWay, carpoolWays } from './carpool-ways.ts';
import { atMost, fact, noRoad, within } from './criterion.ts';
import { answerLeg, type BlockedOn, type LegAnswer, type Plan, type Planner } from './leg-match.ts';
import type { KindContext } from './question.ts';
import type { CriterionFact } from './result.ts';
import { atLeastZero, exactly, minusFrom, plus, type Span } from './travel.ts';

type Trip = OfferOf<'carpool'>['details']['trips'][number];

/** A run of the driver near the leg's deadline, `day` days from the leg's. Seconds on the leg's line. */
type Run = { tripIndex: number; direction: Trip['direction']; day: number; earliest: number; latest: number };

/** One run by one way, judged without words: what it takes to rank it. */
type Candidate = { run: Run; way: CarpoolWay; schedule: Span; wait: Span; key: readonly number[] };

/** A run of the leg's own day counts this near its deadline; one of the evening before or the day after, nearer. */
const SAME_DAY_SECONDS = 12 * 3600;
const OVER_MIDNIGHT_SECONDS = 4 * 3600;

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
  return (leg, clock) => {
    const none = { best: null, others: () => [] };
    const runs = runsNear(ctx, leg, clock);
    if (runs.length === 0) return { ...none, without: [notThatDay(ctx, leg)] };
    const candidates = runs.flatMap((run) =>
      waysOf(leg, run.direction).map((way, index) => judged(ctx, leg, clock, run, way, index)),
    );
    if (candidates.length === 0) return { ...none, without: [noRoad(leg.id)] };
    const first = candidates.reduce((best, c) => (compareKeys(c.key, best.key) < 0 ? c : best));
    return {
      best: told(ctx, leg, clock, first),
      others: () =>
        candidates
          .filter((c) => c !== first)
          .sort((a, b) => compareKeys(a.key, b.key))
          .map((c) => told(ctx, leg, clock, c)),
      without: [],
    };
  };
}

/** Runs whose nominal departure is near the deadline; the weekday of a run is that of its nominal departure. */
function runsNear(ctx: CarpoolContext, leg: Leg, clock: LocalClock): Run[] {
  const deadline = deadlineOf(leg, clock);
  const near: Run[] = [];
  ctx.offer.details.trips.forEach((trip, tripIndex) => {
    for (const day of [-1, 0, 1]) {
      if (!trip.weekdays.includes(shiftWeekday(leg.weekday, day))) continue;
      const nominal = clock.toLine(secondsOfDay(trip.departureTime) + day * 86_400, 'later');
      if (Math.abs(nominal - deadline) > (day === 0 ? SAME_DAY_SECONDS : OVER_MIDNIGHT_SECONDS)) continue;
      const flexibility = trip.flexibilityMinutes * 60;
      const { direction } = trip;
      near.push({ tripIndex, direction, day, earliest: nominal - flexibility, latest: nominal + flexibility });
    }
  });
  return near;
}

function notThatDay(ctx: CarpoolContext, leg: Leg): CriterionFact {
  const days = [...new Set(ctx.offer.details.trips.flatMap((t) => t.weekdays))].sort().join(' ');
  return fact('weekday', 'unmet', {
    legId: leg.id,
    unit: 'text',
    actual: leg.weekday,
    limit: days,
    change: { what: 'weekdays', who: 'provider', from: days, to: leg.weekday, unit: 'text' },
  });
}

function judged(ctx: CarpoolContext, leg: Leg, clock: LocalClock, run: Run, way: CarpoolWay, index: number): Candidate {
  const deadline = deadlineOf(leg, clock);
  const { schedule, wait } = leg.direction === 'outbound' ? outward(way, run, deadline) : homeward(way, run, deadline);
  const room = roomOf(leg, run, deadline);
  const inTime = within(schedule, room);
  const maxWait = seconds(ctx.facts.maxWaitMinutes);
  const waits = inTime === 'unmet' ? 'met' : within(wait, maxWait);
  const missed = way.missed + Number(inTime === 'unmet') + Number(waits === 'unmet');
  const short =
    way.short +
    (inTime === 'unmet' ? schedule.value - room : 0) +
    (waits === 'unmet' ? wait.value - (maxWait as number) : 0);
  const doubted = way.doubted || inTime === 'unknown' || waits === 'unknown' || leg.stops.length > 0;
  const outcome = missed > 0 ? 2 : doubted ? 1 : 0;
  const key = [outcome, missed, short, way.doorToDoor.value, wait.value, way.detour.value, index];
  return { run, way, schedule, wait, key };
}

/** `schedule ≤ room` is being in time; seconds. */
function roomOf(leg: Leg, run: Run, deadline: number): number {
  return leg.direction === 'outbound' ? deadline - run.earliest : run.latest - deadline;
}

/** To work: the latest departure that still arrives in time; what is needed from the driver's door to the workplace. */
function outward(way: CarpoolWay, run: Run, deadline: number): { schedule: Span; wait: Span } {
  const schedule = plus(way.toPickUp, way.afterPickUp);
  return { schedule, wait: atLeastZero(minusFrom(deadline - run.latest, schedule)) };
}

/** Home: the earliest departure whose pick-up the person can reach after the shift: `walk − drive ≤ latest − end`. */
function homeward(way: CarpoolWay, run: Run, end: number): { schedule: Span; wait: Span } {
  const schedule = plus(way.walkToPickUp, minusFrom(0, way.toPickUp));
  return { schedule, wait: atLeastZero(plus(exactly(run.earliest - end), minusFrom(0, schedule))) };
}

/** The same, in words and clock times. */
function told(ctx: CarpoolContext, leg: Leg, clock: LocalClock, { run, way, schedule, wait }: Candidate): Plan {
  const deadline = deadlineOf(leg, clock);
  const outbound = leg.direction === 'outbound';
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
  const minutesAway = Math.ceil((schedule.value - room) / 60) * 60;
  const criteria = [
    atMost('schedule', schedule, room, {
      legId,
      unit: 's',
      variant: leg.direction,
      change: {
        what: 'departureTime',
        who: 'provider',
        from: 0,
        to: leg.direction === 'outbound' ? -minutesAway : minutesAway,
        unit: 's',
      },
    }),
  ];
  if (criteria[0]?.outcome !== 'unmet') criteria.push(limited(leg, 'wait', wait, seconds(maxWaitMinutes), 'maxWait'));
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
  return atMost(code, span, limit, {
    legId: leg.id,
    unit: 's',
    variant: code === 'wait' ? leg.direction : undefined,
    change: { what, who: code === 'detour' ? 'provider' : 'person', from: limit, to: Math.ceil(span.high), unit: 's' },
  });
}

/** A seat is a seat of one run on one date. */
function blockedOn(ctx: CarpoolContext): BlockedOn {
  const holds = ctx.availability.rides.get(ctx.offer.id) ?? [];
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

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
