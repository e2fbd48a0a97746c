import type { OfferOf } from '../catalogue/offer.ts';
import type { Leg } from '../schedule/legs.ts';
import { within } from './criterion.ts';
import { numbersOfLegs } from './leg-numbers.ts';
import type { KindContext } from './question.ts';
import { isExact, minusFrom, type Point, plus, pointKey, type Span, spread, zero } from './travel.ts';
import { walkReachSeconds } from './walk-reach.ts';

export type CarpoolContext = KindContext & { offer: OfferOf<'carpool'> };
type Direction = 'outbound' | 'return';

/**
 * One way a driver O → D may take a person along, in space only: from O to the pick-up, on to the drop-off and the
 * person's door, with what it costs the driver. The same for every leg between the same places.
 */
export type CarpoolWay = {
  toPickUp: Span;
  walkToPickUp: Span;
  /** From the pick-up to the person's destination, the last walk included. */
  afterPickUp: Span;
  /**
   * What must fit between the run and the leg's clock time: to work, from the driver's door to the workplace; home, how
   * much later than the driver's start the person would be at the pick-up (`walk − drive`).
   */
  schedule: Span;
  doorToDoor: Span;
  /** `t(O,P) + t(P,Q) + t(Q,D) − t(O,D)`, never below 0. */
  detour: Span;
  longestWalk: Span;
  walkSeconds: number;
  rideMetres: number;
  detourMetres: number;
  estimated: boolean;
  /** Labels of the meeting points, null at the door. */
  pickUp: string | null;
  dropOff: string | null;
  /** Of its rules of space: how many are missed, by how many seconds in all, whether one is in doubt. */
  missed: number;
  short: number;
  doubted: boolean;
};

/** Somewhere the person can be picked up or set down: the door, or a place to walk to. */
type Meeting = { point: Point; label: string | null; walk: Span };
type Drive = { between: Span; metres: number; slopeSeconds: number };

const samePlacesOf = numbersOfLegs((leg) => `${leg.direction} ${pointKey(leg.place)}`);

/** The ways of an offer for a leg and a run's direction, worked out once per pair of places. */
export function carpoolWays(ctx: CarpoolContext): (leg: Leg, run: Direction) => readonly CarpoolWay[] {
  const samePlaces = samePlacesOf(ctx.facts.legs);
  const known: (CarpoolWay[] | undefined)[] = [];
  const offers = { meetingsAt: meetingsOf(ctx), directly: directlyOf(ctx) };
  return (leg, run) => {
    const at = 2 * (samePlaces.get(leg) as number) + (run === 'outbound' ? 0 : 1);
    const found = known[at] ?? waysFor(ctx, leg, run, offers);
    known[at] = found;
    return found;
  };
}

/** What is the same for several legs of one offer. */
type OfOffer = {
  meetingsAt: (door: Point, way: 'from' | 'to') => Meeting[];
  directly: (run: Direction) => Drive | null;
};

/** The driver's own way, without anybody. */
function directlyOf(ctx: CarpoolContext): OfOffer['directly'] {
  const { origin, destination } = ctx.offer.details;
  let there: Drive | null | undefined;
  let back: Drive | null | undefined;
  return (run) => {
    if (run === 'outbound') {
      if (there === undefined) there = drive(ctx, origin, destination);
      return there;
    }
    if (back === undefined) back = drive(ctx, destination, origin);
    return back;
  };
}

/** A door's meeting points are the same whichever way the driver runs. */
function meetingsOf(ctx: CarpoolContext): OfOffer['meetingsAt'] {
  const from = new Map<Point, Meeting[]>();
  const to = new Map<Point, Meeting[]>();
  return (door, way) => {
    const known = way === 'from' ? from : to;
    const found = known.get(door) ?? meetings(ctx, door, way);
    known.set(door, found);
    return found;
  };
}

function waysFor(ctx: CarpoolContext, leg: Leg, run: Direction, { meetingsAt, directly }: OfOffer): CarpoolWay[] {
  const { origin, destination } = ctx.offer.details;
  const [from, to] = run === 'outbound' ? [origin, destination] : [destination, origin];
  const direct = directly(run);
  if (direct === null) return [];
  const { home } = ctx.facts;
  const outbound = leg.direction === 'outbound';
  const dropOffs = meetingsAt(outbound ? leg.place : home, 'to');
  const onwards = dropOffs.map((q) => drive(ctx, q.point, to));
  const ways: CarpoolWay[] = [];
  for (const p of meetingsAt(outbound ? home : leg.place, 'from')) {
    const toPickUp = drive(ctx, from, p.point);
    if (toPickUp === null) continue;
    dropOffs.forEach((q, i) => {
      const ride = drive(ctx, p.point, q.point);
      const onward = onwards[i];
      if (ride !== null && onward) ways.push(wayBy(ctx, outbound, p, q, toPickUp, ride, onward, direct));
    });
  }
  return ways;
}

function wayBy(
  ctx: CarpoolContext,
  outbound: boolean,
  p: Meeting,
  q: Meeting,
  toPickUp: Drive,
  ride: Drive,
  onward: Drive,
  direct: Drive,
): CarpoolWay {
  const { maxTravelMinutes, means } = ctx.facts;
  const { maxDetourMinutes } = ctx.offer.details;
  const doorToDoor = plus(p.walk, ride.between, q.walk);
  // Constants cancel in a detour, and the table's one error factor scales it as a whole.
  const slopes = toPickUp.slopeSeconds + ride.slopeSeconds + onward.slopeSeconds - direct.slopeSeconds;
  const detour = spread(Math.max(0, slopes), ctx.travel.car.errorFactor);
  const longestWalk = p.walk.value >= q.walk.value ? p.walk : q.walk;
  const afterPickUp = plus(ride.between, q.walk);
  let [missed, short, doubted] = [0, 0, false];
  const judge = (span: Span, minutes: number | null | undefined) => {
    const limit = minutes === undefined || minutes === null ? null : minutes * 60;
    const outcome = within(span, limit);
    if (outcome === 'unknown') doubted = true;
    if (outcome !== 'unmet') return;
    missed++;
    short += span.value - (limit as number);
  };
  judge(doorToDoor, maxTravelMinutes);
  judge(detour, maxDetourMinutes);
  if (longestWalk.value > 0) judge(longestWalk, means.maxWalkMinutes);
  return {
    toPickUp: toPickUp.between,
    walkToPickUp: p.walk,
    afterPickUp,
    schedule: outbound ? plus(toPickUp.between, afterPickUp) : plus(p.walk, minusFrom(0, toPickUp.between)),
    doorToDoor,
    detour,
    longestWalk,
    walkSeconds: p.walk.value + q.walk.value,
    rideMetres: ride.metres,
    detourMetres: Math.max(0, toPickUp.metres + ride.metres + onward.metres - direct.metres),
    estimated: !isExact(doorToDoor),
    pickUp: p.label,
    dropOff: q.label,
    missed,
    short,
    doubted,
  };
}

/** The door, then the offer's meeting points and the driver's own ends within (or just past) walking reach. */
function meetings(ctx: CarpoolContext, door: Point, way: 'from' | 'to'): Meeting[] {
  const { origin, destination, meetingPoints } = ctx.offer.details;
  const { foot } = ctx.travel;
  const reach = walkReachSeconds(ctx.facts, ctx.rules);
  const found: Meeting[] = [{ point: door, label: null, walk: zero }];
  for (const place of [...meetingPoints, origin, destination]) {
    const walk = way === 'from' ? foot.between(door, place) : foot.between(place, door);
    if (walk === null || walk.seconds === 0) continue;
    const span = spread(walk.seconds, foot.errorFactor);
    if (span.low <= reach) found.push({ point: place, label: place.label ?? null, walk: span });
  }
  return found;
}

function drive(ctx: CarpoolContext, from: Point, to: Point): Drive | null {
  const { car } = ctx.travel;
  const found = car.between(from, to);
  if (found === null) return null;
  const { seconds, metres } = found;
  return {
    between: seconds === 0 ? zero : spread(seconds, car.errorFactor),
    metres,
    slopeSeconds: seconds === 0 ? 0 : seconds - car.fixedSeconds,
  };
}
