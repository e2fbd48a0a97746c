import type { Verdict } from '../matching/result.ts';

type Ranked = { offerId: string; rank: number; verdict: Verdict };

/**
 * What to propose after a refusal: the best offers of the person's result that are not impossible and were never put to anybody
 * for this person. A proposal and nothing more: the person or the professional takes it up.
 */
export function nextBest<M extends Ranked>(matches: readonly M[], tried: ReadonlySet<string>, limit: number): M[] {
  return matches
    .filter(({ offerId, verdict }) => verdict !== 'impossible' && !tried.has(offerId))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit);
}
