import type { TerritoryRules } from '../territory.ts';
import type { MatchingFacts } from './facts.ts';
import { flatMetres } from './near.ts';
import type { CriterionFact, OfferMatch } from './result.ts';
import type { Point } from './travel.ts';

/**
 * A limit that nobody gave excludes nothing. Nor does it lead: what goes past what the territory takes that limit to be is
 * a last resort, told with its question, and used where nothing else serves.
 */

type Defaults = TerritoryRules['defaults'];

/** Seconds the ride may take unasked; null where the person said how long. */
export function usualRideSeconds(facts: MatchingFacts, defaults: Defaults, isCycle: boolean): number | null {
  if (isCycle && facts.means.maxCycleMinutes === undefined) return defaults.cycleMinutesWhenUnknown * 60;
  const isSaid = facts.maxTravelMinutes !== undefined || isCycle;
  return isSaid ? null : defaults.travelMinutesWhenUnknown * 60;
}

/** Seconds one may wait unasked; null where the person said how long. */
export function usualWaitSeconds(facts: MatchingFacts, defaults: Defaults): number | null {
  return facts.maxWaitMinutes === undefined ? defaults.waitMinutesWhenUnknown * 60 : null;
}

/** The same criterion, a doubt where it goes past what is usual: another limit that was given does not answer for this one. */
export function withUsual(criterion: CriterionFact, usual: number | null): CriterionFact {
  if (usual === null || criterion.outcome === 'unmet' || Number(criterion.actual) <= usual) return criterion;
  return { ...criterion, outcome: 'unknown', limit: null, unusual: true };
}

/** How far that place is from home by the crow's flight, in metres. */
export const awayMetres = ({ home }: MatchingFacts, { lon, lat }: Point): number =>
  Math.round(flatMetres(home, lon, lat));

/** The offer as a whole is one, or each of the rides it would carry. */
export function isLastResort({ verdict, criteria, legs }: Pick<OfferMatch, 'verdict' | 'criteria' | 'legs'>): boolean {
  if (verdict !== 'toVerify') return false;
  const unusual = unusualLegs(criteria);
  if (unusual.size === 0) return false;
  if (unusual.has(null)) return true;
  const served = legs.filter((leg) => leg.served);
  return served.length > 0 && served.every(({ legId }) => unusual.has(legId));
}

/** Legs that are carried past what is usual; null among them where it is the offer as a whole. */
export function unusualLegs(criteria: readonly CriterionFact[]): ReadonlySet<string | null> {
  let found: Set<string | null> | undefined;
  for (const { unusual, legId } of criteria) {
    if (unusual !== true) continue;
    found ??= new Set();
    found.add(legId);
  }
  return found ?? NONE;
}

const NONE: ReadonlySet<string | null> = new Set();
