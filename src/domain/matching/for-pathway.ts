import { ranked } from './rank.ts';
import type { OfferMatch } from './result.ts';

/** Impossible offers that a pathway may tell of all the same, best ranked first. */
export type ForPathway = {
  /** Loans that carry rides and that nothing but this licence keeps from the person, by its category. */
  loansFor(category: string): readonly OfferMatch[];
};

/** How many loans that a licence opens are told. */
const LOANS_KEPT = 3;

/**
 * Gathered beside the nearest misses: in a large catalogue hundreds of others come nearer than who lacks a licence. The
 * order they come in does not matter.
 */
export function gatherForPathway(): ForPathway & { add(impossible: OfferMatch): void } {
  const loans = new Map<string, OfferMatch[]>();
  const best = (found: readonly OfferMatch[]) => ranked(found).slice(0, LOANS_KEPT);
  return {
    add(impossible) {
      const category = licenceWaitedFor(impossible);
      if (category === null) return;
      const known = [...(loans.get(category) ?? []), impossible];
      loans.set(category, known.length > 2 * LOANS_KEPT ? best(known) : known);
    },
    loansFor: (category) => best(loans.get(category) ?? []),
  };
}

function licenceWaitedFor({ kind, legs, criteria }: OfferMatch): string | null {
  if (kind !== 'vehicleLoan' || !legs.some((leg) => leg.served)) return null;
  const [missed, another] = criteria.filter((c) => c.legId === null && c.outcome === 'unmet');
  return missed?.code === 'licence' && another === undefined ? String(missed.limit) : null;
}
