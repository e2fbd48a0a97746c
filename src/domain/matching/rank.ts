import { isLastResort } from './last-resort.ts';
import type { OfferMatch, Verdict } from './result.ts';

const WEIGHT: Record<Verdict, number> = { possible: 0, toVerify: 1, impossible: 2 };

/**
 * Verdict, of what is to be verified last resorts last, then shifts served both ways, then legs, then score, then id. What
 * is impossible comes nearest miss first: fewest rules missed, then the smallest relative gap, then id.
 */
export function ranked(matches: readonly OfferMatch[]): OfferMatch[] {
  const keyed = matches.map((match) => ({ match, key: keyOf(match) }));
  keyed.sort((a, b) => {
    for (let i = 0; i < a.key.length; i++) {
      const difference = (a.key[i] as number) - (b.key[i] as number);
      if (difference !== 0) return difference;
    }
    return a.match.offerId < b.match.offerId ? -1 : a.match.offerId > b.match.offerId ? 1 : 0;
  });
  return keyed.map(({ match }, i) => ({ ...match, rank: i + 1 }));
}

function keyOf(match: OfferMatch): number[] {
  const { coverage } = match;
  if (match.verdict !== 'impossible') {
    return [
      WEIGHT[match.verdict],
      isLastResort(match) ? 1 : 0,
      -coverage.shiftsComplete,
      -coverage.served,
      match.score,
    ];
  }
  return [WEIGHT.impossible, ...nearness(match)];
}

/** How many rules are missed and how far in all. Offer-level misses all weigh; of the legs only the nearest one does. */
export function nearness(match: OfferMatch): [misses: number, gap: number] {
  const misses = new Map<string | null, [number, number]>();
  for (const { outcome, legId, actual, limit } of match.criteria) {
    if (outcome !== 'unmet') continue;
    const [count, gap] = misses.get(legId) ?? [0, 0];
    misses.set(legId, [count + 1, gap + relativeGap(actual, limit)]);
  }
  const whole = misses.get(null) ?? [0, 0];
  let nearest: [number, number] | null = null;
  for (const leg of match.legs) {
    const own: [number, number] = leg.served ? [0, 0] : (misses.get(leg.legId) ?? [0, 0]);
    if (nearest === null || own[0] < nearest[0] || (own[0] === nearest[0] && own[1] < nearest[1])) nearest = own;
  }
  return [whole[0] + (nearest?.[0] ?? 0), whole[1] + (nearest?.[1] ?? 0)];
}

/** How far past its limit, as a share of it; 1 for what cannot be measured. */
export function relativeGap(actual: number | string | null, limit: number | string | null): number {
  if (typeof actual !== 'number' || typeof limit !== 'number') return 1;
  return Math.abs(actual - limit) / Math.max(1, Math.abs(limit));
}
