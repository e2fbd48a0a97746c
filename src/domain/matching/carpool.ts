import type { Leg } from '../schedule/legs.ts';
import { type LocalClock, steadyClock } from '../schedule/local-clock.ts';
import { wheelchair } from './ability.ts';
import {
  alikeLegs,
  bestOf,
  type Candidate,
  compare,
  deadlineOf,
  judged,
  keyOf,
  roomOf,
  runsNear,
  seconds,
  spareOf,
  type Timetable,
  timetableOf,
} from './carpool-runs.ts';
import { type CarpoolContext, type CarpoolWay, carpoolWays } from './carpool-ways.ts';
import { fact, measured, noRoad } from './criterion.ts';
import { usualRideSeconds, usualWaitSeconds, withUsual } from './last-resort.ts';
import { answerLeg, type BlockedOn, type LegAnswer, type Plan, type Planner } from './leg-match.ts';
import type { KindContext } from './question.ts';
import type { CriterionFact } from './result.ts';
import { atLeastZero, minusFrom, type Span } from './travel.ts';

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

const none = () => [];

function notThatDay({ days }: Timetable, leg: Leg): CriterionFact {
  return fact('weekday', 'unmet', {
    legId: leg.id,
    unit: 'text',
    actual: leg.weekday,
    limit: days,
    change: { what: 'weekdays', who: 'provider', from: days, to: leg.weekday, unit: 'text' },
  });
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
  const { defaults } = ctx.rules;
  const legId = leg.id;
  const inTime = measured('schedule', legId, 's', schedule, room, leg.direction);
  const criteria = [inTime];
  if (inTime.outcome === 'unmet') {
    const away = Math.ceil((schedule.value - room) / 60) * 60;
    const to = leg.direction === 'outbound' ? -away : away;
    inTime.change = { what: 'departureTime', who: 'provider', from: 0, to, unit: 's' };
  } else {
    const waited = limited(leg, 'wait', wait, seconds(maxWaitMinutes), 'maxWait');
    criteria.push(withUsual(waited, usualWaitSeconds(ctx.facts, defaults)));
  }
  if (leg.stops.length > 0) {
    criteria.push(fact('stops', 'unknown', { legId, unit: 'count', actual: leg.stops.length, variant: 'driver' }));
  }
  const ride = limited(leg, 'duration', way.doorToDoor, seconds(maxTravelMinutes), 'maxTravel');
  const detour = limited(leg, 'detour', way.detour, seconds(maxDetourMinutes ?? undefined), 'maxDetour');
  criteria.push(
    withUsual(ride, usualRideSeconds(ctx.facts, defaults, false)),
    withUsual(detour, maxDetourMinutes === null ? defaults.detourMinutesWhenUnknown * 60 : null),
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
  const asked = ctx.facts.seats ?? 1;
  if (holds.length === 0 && asked <= ctx.offer.details.seats) return null;
  return (plan, _date, runDate) => {
    const ofRun = holds.filter((h) => h.date === runDate && h.tripIndex === plan.tripIndex);
    const taken = ofRun.reduce((sum, h) => sum + h.seats, 0);
    return taken + asked <= ctx.offer.details.seats ? null : 'full';
  };
}
