import type { OfferKind } from '../catalogue/offer.ts';
import type { CriterionFact, LegMatch, OfferMatch, Verdict } from './result.ts';

/** What somebody who reads a result wants to see of the offers that carry. */
export type OfferFilter = {
  /** Any where empty. */
  kinds: readonly OfferKind[];
  verdict: Exclude<Verdict, 'impossible'> | null;
  /** Takes to work and brings home, for one shift at least. */
  bothWays: boolean;
  /** A price that is not known stays: it is to be asked. */
  maxCostPerMonthCents: number | null;
  /** Asks no licence of the person. */
  withoutLicence: boolean;
};

export const NO_FILTER: OfferFilter = {
  kinds: [],
  verdict: null,
  bothWays: false,
  maxCostPerMonthCents: null,
  withoutLicence: false,
};

type Filtered = Pick<OfferMatch, 'kind' | 'verdict' | 'coverage' | 'costPerMonthCents'> & {
  criteria: readonly Pick<CriterionFact, 'code'>[];
};

export function passes(match: Filtered, filter: OfferFilter): boolean {
  const { kinds, verdict, bothWays, maxCostPerMonthCents: most, withoutLicence } = filter;
  if (kinds.length > 0 && !kinds.includes(match.kind)) return false;
  if (verdict !== null && match.verdict !== verdict) return false;
  if (bothWays && match.coverage.shiftsComplete === 0) return false;
  if (most !== null && match.costPerMonthCents !== null && match.costPerMonthCents > most) return false;
  return !withoutLicence || !match.criteria.some(({ code }) => code === 'licence');
}

/** Those that carry, those that lift a barrier, and those that cannot, each in the order of the result. */
export function splitOffers<M extends { verdict: Verdict; legs: readonly unknown[] }>(matches: readonly M[]) {
  const [rides, supports, misses]: [M[], M[], M[]] = [[], [], []];
  for (const match of matches) {
    if (match.verdict === 'impossible') misses.push(match);
    else if (match.legs.length > 0) rides.push(match);
    else supports.push(match);
  }
  return { rides, supports, misses };
}

/** How many offers serve each leg, and how many of them surely. */
export type LegOffers = ReadonlyMap<string, { served: number; certain: number }>;

type Serving = { verdict: Verdict; legs: readonly Pick<LegMatch, 'legId' | 'served' | 'outcome'>[] };

export function countOffersByLeg(legs: readonly { id: string }[], matches: readonly Serving[]): LegOffers {
  const counts = new Map(legs.map(({ id }) => [id, { served: 0, certain: 0 }]));
  for (const match of matches) {
    if (match.verdict === 'impossible') continue;
    for (const leg of match.legs) {
      const count = counts.get(leg.legId);
      if (!count || !leg.served) continue;
      count.served++;
      if (leg.outcome === 'met' && match.verdict === 'possible') count.certain++;
    }
  }
  return counts;
}

export type Slice<T> = { items: readonly T[]; first: number; last: number; total: number; page: number; pages: number };

/** One page of a list; a page number beyond its end is the last one. */
export function slice<T>(all: readonly T[], page: number, size: number): Slice<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const at = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  const items = all.slice((at - 1) * size, at * size);
  return {
    items,
    first: (at - 1) * size + 1,
    last: (at - 1) * size + items.length,
    total: all.length,
    page: at,
    pages,
  };
}
