import type { OfferOf } from '../catalogue/offer.ts';
import { secondsOfDay } from '../clock-time.ts';
import type { Place } from '../place.ts';
import { shiftWeekday } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import type { LocalClock } from '../schedule/local-clock.ts';
import { wheelchair } from './ability.ts';
import { atMost, fact, noRoad, together } from './criterion.ts';
import { answerLeg, type BlockedOn, type LegAnswer, type Plan, type Planner } from './leg-match.ts';
import type { KindContext } from './question.ts';
import type { CriterionFact } from './result.ts';
import { atLeastZero, exactly, isExact, minusFrom, type Point, plus, type Span, spread, zero } from './travel.ts';

type CarpoolContext = KindContext & { offer: OfferOf<'carpool'> };
type Run = {
  index: number;
  from: Place;
  to: Place;
  weekdays: readonly number[];
  departure: number;
  flexibility: number;
};
/** Somewhere the person can be picked up or set down: the door, or a place to walk to. */
type Meeting = { point: Point; label: string | null; walk: Span; beyond: boolean };
type Drive = { between: Span; metres: number; slope: Span };

/** A run of the leg's own day counts this near its deadline; one of the evening before or the day after, nearer. */
const SAME_DAY_SECONDS = 12 * 3600;
const OVER_MIDNIGHT_SECONDS = 4 * 3600;
/** How far past walking reach a place is still told as a near miss. */
const NEAR_MISS_WALK_SECONDS = 30 * 60;

/** What a carpool driver asks of everybody, whatever the leg. */
export function carpoolCriteria({ facts }: KindContext): CriterionFact[] {
  return wheelchair(facts, null);
}

/**
 * One leg by one driver: every run, pick-up and drop-off is tried; among those that hold, the least door-to-door time,
 * then wait, then detour. The driver's detour is `t(O,P) + t(P,Q) + t(Q,D) − t(O,D)`.
 */
export function carpoolLeg(ctx: CarpoolContext, leg: Leg): LegAnswer {
  return answerLeg(ctx, leg, planner(ctx), blockedOn(ctx));
}

function planner(ctx: CarpoolContext): Planner {
  return (leg, clock) => {
    const candidates = runsNear(ctx, leg, clock);
    if (candidates.length === 0) {
      const days = [...new Set(ctx.offer.details.trips.flatMap((t) => t.weekdays))].sort();
      const criterion = fact('weekday', 'unmet', {
        legId: leg.id,
        unit: 'text',
        actual: leg.weekday,
        limit: days.join(' '),
        change: { what: 'weekdays', who: 'provider', from: days.join(' '), to: leg.weekday, unit: 'text' },
      });
      return { plans: [], without: [criterion] };
    }
    const pickUps = meetings(ctx, leg.direction === 'outbound' ? ctx.facts.home : leg.place, 'from');
    const dropOffs = meetings(ctx, leg.direction === 'outbound' ? leg.place : ctx.facts.home, 'to');
    const plans = candidates.flatMap(({ run, day, nominal }) =>
      pickUps.flatMap((p) => dropOffs.flatMap((q) => planFor(ctx, leg, clock, run, day, nominal, p, q) ?? [])),
    );
    if (plans.length === 0) return { plans, without: [noRoad(leg.id)] };
    return { plans: sorted(plans), without: [] };
  };
}

/** Runs whose nominal departure is near the deadline, the evening before and the day after included. */
function runsNear(ctx: CarpoolContext, leg: Leg, clock: LocalClock) {
  const { origin, destination, trips } = ctx.offer.details;
  const deadline = clock.toLine(leg.deadlineSeconds, leg.direction === 'outbound' ? 'earlier' : 'later');
  const near: { run: Run; day: number; nominal: number }[] = [];
  trips.forEach((trip, index) => {
    const out = trip.direction === 'outbound';
    const run: Run = {
      index,
      from: out ? origin : destination,
      to: out ? destination : origin,
      weekdays: trip.weekdays,
      departure: secondsOfDay(trip.departureTime),
      flexibility: trip.flexibilityMinutes * 60,
    };
    for (const day of [-1, 0, 1]) {
      if (!run.weekdays.includes(shiftWeekday(leg.weekday, day))) continue;
      const nominal = clock.toLine(run.departure + day * 86_400, 'later');
      if (Math.abs(nominal - deadline) <= (day === 0 ? SAME_DAY_SECONDS : OVER_MIDNIGHT_SECONDS))
        near.push({ run, day, nominal });
    }
  });
  return near;
}

/** The door, then the offer's meeting points and the driver's own ends within (or just past) walking reach. */
function meetings(ctx: CarpoolContext, door: Point, way: 'from' | 'to'): Meeting[] {
  const { origin, destination, meetingPoints } = ctx.offer.details;
  const { foot } = ctx.travel;
  const limit = ctx.facts.means.maxWalkMinutes;
  const reach = (limit ?? ctx.rules.defaults.walkMinutesWhenUnknown) * 60;
  const found: Meeting[] = [{ point: door, label: null, walk: zero, beyond: false }];
  for (const place of [...meetingPoints, origin, destination]) {
    const walk = way === 'from' ? foot.between(door, place) : foot.between(place, door);
    if (walk === null || walk.seconds === 0) continue;
    const span = spread(walk.seconds, foot.errorFactor);
    const beyond = span.low > reach;
    if (span.low > reach + (limit === undefined ? 0 : NEAR_MISS_WALK_SECONDS)) continue;
    found.push({ point: place, label: place.label ?? null, walk: span, beyond });
  }
  return found;
}

function planFor(
  ctx: CarpoolContext,
  leg: Leg,
  clock: LocalClock,
  run: Run,
  day: number,
  nominal: number,
  p: Meeting,
  q: Meeting,
): Plan | null {
  const toPickUp = drive(ctx, run.from, p.point);
  const ride = drive(ctx, p.point, q.point);
  const onward = drive(ctx, q.point, run.to);
  const direct = drive(ctx, run.from, run.to);
  if (!toPickUp || !ride || !onward || !direct) return null;

  const { maxDetourMinutes, pricePerRideCents } = ctx.offer.details;
  const { maxWaitMinutes, maxTravelMinutes, means } = ctx.facts;
  const legId = leg.id;
  const earliest = nominal - run.flexibility;
  const latest = nominal + run.flexibility;
  const doorToDoor = plus(p.walk, ride.between, q.walk);
  const detour = detourOf(toPickUp, ride, onward, direct);

  const timing =
    leg.direction === 'outbound'
      ? outboundTiming(leg, clock, earliest, latest, toPickUp.between, plus(ride.between, q.walk), p.walk)
      : returnTiming(leg, clock, earliest, latest, toPickUp.between, plus(ride.between, q.walk), p.walk);

  const criteria = [timing.schedule];
  if (timing.schedule.outcome !== 'unmet') {
    criteria.push(
      atMost('wait', timing.wait, seconds(maxWaitMinutes), {
        legId,
        unit: 's',
        change: change('maxWait', 'person', seconds(maxWaitMinutes), timing.wait.value),
        variant: leg.direction,
      }),
    );
  }
  if (leg.stops.length > 0) {
    criteria.push(fact('stops', 'unknown', { legId, unit: 'count', actual: leg.stops.length, variant: 'driver' }));
  }
  criteria.push(
    atMost('duration', doorToDoor, seconds(maxTravelMinutes), {
      legId,
      unit: 's',
      change: change('maxTravel', 'person', seconds(maxTravelMinutes), doorToDoor.value),
    }),
    atMost('detour', detour, maxDetourMinutes === null ? null : maxDetourMinutes * 60, {
      legId,
      unit: 's',
      change: change('maxDetour', 'provider', maxDetourMinutes === null ? null : maxDetourMinutes * 60, detour.value),
    }),
  );
  const walk = p.walk.value >= q.walk.value ? p.walk : q.walk;
  if (walk.value > 0) {
    criteria.push(
      atMost('walk', walk, seconds(means.maxWalkMinutes), {
        legId,
        unit: 's',
        change: change('maxWalk', 'person', seconds(means.maxWalkMinutes), walk.value),
      }),
    );
  }
  const detourMetres = Math.max(0, toPickUp.metres + ride.metres + onward.metres - direct.metres);
  const gramsPerMetre = ctx.rules.co2GramsPerKm.car / 1000;
  return {
    criteria,
    departSeconds: clock.toWall(timing.depart),
    arriveSeconds: clock.toWall(timing.arrive),
    durationSeconds: doorToDoor.value,
    waitSeconds: timing.wait.value,
    detourSeconds: detour.value,
    walkSeconds: p.walk.value + q.walk.value,
    distanceMetres: ride.metres,
    estimated: !isExact(ride.between) || !isExact(p.walk) || !isExact(q.walk),
    pricePerRideCents,
    co2GramsPerRide: (ride.metres / ctx.rules.carpoolOccupants + detourMetres) * gramsPerMetre,
    tripIndex: run.index,
    runDayOffset: day,
    ...(p.label === null ? {} : { pickUp: p.label }),
    ...(q.label === null ? {} : { dropOff: q.label }),
  };
}

type Timing = { schedule: CriterionFact; wait: Span; depart: number; arrive: number };

/** The latest departure of the driver that still arrives in time; `after` is from pick-up to the workplace door. */
function outboundTiming(
  leg: Leg,
  clock: LocalClock,
  earliest: number,
  latest: number,
  toPickUp: Span,
  after: Span,
  walk: Span,
): Timing {
  const deadline = clock.toLine(leg.deadlineSeconds, 'earlier');
  const needed = plus(toPickUp, after);
  const available = deadline - earliest;
  const late = needed.value - available;
  const schedule = atMost('schedule', needed, available, {
    legId: leg.id,
    unit: 's',
    variant: 'outbound',
    change: { what: 'departureTime', who: 'provider', from: 0, to: -Math.ceil(late / 60) * 60, unit: 's' },
  });
  const depart = Math.max(earliest, Math.min(latest, deadline - needed.value));
  const atPickUp = depart + toPickUp.value;
  return {
    schedule,
    wait: atLeastZero(minusFrom(deadline - latest, needed)),
    depart: atPickUp - walk.value,
    arrive: depart + needed.value,
  };
}

/** The earliest departure of the driver whose pick-up the person can reach after the shift. */
function returnTiming(
  leg: Leg,
  clock: LocalClock,
  earliest: number,
  latest: number,
  toPickUp: Span,
  after: Span,
  walk: Span,
): Timing {
  const end = clock.toLine(leg.deadlineSeconds, 'later');
  // Met while the person can be at the pick-up before the driver's last moment there: walk − drive ≤ latest − end.
  const early = plus(walk, minusFrom(0, toPickUp));
  const available = latest - end;
  const schedule = atMost('schedule', early, available, {
    legId: leg.id,
    unit: 's',
    variant: 'return',
    change: {
      what: 'departureTime',
      who: 'provider',
      from: 0,
      to: Math.ceil((early.value - available) / 60) * 60,
      unit: 's',
    },
  });
  const pickUp = Math.max(earliest + toPickUp.value, end + walk.value);
  return {
    schedule,
    wait: atLeastZero(plus(exactly(earliest - end), minusFrom(0, early))),
    depart: pickUp - walk.value,
    arrive: pickUp + after.value,
  };
}

function drive(ctx: CarpoolContext, from: Point, to: Point): Drive | null {
  const { car } = ctx.travel;
  const found = car.between(from, to);
  if (found === null) return null;
  return {
    between: spread(found.seconds, car.errorFactor),
    metres: found.metres,
    slope: exactly(found.seconds === 0 ? 0 : found.seconds - car.fixedSeconds),
  };
}

/** Constants cancel in a detour, and the table's common error scales it as a whole; never below 0. */
function detourOf(toPickUp: Drive, ride: Drive, onward: Drive, direct: Drive): Span {
  const value = toPickUp.slope.value + ride.slope.value + onward.slope.value - direct.slope.value;
  const factorLow = ride.between.value === 0 ? 1 : ride.between.low / ride.between.value;
  const factorHigh = ride.between.value === 0 ? 1 : ride.between.high / ride.between.value;
  return atLeastZero(spread(value, [factorLow, factorHigh]));
}

function sorted(plans: Plan[]): Plan[] {
  const weight = { met: 0, unknown: 1, unmet: 2 } as const;
  const keyed = plans.map((plan, index) => ({
    plan,
    key: [
      weight[together(plan.criteria)],
      ...shortfall(plan.criteria),
      plan.durationSeconds,
      plan.waitSeconds,
      plan.detourSeconds ?? 0,
      index,
    ],
  }));
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  return keyed.map((k) => k.plan);
}

/** How many rules are missed and by how much in all: the nearest miss comes first. */
function shortfall(criteria: readonly CriterionFact[]): [number, number] {
  const missed = criteria.filter((c) => c.outcome === 'unmet');
  const by = missed.reduce((sum, c) => sum + Math.max(0, Number(c.actual) - Number(c.limit)), 0);
  return [missed.length, by];
}

export function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A seat is a seat of one run on one date. */
function blockedOn(ctx: CarpoolContext): BlockedOn {
  const holds = ctx.availability.rides.get(ctx.offer.id) ?? [];
  return (plan, runDate) => {
    const ofRun = holds.filter((h) => h.date === runDate && h.tripIndex === plan.tripIndex);
    const taken = ofRun.reduce((sum, h) => sum + h.seats, 0);
    return taken < ctx.offer.details.seats ? null : 'full';
  };
}

const seconds = (minutes: number | undefined) => (minutes === undefined ? null : minutes * 60);

function change(what: string, who: 'person' | 'provider', from: number | null, to: number) {
  return { what, who, from, to: Math.ceil(to), unit: 's' as const };
}
