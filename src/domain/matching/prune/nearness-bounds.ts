import { DAY } from '../../clock-time.ts';
import { shiftWeekday } from '../../schedule/dates.ts';
import type { Leg } from '../../schedule/legs.ts';
import { clockOn, steadyClock } from '../../schedule/local-clock.ts';
import { OVER_MIDNIGHT_SECONDS, SAME_DAY_SECONDS } from '../carpool-runs.ts';
import { NEAR_MISS_WALK_SECONDS } from '../carpool-ways.ts';
import type { MatchQuestion } from '../question.ts';
import type { CriterionCode } from '../result.ts';
import type { Point } from '../travel.ts';
import type { Carpool, CarpoolIndex } from './carpool-index.ts';
import { isNear, type RoadBounds } from './road-bounds.ts';

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

export const LEG_CODES: readonly CriterionCode[] = ['weekday', 'route', 'schedule', 'wait', 'detour', 'duration'];
const [WEEKDAY, , SCHEDULE, WAIT, DETOUR, DURATION] = [0, 1, 2, 3, 4, 5];

const MISS = 4096;
/** Orders by number of rules missed, then by how far. */
export const nearnessKey = (misses: number, gap: number) => misses * MISS + Math.min(gap, MISS - 1);

/** Nobody walks faster than this, and snapping moves a place by no more than that. */
const WALK_METRES_PER_SECOND = 2;
const SNAP_METRES = 1000;

/** A carpool with more points than this is not bounded. */
const MOST_POINTS = 64;

/** The legs between the same two places. */
type Stretch = { start: number; end: number; outbound: boolean; legs: BoundLeg[] };
/** `loose`: a night the clocks change, on which an hour more or less counts for nothing. */
type BoundLeg = { weekday: number; deadline: number; loose: number };

/** A driver's way by the person's door or by a point to walk to; seconds, at least. */
type Way = { toPickUp: number; ride: number; onward: number; direct: number; walk: number };

/**
 * Time and space of every carpool against one person, in a few hundred nanoseconds each. A way that takes too long to reach
 * somebody arrives later, and so need not wait: bounds of time and detour are held against each other.
 */
export function nearnessBounds(asked: BoundsQuestion): NearnessBounds {
  const { index, bounds, places, between } = asked;
  const { facts, rules } = asked.question;
  const keys = new Float64Array(index.rows);
  const codes = new Uint8Array(index.rows);
  const stretches = stretchesOf(asked);
  const whole = index.classes.map((carpool) => asked.missesOf(carpool));
  const maxWait = facts.maxWaitMinutes === undefined ? Number.POSITIVE_INFINITY : facts.maxWaitMinutes * 60;
  const maxTravel = facts.maxTravelMinutes === undefined ? Number.POSITIVE_INFINITY : facts.maxTravelMinutes * 60;
  const walkLimit = facts.means.maxWalkMinutes;
  const reachSeconds =
    walkLimit === undefined ? rules.defaults.walkMinutesWhenUnknown * 60 : walkLimit * 60 + NEAR_MISS_WALK_SECONDS;
  const [low, high] = bounds.errorFactor;
  const { fixedSeconds } = bounds;
  const slope = (seconds: number) => (seconds > fixedSeconds ? seconds - fixedSeconds : 0);
  // An estimate within its error may be this long and still within reach.
  const reachMetres = (reachSeconds / low) * WALK_METRES_PER_SECOND + SNAP_METRES;
  const isLegless = facts.legs.length === 0;

  let best = 0;
  let bestCode = 0;
  const told = (key: number, code: number) => {
    if (key < best) {
      best = key;
      bestCode = code;
    }
  };

  /** One run, one leg, one way: the nearest it can come, whatever the times really are. */
  function weigh(way: Way, limit: number, outbound: boolean, deadline: number, earliest: number, latest: number): void {
    const { toPickUp, ride, onward, direct, walk } = way;
    const tooLong = ride * low > maxTravel ? 1 : 0;
    const duration = tooLong === 0 ? 0 : gapOf(ride, maxTravel);
    const add = (gap: number, code: number) =>
      told(nearnessKey(tooLong + 1, duration + Math.max(0, gap)), tooLong ? DURATION : code);
    // What the driver can spend on the way to the drop-off before the detour is too long.
    const spare = limit / low + slope(direct) - slope(onward);
    const detourBy = (slopes: number) => gapOf(slopes + slope(onward) - slope(direct), limit);
    let [from, need, until, most] = [0, 0, 0, 0];
    if (outbound) {
      // From the driver's door to the workplace: early enough, and not too early.
      const room = deadline - earliest;
      from = toPickUp + ride;
      need = (deadline - latest - maxWait) / high;
      until = room / low;
      most = spare + 2 * fixedSeconds + walk;
      const start = Math.max(from, need);
      if (start <= most && start <= until) {
        told(nearnessKey(tooLong, duration), DURATION);
        return;
      }
      if (start <= until) add(detourBy(start - walk - 2 * fixedSeconds), DETOUR);
      const late = Math.max(from, until);
      if (late <= most) add(gapOf(late, room), SCHEDULE);
      const early = Math.min(most, until);
      if (early >= from) add(gapOf(deadline - latest - early, maxWait), WAIT);
    } else {
      // From the driver's door to the workplace again: not before the shift ends, and not too long after.
      const room = latest - deadline;
      from = toPickUp;
      need = -room / high;
      until = (maxWait + deadline - earliest + walk * high) / low;
      most = spare - slope(ride) + fixedSeconds;
      const start = Math.max(from, need);
      if (start <= most && start <= until) {
        told(nearnessKey(tooLong, duration), DURATION);
        return;
      }
      if (start <= until) add(detourBy(slope(start) + slope(ride)), DETOUR);
      const before = Math.min(most, need);
      if (before >= from) add(gapOf(-before, room), SCHEDULE);
      const after = Math.max(start, until);
      if (after <= most) add(gapOf(earliest - deadline - walk * high + after, maxWait), WAIT);
    }
    told(nearnessKey(tooLong + 2, duration), tooLong ? DURATION : DETOUR);
  }

  const slots = index.points;
  const near = places.map(() => new Uint8Array(MOST_POINTS));
  const ways: Way[] = [];

  for (let row = 0; row < index.rows; row++) {
    if (index.live[row] === 0 || (asked.publicOnly && index.isPublic[row] === 0)) {
      keys[row] = Number.POSITIVE_INFINITY;
      continue;
    }
    const own = whole[index.classOf[row] as number] as (typeof whole)[number];
    const wholeKey = nearnessKey(own.misses, own.gap);
    const count = index.pointCount[row] as number;
    const isKnown = bounds.knows(row) && count <= MOST_POINTS;
    if (isLegless || !isKnown) {
      keys[row] = wholeKey;
      continue;
    }
    const first = index.pointStart[row] as number;
    const limit = index.maxDetour[row] as number;
    const runs = index.runStart[row] as number;
    const runCount = index.runCount[row] as number;
    let isWalked = false;
    for (let q = 0; q < places.length; q++) {
      const place = places[q] as Point;
      const flags = near[q] as Uint8Array;
      for (let p = 0; p < count; p++) {
        const slot = first + p;
        const isReached = isNear(place, slots.lon[slot] as number, slots.lat[slot] as number, reachMetres);
        flags[p] = isReached ? 1 : 0;
        isWalked ||= isReached;
      }
    }

    best = Number.POSITIVE_INFINITY;
    bestCode = WEEKDAY;
    for (const stretch of stretches) {
      const ride = (between[stretch.start] as readonly number[])[stretch.end] as number;
      for (let returns = 0; returns < 2 && best > 0; returns++) {
        const [a, b] = returns === 1 ? [1, 0] : [0, 1];
        const direct = bounds.own(row, a, b);
        let isRun = false;
        for (let t = 0; t < runCount; t++) isRun ||= index.runReturns[runs + t] === returns;
        if (!isRun) continue;
        if (direct < 0) {
          told(nearnessKey(1, 1), 1);
          continue;
        }
        ways.length = 0;
        if (ride >= 0) {
          // Slopes that, with the ride itself, make the detour too long to be told exactly.
          const past = Math.max(limit * (1 + asked.gapTold), limit / low + 1);
          const enough = past + slope(direct) - slope(ride) + 2 * fixedSeconds;
          const toPickUp = bounds.towards(first + a, stretch.start, enough);
          const onward = toPickUp >= enough ? 0 : bounds.away(first + b, stretch.end, enough - toPickUp);
          if (toPickUp + onward >= enough) told(nearnessKey(1, asked.gapTold), DETOUR);
          else ways.push({ toPickUp, ride: ride, onward, direct, walk: 0 });
        }
        if (isWalked) walkedWays(row, stretch, a, b, direct);
        if (ways.length === 0) {
          if (ride < 0) told(nearnessKey(1, 1), 1);
          continue;
        }
        for (const leg of stretch.legs) {
          for (let t = 0; t < runCount && best > 0; t++) {
            const run = runs + t;
            if (index.runReturns[run] !== returns) continue;
            const weekdays = index.runWeekdays[run] as number;
            for (let day = -1; day <= 1; day++) {
              if ((weekdays & (1 << (shiftWeekday(leg.weekday, day) - 1))) === 0) continue;
              const nominal = (index.runDeparture[run] as number) + day * DAY;
              const apart = Math.abs(nominal - leg.deadline) - leg.loose;
              if (apart > (day === 0 ? SAME_DAY_SECONDS : OVER_MIDNIGHT_SECONDS)) continue;
              const flexibility = (index.runFlexibility[run] as number) + leg.loose;
              for (const way of ways) {
                weigh(way, limit, stretch.outbound, leg.deadline, nominal - flexibility, nominal + flexibility);
              }
            }
          }
        }
      }
      // A leg near which nothing runs misses one rule, its days.
      if (best > nearnessKey(1, 1)) told(nearnessKey(1, 1), WEEKDAY);
    }
    keys[row] = best + wholeKey;
    codes[row] = bestCode;
  }
  return { keys, codes };

  /** Ways on which the person walks at one end or both, to whatever point of the carpool may be within reach. */
  function walkedWays(row: number, stretch: Stretch, a: number, b: number, direct: number): void {
    const count = index.pointCount[row] as number;
    const first = index.pointStart[row] as number;
    const own = (from: number, to: number) => bounds.own(row, from, to);
    const { start, end } = stretch;
    const unbounded = Number.POSITIVE_INFINITY;
    for (let p = -1; p < count; p++) {
      if (p >= 0 && (near[start] as Uint8Array)[p] === 0) continue;
      const toPickUp = p < 0 ? bounds.towards(first + a, start, unbounded) : own(a, p);
      if (toPickUp < 0) continue;
      for (let q = -1; q < count; q++) {
        if ((p < 0 && q < 0) || (q >= 0 && (near[end] as Uint8Array)[q] === 0)) continue;
        const onward = q < 0 ? bounds.away(first + b, end, unbounded) : own(q, b);
        const between =
          p < 0
            ? bounds.away(first + q, start, unbounded)
            : q < 0
              ? bounds.towards(first + p, end, unbounded)
              : own(p, q);
        if (onward < 0 || between < 0) continue;
        const walks = (p < 0 ? 0 : 1) + (q < 0 ? 0 : 1);
        ways.push({ toPickUp, ride: between, onward, direct, walk: (walks * reachSeconds) / low });
      }
    }
  }
}

/** How far past its limit, relatively; a second is left for rounding. */
function gapOf(actual: number, limit: number): number {
  return (Math.abs(actual - limit) - 1) / Math.max(1, Math.abs(limit));
}

function stretchesOf({ question, places }: BoundsQuestion): Stretch[] {
  const { facts, timeZone } = question;
  const stretches = new Map<string, Stretch>();
  for (const leg of facts.legs) {
    const place = places.findIndex(({ lon, lat }) => lon === leg.place.lon && lat === leg.place.lat);
    const outbound = leg.direction === 'outbound';
    const [start, end] = outbound ? [0, place] : [place, 0];
    const key = `${start} ${end} ${outbound}`;
    const stretch = stretches.get(key) ?? { start, end, outbound, legs: [] };
    stretches.set(key, stretch);
    stretch.legs.push(boundLeg(leg, facts.cycleDays === null, timeZone));
  }
  return [...stretches.values()];
}

function boundLeg(leg: Leg, isDated: boolean, timeZone: string): BoundLeg {
  const date = leg.dates[0];
  const clock = isDated && date !== undefined ? clockOn(date, timeZone) : steadyClock;
  return { weekday: leg.weekday, deadline: leg.deadlineSeconds, loose: clock === steadyClock ? 0 : 3600 };
}
