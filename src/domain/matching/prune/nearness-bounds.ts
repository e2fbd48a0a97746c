import { dayNumber } from '../../schedule/dates.ts';
import { flatMetres } from '../near.ts';
import type { MatchQuestion } from '../question.ts';
import type { CriterionCode } from '../result.ts';
import type { Point } from '../travel.ts';
import { leastWalkSeconds, WALK_DOUBT, walkReachMetres, walkReachSeconds } from '../walk-reach.ts';
import { type Carpool, type CarpoolIndex, isValidOn } from './carpool-index.ts';
import { createHourSlots, type HourSlots } from './hour-slots.ts';
import { createRunFinder, type NearRuns, type Stretch, stretchesOf } from './near-runs.ts';
import { createPassersBy } from './passers-by.ts';
import type { RoadBounds } from './road-bounds.ts';
import { createWeighing, DETOUR, longestDetour, nearnessKey, ROUTE, SCHEDULE, type Way, WEEKDAY } from './weighing.ts';

export type MissesOf = (carpool: Carpool) => Misses;
export type Misses = { misses: number; gap: number; code: CriterionCode | null };

/** What bounds are worked out for: the question without its offers, and the person's places. */
export type BoundsQuestion = {
  question: Pick<MatchQuestion, 'facts' | 'rules' | 'timeZone'>;
  index: CarpoolIndex;
  bounds: RoadBounds;
  /** Home first, then the workplaces. */
  places: readonly Point[];
  /** Exact seconds by car between two of them, −1 where no road joins them. */
  between: readonly (readonly number[])[];
  /** The rules a carpool misses whatever the leg and the day, by who it is for: how many, how far, the first. */
  missesOf: MissesOf;
  /** Only what the public sees. */
  publicOnly: boolean;
  /** A detour this much (relatively) past its limit is told as just that far. */
  gapTold: number;
};

/**
 * For each row how near it can come at best: `nearnessKey(misses, gap)` as `ranked` weighs it, never more than the
 * reference's, and 0 for whatever may serve a leg. `codes` index `LEG_CODES`: the rule that stands in the way.
 */
export type NearnessBounds = { keys: Float64Array; codes: Uint8Array };

/** Left for rounding, in seconds. */
const ROOM = 60;

const UNKNOWN = -2;

/** A carpool with more points than this is not bounded. */
const MOST_POINTS = 64;

/**
 * Time and space of carpools against one person, in a few hundred nanoseconds each: who comes by at all first, then the runs
 * near a leg, then what the roads make of them. Of every row of the index; or of those rows, in their order.
 */
export function nearnessBounds(asked: BoundsQuestion, rows?: readonly number[]): NearnessBounds {
  const { index, bounds, places, between, gapTold } = asked;
  const { facts, rules } = asked.question;
  const count = rows?.length ?? index.rows;
  const keys = new Float64Array(count);
  const codes = new Uint8Array(count);
  const accessOf = index.classes.map(asked.missesOf);
  const startsOn = dayNumber(facts.startsOn);
  const stretches = stretchesOf(asked.question, places);
  const runs = createRunFinder(index);
  const slots = stretches.map((stretch) => createHourSlots(index, stretch));
  const weighing = createWeighing(facts, bounds);
  const { fixedSeconds } = bounds;
  const [low] = bounds.errorFactor;
  const maxWait = facts.maxWaitMinutes === undefined ? Number.POSITIVE_INFINITY : facts.maxWaitMinutes * 60;
  const reachSeconds = walkReachSeconds(facts, rules);
  const reachMetres = walkReachMetres(reachSeconds);
  // Walks may be estimated where drives are not.
  const longestWalk = reachSeconds * (low < 1 ? 1 / low : WALK_DOUBT);
  const reachDegrees = reachMetres / 111_000;
  const { lon, lat } = index.points;
  /** Of the row that is looked at: the least walk to each of its points, −1 beyond reach; and bounds already worked out, `UNKNOWN` before. */
  const walksFrom = places.map(() => new Float64Array(MOST_POINTS));
  const walksTo = places.map(() => new Float64Array(MOST_POINTS));
  const known = new Float64Array(2 * places.length * MOST_POINTS);
  const passersBy = createPassersBy({ index, bounds, places, between, gapTold, stretches, reachMetres });
  const ways: Way[] = [];
  /** A driver who passes by the person's doors anyway. */
  const onTheWay: Way = { toPickUp: 0, ride: 0, onward: 0, direct: 0, firstWalk: 0, lastWalk: 0, mostWalk: 0 };
  /** What lies further is told as just that far. */
  const told = gapTold === Number.POSITIVE_INFINITY ? gapTold : nearnessKey(1, gapTold);

  for (let i = 0; i < count; i++) {
    const row = rows === undefined ? i : (rows[i] as number);
    if (index.live[row] === 0 || (asked.publicOnly && index.isPublic[row] === 0)) {
      keys[i] = Number.POSITIVE_INFINITY;
      continue;
    }
    const who = accessOf[index.classOf[row] as number] as Misses;
    const late = isValidOn(index, row, startsOn) ? 0 : 1;
    const wholeKey = nearnessKey(who.misses + late, who.gap + late);
    const isKnown = bounds.knows(row) && (index.pointCount[row] as number) <= MOST_POINTS;
    if (facts.legs.length === 0 || !isKnown) {
      keys[i] = wholeKey;
      continue;
    }
    if (!passersBy.mayPass(row)) {
      keys[i] = Math.min(told, nearnessKey(1, 1)) + wholeKey;
      codes[i] = DETOUR;
      continue;
    }
    weighing.begin();
    const isWalked = lookAround(row);
    for (let s = 0; s < stretches.length; s++) {
      const stretch = stretches[s] as Stretch;
      for (let returns = 0; returns < 2 && weighing.best() > 0; returns++) {
        if (((index.directions[row] as number) & (1 << returns)) === 0) continue;
        if (!mayMeet(row, s, returns, isWalked)) {
          weighing.tell(told, SCHEDULE);
          continue;
        }
        waysOf(row, stretch, returns, isWalked);
        if (ways.length === 0) continue;
        const found = runs.find(row, stretch, returns);
        if (found.count === 0) continue;
        const limit = index.maxDetour[row] as number;
        const hopeful = keepHopeful(found, row, stretch, returns, limit, isWalked);
        const { deadline, earliest, latest } = found;
        for (let r = 0; r < hopeful && weighing.best() > 0; r++) {
          const due = deadline[r] as number;
          const from = earliest[r] as number;
          const until = latest[r] as number;
          for (let w = 0; w < ways.length; w++) {
            weighing.weigh(ways[w] as Way, limit, stretch.outbound, due, from, until, stretch.isLoose);
          }
        }
      }
    }
    // A leg near which nothing runs misses one rule, its days.
    if (told < nearnessKey(1, 1) || !runs.isNearEveryLeg(row, stretches)) weighing.tell(nearnessKey(1, 1), WEEKDAY);
    keys[i] = weighing.best() + wholeKey;
    codes[i] = weighing.code();
  }
  return { keys, codes };

  /** Hours alone, for all legs of a stretch at once: false where no run comes nearer than is told exactly. */
  function mayMeet(row: number, s: number, returns: number, isWalked: boolean): boolean {
    // A gap of one and more is missed by runs of any hour.
    if (gapTold >= 1) return true;
    const stretch = stretches[s] as Stretch;
    const direct = bounds.direct(row, returns);
    if (direct < 0) return true;
    const ride = (between[stretch.start] as readonly number[])[stretch.end] as number;
    const wait = maxWait * (1 + gapTold);
    const walk = isWalked ? 2 * longestWalk : 0;
    // The longest a driver is under way to the drop-off, at the widest detour that is told exactly.
    const most = ((index.maxDetour[row] as number) * (1 + gapTold) + direct + 2 * fixedSeconds) / low + walk;
    if (!stretch.outbound) {
      return (slots[s] as HourSlots).mayMeet(row, returns, wait + walk + ROOM, most / (1 - gapTold) + ROOM);
    }
    const least = isWalked || ride < 0 ? 0 : (ride * low) / (1 + gapTold);
    return (slots[s] as HourSlots).mayMeet(row, returns, -least + ROOM, wait + most + ROOM);
  }

  /** Hours alone: keeps, at the front, the runs that would come near enough if nobody lay out of the driver's way. */
  function keepHopeful(
    { count, deadline, earliest, latest }: NearRuns,
    row: number,
    stretch: Stretch,
    returns: number,
    limit: number,
    isWalked: boolean,
  ): number {
    const direct = bounds.direct(row, returns);
    const ride = (between[stretch.start] as readonly number[])[stretch.end] as number;
    // Who lies in nobody's way is no bound where times are exact.
    if (direct < 0 || stretch.isLoose || bounds.isExact) return count;
    onTheWay.direct = direct;
    onTheWay.ride = isWalked || ride < 0 ? 0 : ride;
    onTheWay.mostWalk = isWalked ? 2 * longestWalk : 0;
    let kept = 0;
    for (let r = 0; r < count; r++) {
      const due = deadline[r] as number;
      const from = earliest[r] as number;
      const until = latest[r] as number;
      if (weighing.keyOf(onTheWay, limit, stretch.outbound, due, from, until) >= told) continue;
      deadline[kept] = due;
      earliest[kept] = from;
      latest[kept] = until;
      kept++;
    }
    if (kept < count) weighing.tell(told, SCHEDULE);
    return kept;
  }

  /** Which of a row's points may be within walking reach of which place. */
  function lookAround(row: number): boolean {
    const first = index.pointStart[row] as number;
    const count = index.pointCount[row] as number;
    let isAny = false;
    for (let q = 0; q < places.length; q++) {
      const place = places[q] as Point;
      const from = walksFrom[q] as Float64Array;
      const to = walksTo[q] as Float64Array;
      for (let p = 0; p < count; p++) {
        if (bounds.walks !== null) {
          from[p] = walked(bounds.walks.fromPlace(first + p, q));
          to[p] = walked(bounds.walks.toPlace(first + p, q));
          if ((from[p] as number) >= 0 || (to[p] as number) >= 0) isAny = true;
          continue;
        }
        from[p] = -1;
        to[p] = -1;
        const north = (lat[first + p] as number) - place.lat;
        if (north > reachDegrees || north < -reachDegrees) continue;
        const metres = flatMetres(place, lon[first + p] as number, lat[first + p] as number);
        if (metres >= reachMetres) continue;
        from[p] = leastWalkSeconds(metres);
        to[p] = from[p] as number;
        isAny = true;
      }
    }
    if (isAny) known.fill(UNKNOWN, 0, 2 * places.length * count);
    return isAny;
  }

  /** A walk the rules look at: who stands there already need not walk, and nobody walks further than they would. */
  function walked(seconds: number): number {
    return seconds > 0 && seconds <= reachSeconds ? seconds : -1;
  }

  /** By the person's doors; and, where points of the carpool are within reach, by those. */
  function waysOf(row: number, stretch: Stretch, returns: number, isWalked: boolean): void {
    ways.length = 0;
    const first = index.pointStart[row] as number;
    const [a, b] = returns === 1 ? [1, 0] : [0, 1];
    const direct = bounds.direct(row, returns);
    const ride = (between[stretch.start] as readonly number[])[stretch.end] as number;
    if (direct < 0) {
      weighing.tell(nearnessKey(1, 1), ROUTE);
      return;
    }
    if (ride < 0) weighing.tell(nearnessKey(1, 1), ROUTE);
    else {
      // So much to the person and from them on, and the detour is too long to be told exactly.
      const enough = longest(row) + slope(direct) - slope(ride) + 2 * fixedSeconds;
      const [from, to] = [index.cellOf[first + a] as number, index.cellOf[first + b] as number];
      const { squares } = bounds;
      const isFar =
        squares !== null &&
        (squares.towards(stretch.start)[from] as number) + (squares.away(stretch.end)[to] as number) >= enough;
      const toPickUp = isFar ? 0 : bounds.towards(first + a, stretch.start, enough);
      const onward = isFar || toPickUp >= enough ? 0 : bounds.away(first + b, stretch.end, enough - toPickUp);
      if (toPickUp < 0 || onward < 0) weighing.tell(nearnessKey(1, 1), ROUTE);
      else if (isFar || toPickUp + onward >= enough) weighing.tell(nearnessKey(1, gapTold), DETOUR);
      else ways.push({ toPickUp, ride, onward, direct, firstWalk: 0, lastWalk: 0, mostWalk: 0 });
    }
    if (isWalked) walkedWays(row, stretch, a, b, direct);
  }

  /** Ways on which the person walks at one end or both, to whatever point of the carpool may be within reach. */
  function walkedWays(row: number, { start, end }: Stretch, a: number, b: number, direct: number): void {
    const count = index.pointCount[row] as number;
    const toStart = walksFrom[start] as Float64Array;
    const fromEnd = walksTo[end] as Float64Array;
    const enough = longest(row) + slope(direct);
    for (let p = -1; p < count; p++) {
      const firstWalk = p < 0 ? 0 : (toStart[p] as number);
      if (firstWalk < 0) continue;
      const toPickUp = p < 0 ? bound(row, a, start, false) : bounds.own(row, a, p);
      if (toPickUp < 0) {
        weighing.tell(nearnessKey(1, 1), ROUTE);
        continue;
      }
      for (let q = -1; q < count; q++) {
        const lastWalk = q < 0 ? 0 : (fromEnd[q] as number);
        if ((p < 0 && q < 0) || lastWalk < 0) continue;
        const onward = q < 0 ? bound(row, b, end, true) : bounds.own(row, q, b);
        const ride = p < 0 ? bound(row, q, start, true) : q < 0 ? bound(row, p, end, false) : bounds.own(row, p, q);
        if (onward < 0 || ride < 0) {
          weighing.tell(nearnessKey(1, 1), ROUTE);
          continue;
        }
        if (slope(toPickUp) + slope(ride) + slope(onward) >= enough) {
          weighing.tell(nearnessKey(1, gapTold), DETOUR);
          continue;
        }
        const ends = (p < 0 ? 0 : 1) + (q < 0 ? 0 : 1);
        const mostWalk = bounds.walks === null ? ends * longestWalk : firstWalk + lastWalk;
        ways.push({ toPickUp, ride, onward, direct, firstWalk, lastWalk, mostWalk });
      }
    }
  }

  function longest(row: number): number {
    return longestDetour(index.maxDetour[row] as number, gapTold, low);
  }

  /** Between a point of the row and a place: worked out once for all the ways of the row. */
  function bound(row: number, point: number, place: number, back: boolean): number {
    const cell = 2 * (place * (index.pointCount[row] as number) + point) + (back ? 1 : 0);
    const seen = known[cell] as number;
    if (seen !== UNKNOWN) return seen;
    const slot = (index.pointStart[row] as number) + point;
    const seconds = (back ? bounds.away : bounds.towards)(slot, place, Number.POSITIVE_INFINITY);
    known[cell] = seconds;
    return seconds;
  }

  function slope(seconds: number): number {
    return seconds > fixedSeconds ? seconds - fixedSeconds : 0;
  }
}
