import type { TerritoryRules } from '../territory.ts';
import type { MatchingFacts } from './facts.ts';

/** How far past walking reach a place is still told as a near miss. */
const NEAR_MISS_SECONDS = 30 * 60;

/**
 * Nobody walks faster by the crow's flight, by any router of ours: 5 km/h on the road are 1.4 m/s, an estimate's 936 s a
 * kilometre 1.1 m/s, the least of its error 1.5. Each end is put on a road no further than 1,000 m from where it is (the routers'
 * own limit), and the walk begins and ends there.
 */
const METRES_PER_SECOND = 1.5;
const SNAPPING_METRES = 2 * 1000;

/** The most by which a walk that may be within reach is beyond it, where walks are estimated: the error of an estimate both ways. */
export const WALK_DOUBT = 1.27 / 0.73;

/** How long a walk to a meeting point is still looked at, in seconds. */
export function walkReachSeconds({ means }: MatchingFacts, { defaults }: TerritoryRules): number {
  const limit = means.maxWalkMinutes;
  return limit === undefined ? defaults.walkMinutesWhenUnknown * 60 : limit * 60 + NEAR_MISS_SECONDS;
}

/** The least a walk of so many crow-flight metres takes, in seconds. */
export function leastWalkSeconds(crowMetres: number): number {
  return Math.max(0, (crowMetres - SNAPPING_METRES) / METRES_PER_SECOND);
}

/** Crow-flight metres beyond which no walk is that short. */
export function walkReachMetres(reachSeconds: number): number {
  return reachSeconds * METRES_PER_SECOND + SNAPPING_METRES;
}
