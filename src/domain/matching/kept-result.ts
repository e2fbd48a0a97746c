import { unservedLegs } from '../unmet/unserved-legs.ts';
import type { MatchingFacts } from './facts.ts';
import type { MatchResult } from './result.ts';

/**
 * What is kept of a result: of a ride an offer does not serve, the rules that stand in its way. What else was met on
 * that ride helps nobody, and any one offer is explained whole on demand. What nothing carries is kept beside.
 */
export function keptResult(result: MatchResult, facts: Pick<MatchingFacts, 'home' | 'legs'>): MatchResult {
  const matches = result.matches.map((match) => {
    const served = new Set(match.legs.filter((l) => l.served).map((l) => l.legId));
    const kept = match.criteria.filter((c) => c.legId === null || c.outcome !== 'met' || served.has(c.legId));
    return { ...match, criteria: kept };
  });
  return { ...result, matches, unserved: unservedLegs(facts, matches) };
}
