import type { MatchResult } from './result.ts';

/**
 * What is kept of a result: of a ride an offer does not serve, the rules that stand in its way. What else was met on
 * that ride helps nobody, and any one offer is explained whole on demand.
 */
export function keptResult(result: MatchResult): MatchResult {
  const matches = result.matches.map((match) => {
    const served = new Set(match.legs.filter((l) => l.served).map((l) => l.legId));
    const kept = match.criteria.filter((c) => c.legId === null || c.outcome !== 'met' || served.has(c.legId));
    return { ...match, criteria: kept };
  });
  return { ...result, matches };
}
