import type { MatchingFacts } from '../facts.ts';
import type { CriterionCode } from '../result.ts';
import type { RoadBounds } from './road-bounds.ts';

/**
 * A driver's way by the person's doors or by points to walk to, to the pick-up first and from the drop-off last: seconds, at
 * least. `mostWalk`: both walks together, at most.
 */
export type Way = {
  toPickUp: number;
  ride: number;
  onward: number;
  direct: number;
  firstWalk: number;
  lastWalk: number;
  mostWalk: number;
};

export const LEG_CODES: readonly CriterionCode[] = [
  'weekday',
  'route',
  'schedule',
  'wait',
  'detour',
  'duration',
  'walk',
];
export const [WEEKDAY, ROUTE, SCHEDULE, WAIT, DETOUR, DURATION, WALK] = [0, 1, 2, 3, 4, 5, 6];

const MISS = 4096;
/** Gaps as far as that, and further, are one. */
export const MOST_GAP = MISS - 1;
/** Orders by number of rules missed, then by how far. */
export function nearnessKey(misses: number, gap: number): number {
  return misses * MISS + Math.min(gap, MOST_GAP);
}

/** The nearest that a carpool can come: begun for each carpool, told of what is known, read at the end. */
export type Weighing = {
  begin(): void;
  tell(key: number, code: number): void;
  /** One run near a leg, by one way. `limit`: of the detour. `isLoose`: hours are widened, so how far they are missed is not known. */
  weigh(
    way: Way,
    limit: number,
    outbound: boolean,
    deadline: number,
    earliest: number,
    latest: number,
    isLoose: boolean,
  ): void;
  /** What that would tell, untold. */
  keyOf(way: Way, limit: number, outbound: boolean, deadline: number, earliest: number, latest: number): number;
  best(): number;
  code(): number;
};

/**
 * One run, one leg, one way: the fewest rules it can miss and by how little, whatever the times really are. A way that takes
 * longer to reach somebody comes later, and so need not wait: what detour and hours ask of that time is held against each
 * other.
 */
export function createWeighing(facts: MatchingFacts, bounds: RoadBounds): Weighing {
  const maxWait = facts.maxWaitMinutes === undefined ? Number.POSITIVE_INFINITY : facts.maxWaitMinutes * 60;
  const maxWalk = facts.means.maxWalkMinutes === undefined ? Number.POSITIVE_INFINITY : facts.means.maxWalkMinutes * 60;
  const maxTravel = facts.maxTravelMinutes === undefined ? Number.POSITIVE_INFINITY : facts.maxTravelMinutes * 60;
  const [low, high] = bounds.errorFactor;
  const { fixedSeconds } = bounds;
  let best = Number.POSITIVE_INFINITY;
  let bestCode = WEEKDAY;

  function slope(seconds: number): number {
    return seconds > fixedSeconds ? seconds - fixedSeconds : 0;
  }

  /** Of the way that was weighed last, and its rule. */
  let least = 0;
  let code = WEEKDAY;

  function keyOf(
    way: Way,
    limit: number,
    outbound: boolean,
    deadline: number,
    earliest: number,
    latest: number,
  ): number {
    const { toPickUp, ride, onward, direct, firstWalk, lastWalk, mostWalk: walk } = way;
    const duration = firstWalk + ride + lastWalk;
    const tooLong = duration * low > maxTravel;
    const longestWalk = firstWalk > lastWalk ? firstWalk : lastWalk;
    const tooFar = longestWalk * low > maxWalk;
    const misses = (tooLong ? 1 : 0) + (tooFar ? 1 : 0);
    const gap = (tooLong ? gapOf(duration, maxTravel) : 0) + (tooFar ? gapOf(longestWalk, maxWalk) : 0);
    if (bounds.isExact) return exactly(misses, gap, way, limit, outbound, deadline, earliest, latest);
    const rest = slope(onward) - slope(direct);
    // What the driver can spend up to the drop-off before the detour is too long.
    const spare = limit / low - rest;
    // `from`…`most`: what space allows of the time that hours rest on; `need`…`until`: what hours allow.
    const room = outbound ? deadline - earliest : latest - deadline;
    const from = outbound ? toPickUp + ride + lastWalk : toPickUp;
    const need = outbound ? (deadline - latest - maxWait) / high : -room / high;
    const until = outbound ? room / low : (maxWait + deadline - earliest + walk * high) / low;
    const most = outbound ? spare + 2 * fixedSeconds + walk : spare - slope(ride) + fixedSeconds;
    const start = from > need ? from : need;
    if (start <= most && start <= until) {
      code = tooLong ? DURATION : WALK;
      return nearnessKey(misses, gap);
    }
    least = nearnessKey(misses + 2, gap);
    code = tooLong ? DURATION : DETOUR;
    if (start <= until) {
      const slopes = outbound ? start - walk - 2 * fixedSeconds : slope(start) + slope(ride);
      one(misses, gap, gapOf(slopes + rest, limit), DETOUR);
    }
    if (outbound) {
      // From the driver's door to the workplace: early enough, and not too early.
      const late = Math.max(from, until);
      if (late <= most) one(misses, gap, gapOf(late, room), SCHEDULE);
      const early = Math.min(most, until);
      if (early >= from) one(misses, gap, gapOf(deadline - latest - early, maxWait), WAIT);
    } else {
      // From the driver's door to the workplace again: not before the shift ends, and not too long after.
      const before = Math.min(most, need);
      if (before >= from) one(misses, gap, gapOf(-before, room), SCHEDULE);
      const after = Math.max(start, until);
      if (after <= most) one(misses, gap, gapOf(earliest - deadline - walk * high + after, maxWait), WAIT);
    }
    return least;
  }

  /** The same where the times are what they are: only how long people walk is not known. */
  function exactly(
    misses: number,
    gap: number,
    { toPickUp, ride, onward, direct, firstWalk, lastWalk, mostWalk }: Way,
    limit: number,
    outbound: boolean,
    deadline: number,
    earliest: number,
    latest: number,
  ): number {
    const detour = toPickUp + ride + onward - direct;
    // How long before the shift the driver leaves, or after it they are at the pick-up; and what hours leave for that.
    const room = outbound ? deadline - earliest : latest - deadline;
    const least = outbound ? toPickUp + ride + lastWalk : firstWalk - toPickUp;
    const wait = outbound ? deadline - latest - toPickUp - ride - mostWalk : earliest - deadline + toPickUp - mostWalk;
    const isLong = detour > limit;
    const isLate = least > room;
    const isEarly = !isLate && wait > maxWait;
    code = misses > 0 ? DURATION : isLate ? SCHEDULE : isEarly ? WAIT : isLong ? DETOUR : WALK;
    const further = isLate ? gapOf(least, room) : isEarly ? gapOf(wait, maxWait) : 0;
    return nearnessKey(
      misses + (isLong ? 1 : 0) + (isLate || isEarly ? 1 : 0),
      gap + (isLong ? Math.max(0, gapOf(detour, limit)) : 0) + Math.max(0, further),
    );
  }

  function one(misses: number, gap: number, more: number, rule: number): void {
    const key = nearnessKey(misses + 1, gap + Math.max(0, more));
    if (key >= least) return;
    least = key;
    code = misses > 0 ? DURATION : rule;
  }

  function tell(key: number, rule: number): void {
    if (key >= best) return;
    best = key;
    bestCode = rule;
  }

  return {
    begin() {
      best = Number.POSITIVE_INFINITY;
      bestCode = WEEKDAY;
    },
    tell,
    best: () => best,
    code: () => bestCode,
    keyOf,
    weigh(way, limit, outbound, deadline, earliest, latest, isLoose) {
      const key = keyOf(way, limit, outbound, deadline, earliest, latest);
      tell(isLoose ? Math.floor(key / MISS) * MISS : key, code);
    },
  };
}

/** The detour from which on no more is told of it: as far past the driver's limit as `gapTold`, and past all doubt. Seconds. */
export function longestDetour(limit: number, gapTold: number, low: number): number {
  return Math.max(limit * (1 + gapTold), limit / low + 1);
}

/** How far past its limit, relatively; a second is left for rounding. */
function gapOf(actual: number, limit: number): number {
  return (Math.abs(actual - limit) - 1) / Math.max(1, Math.abs(limit));
}
