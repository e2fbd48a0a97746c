import type { OfferMatch } from './result.ts';

/** Impossible offers that a pathway may tell of all the same, best first. */
export type ForPathway = {
  /** Loans that carry rides and that nothing but this licence keeps from the person, by its category. */
  loansFor(category: string): readonly OfferMatch[];
  /** Helps that the person can enter and that answer none of the barriers they stated: something else may call for them. */
  unstated(): readonly OfferMatch[];
};

/** How many loans that a licence opens are told. */
const LOANS_KEPT = 3;
/** Helps of a kind for one barrier: the best may be taken by another step, or an aid may not pay enough. */
const HELPS_KEPT = 20;

/**
 * Gathered beside the nearest misses: in a large catalogue hundreds of others come nearer than who lacks a licence. The
 * order they come in does not matter.
 */
export function gatherForPathway(): ForPathway & { add(impossible: OfferMatch): void } {
  const loans = shelves(LOANS_KEPT);
  const helps = shelves(HELPS_KEPT);
  return {
    add(impossible) {
      const [missed, another] = impossible.criteria.filter((c) => c.legId === null && c.outcome === 'unmet');
      if (missed === undefined || another !== undefined) return;
      if (missed.code === 'licence') {
        if (impossible.legs.some((leg) => leg.served)) loans.add(String(missed.limit), impossible);
      } else if (missed.code === 'barrier') {
        for (const lifted of String(missed.limit).split(' ')) helps.add(`${impossible.kind} ${lifted}`, impossible);
      }
    },
    loansFor: (category) => loans.of(category),
    unstated: () => helps.all(),
  };
}

/** The first of each name, at most so many. */
function shelves(kept: number) {
  const byName = new Map<string, OfferMatch[]>();
  const first = (found: readonly OfferMatch[] = []) => inOrder(found).slice(0, kept);
  return {
    add(name: string, match: OfferMatch) {
      const known = byName.get(name) ?? [];
      known.push(match);
      byName.set(name, known.length > 2 * kept ? first(known) : known);
    },
    of: (name: string) => first(byName.get(name)),
    all: () => inOrder([...new Set([...byName.values()].flatMap((found) => first(found)))]),
  };
}

/** As if they were not impossible: shifts served both ways, then legs, then score, then id. */
function inOrder(matches: readonly OfferMatch[]): OfferMatch[] {
  return [...matches].sort(
    (a, b) =>
      b.coverage.shiftsComplete - a.coverage.shiftsComplete ||
      b.coverage.served - a.coverage.served ||
      a.score - b.score ||
      (a.offerId < b.offerId ? -1 : a.offerId > b.offerId ? 1 : 0),
  );
}
