import type { OfferMatch, Verdict } from './result.ts';

const WEIGHT: Record<Verdict, number> = { possible: 0, toVerify: 1, impossible: 2 };

/**
 * Verdict, then shifts served both ways, then legs, then score, then id. What is impossible comes nearest miss first:
 * fewest rules missed, then the smallest relative gap.
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
    return [WEIGHT[match.verdict], -coverage.shiftsComplete, -coverage.served, match.score];
  }
  return [WEIGHT.impossible, ...nearness(match), match.score];
}

/** Offer-level misses all weigh; of the legs only the nearest one does. */
function nearness(match: OfferMatch): [number, number] {
  const misses = (legId: string | null) => match.criteria.filter((c) => c.legId === legId && c.outcome === 'unmet');
  const gap = (list: readonly { actual: number | string | null; limit: number | string | null }[]) =>
    list.reduce((sum, c) => sum + relativeGap(c.actual, c.limit), 0);
  const whole = misses(null);
  const legs = match.legs.map((l) => (l.served ? [] : misses(l.legId)));
  const nearest = legs
    .map((list): [number, number] => [list.length, gap(list)])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])[0] ?? [0, 0];
  return [whole.length + nearest[0], gap(whole) + nearest[1]];
}

/** How far past its limit, as a share of it; 1 for what cannot be measured. */
function relativeGap(actual: number | string | null, limit: number | string | null): number {
  if (typeof actual !== 'number' || typeof limit !== 'number') return 1;
  return Math.abs(actual - limit) / Math.max(1, Math.abs(limit));
}
