import type { OfferKind } from '../catalogue/offer.ts';
import { isNearMiss } from '../counterfactual/lever-rules.ts';
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

type Sorted = { verdict: Verdict; legs: readonly unknown[]; turning?: readonly { cost: number }[] };

/**
 * Those that carry, those that lift a barrier, those that one small change would turn, the smallest first, and the others
 * that cannot, each in the order of the result.
 */
export function splitOffers<M extends Sorted>(matches: readonly M[]) {
  const [rides, supports, misses, impossible]: [M[], M[], M[], M[]] = [[], [], [], []];
  for (const match of matches) {
    if (match.verdict !== 'impossible') (match.legs.length > 0 ? rides : supports).push(match);
    else (isNearMiss(match.turning) ? misses : impossible).push(match);
  }
  const least = ({ turning = [] }: M) => Math.min(...turning.map(({ cost }) => cost));
  return { rides, supports, misses: misses.toSorted((a, b) => least(a) - least(b)), impossible };
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

/** One page of a list, the first of them shorter: what is there at a glance. A page number beyond its end is the last one. */
export function slice<T>(all: readonly T[], page: number, size: number, first = size): Slice<T> {
  const pages = Math.max(1, 1 + Math.ceil((all.length - first) / size));
  const at = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  const from = at === 1 ? 0 : first + (at - 2) * size;
  const items = all.slice(from, at === 1 ? first : from + size);
  return { items, first: from + 1, last: from + items.length, total: all.length, page: at, pages };
}
