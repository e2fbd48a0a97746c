import { isNear } from '../near.ts';
import type { MatchQuestion } from '../question.ts';
import type { CriterionCode } from '../result.ts';
import type { Point } from '../travel.ts';
import { walkReachMetres, walkReachSeconds } from '../walk-reach.ts';
import type { Carpool, CarpoolIndex } from './carpool-index.ts';
import { createRunFinder, type NearRun, type Stretch, stretchesOf } from './near-runs.ts';
import type { RoadBounds } from './road-bounds.ts';
import { createWeighing, DETOUR, nearnessKey, ROUTE, type Way, WEEKDAY } from './weighing.ts';

/** What bounds are worked out for: the question without its offers, and the person's places. */
export type BoundsQuestion = {
  question: Pick<MatchQuestion, 'facts' | 'rules' | 'timeZone'>;
  index: CarpoolIndex;
  bounds: RoadBounds;
  /** Home first, then the workplaces. */
  places: readonly Point[];
  /** Exact seconds by car between two of them, −1 where no road joins them. */
  between: readonly (readonly number[])[];
  /** The rules a carpool's class misses whatever the leg: how many, how far, the first of them. */
  missesOf(carpool: Carpool): { misses: number; gap: number; code: CriterionCode | null };
  /** Only what the public sees. */
  publicOnly: boolean;
  /** A detour this much (relatively) past its limit is told as just that far. */
  gapTold: number;
};

/**
 * For each row of the index how near it can come at best: `nearnessKey(misses, gap)` as `ranked` weighs it, never more
 * than the reference's, and 0 for whatever may serve a leg. `codes` index `LEG_CODES`: the rule that stands in the way.
 */
export type NearnessBounds = { keys: Float64Array; codes: Uint8Array };

/** A carpool with more points than this is not bounded. */
const MOST_POINTS = 64;

/**
 * Time and space of every carpool against one person, in a few hundred nanoseconds each: the runs near a leg first, then
 * what the roads make of them.
 */
export function nearnessBounds(asked: BoundsQuestion): NearnessBounds {
  const { index, bounds, places, between, gapTold } = asked;
  const { facts, rules } = asked.question;
  const keys = new Float64Array(index.rows);
  const codes = new Uint8Array(index.rows);
  const whole = index.classes.map((carpool) => asked.missesOf(carpool));
  const stretches = stretchesOf(asked.question, places);
  const runs = createRunFinder(index);
  const weighing = createWeighing(facts, bounds);
  const { fixedSeconds } = bounds;
  const [low] = bounds.errorFactor;
  const reachSeconds = walkReachSeconds(facts, rules);
  const reachMetres = walkReachMetres(reachSeconds);
  const { lon, lat } = index.points;
  const near = places.map(() => new Uint8Array(MOST_POINTS));
  const ways: Way[] = [];

  for (let row = 0; row < index.rows; row++) {
    if (index.live[row] === 0 || (asked.publicOnly && index.isPublic[row] === 0)) {
      keys[row] = Number.POSITIVE_INFINITY;
      continue;
    }
    const own = whole[index.classOf[row] as number] as (typeof whole)[number];
    const wholeKey = nearnessKey(own.misses, own.gap);
    const isKnown = bounds.knows(row) && (index.pointCount[row] as number) <= MOST_POINTS;
    if (facts.legs.length === 0 || !isKnown) {
      keys[row] = wholeKey;
      continue;
    }
    weighing.begin();
    let isLooked = false;
    let isWalked = false;
    for (const stretch of stretches) {
      for (let returns = 0; returns < 2 && weighing.best() > 0; returns++) {
        const found = runs.find(row, stretch, returns);
        if (found.length === 0) continue;
        if (!isLooked) {
          isWalked = lookAround(row);
          isLooked = true;
        }
        waysOf(row, stretch, returns, isWalked);
        for (let r = 0; r < found.length && weighing.best() > 0; r++) {
          const { leg, earliest, latest } = found[r] as NearRun;
          for (let w = 0; w < ways.length; w++) {
            weighing.weigh(
              ways[w] as Way,
              index.maxDetour[row] as number,
              stretch.outbound,
              leg.deadline,
              earliest,
              latest,
            );
          }
        }
      }
      // A leg near which nothing runs misses one rule, its days.
      weighing.tell(nearnessKey(1, 1), WEEKDAY);
    }
    keys[row] = weighing.best() + wholeKey;
    codes[row] = weighing.code();
  }
  return { keys, codes };

  /** Which of a row's points may be within walking reach of which place. */
  function lookAround(row: number): boolean {
    const first = index.pointStart[row] as number;
    const count = index.pointCount[row] as number;
    let isAny = false;
    for (let q = 0; q < places.length; q++) {
      const place = places[q] as Point;
      const flags = near[q] as Uint8Array;
      for (let p = 0; p < count; p++) {
        const isReached = isNear(place, lon[first + p] as number, lat[first + p] as number, reachMetres);
        flags[p] = isReached ? 1 : 0;
        isAny ||= isReached;
      }
    }
    return isAny;
  }

  /** By the person's doors; and, where points of the carpool are within reach, by those. */
  function waysOf(row: number, stretch: Stretch, returns: number, isWalked: boolean): void {
    ways.length = 0;
    const first = index.pointStart[row] as number;
    const [a, b] = returns === 1 ? [1, 0] : [0, 1];
    const direct = bounds.own(row, a, b);
    const ride = (between[stretch.start] as readonly number[])[stretch.end] as number;
    if (direct < 0) {
      weighing.tell(nearnessKey(1, 1), ROUTE);
      return;
    }
    if (ride < 0) weighing.tell(nearnessKey(1, 1), ROUTE);
    else {
      const limit = index.maxDetour[row] as number;
      // So much to the person and from them on, and the detour is too long to be told exactly.
      const past = Math.max(limit * (1 + gapTold), limit / low + 1);
      const enough = past + slope(direct) - slope(ride) + 2 * fixedSeconds;
      const toPickUp = bounds.towards(first + a, stretch.start, enough);
      const onward = toPickUp >= enough ? 0 : bounds.away(first + b, stretch.end, enough - toPickUp);
      if (toPickUp + onward >= enough) weighing.tell(nearnessKey(1, gapTold), DETOUR);
      else ways.push({ toPickUp, ride, onward, direct, walk: 0 });
    }
    if (isWalked) walkedWays(row, stretch, a, b, direct);
  }

  /** Ways on which the person walks at one end or both, to whatever point of the carpool may be within reach. */
  function walkedWays(row: number, { start, end }: Stretch, a: number, b: number, direct: number): void {
    const count = index.pointCount[row] as number;
    const first = index.pointStart[row] as number;
    const unbounded = Number.POSITIVE_INFINITY;
    for (let p = -1; p < count; p++) {
      if (p >= 0 && (near[start] as Uint8Array)[p] === 0) continue;
      const toPickUp = p < 0 ? bounds.towards(first + a, start, unbounded) : bounds.own(row, a, p);
      if (toPickUp < 0) continue;
      for (let q = -1; q < count; q++) {
        if ((p < 0 && q < 0) || (q >= 0 && (near[end] as Uint8Array)[q] === 0)) continue;
        const onward = q < 0 ? bounds.away(first + b, end, unbounded) : bounds.own(row, q, b);
        const ride =
          p < 0
            ? bounds.away(first + q, start, unbounded)
            : q < 0
              ? bounds.towards(first + p, end, unbounded)
              : bounds.own(row, p, q);
        if (onward < 0 || ride < 0) continue;
        const walks = (p < 0 ? 0 : 1) + (q < 0 ? 0 : 1);
        ways.push({ toPickUp, ride, onward, direct, walk: (walks * reachSeconds) / low });
      }
    }
  }

  function slope(seconds: number): number {
    return seconds > fixedSeconds ? seconds - fixedSeconds : 0;
  }
}
