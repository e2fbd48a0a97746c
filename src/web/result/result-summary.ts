import type { Matches } from '../../services/get-matches.ts';
import type { PresentedOfferMatch } from '../../services/present-match.ts';
import type { LegService } from './week-picture.tsx';

export type ResultLeg = Matches['legs'][number];
export type ResultOffer = Omit<PresentedOfferMatch, 'rank'>;
export type ResultCriterion = PresentedOfferMatch['criteria'][number];

/** How many offers serve each leg, and how many of them surely. */
export type LegOffers = ReadonlyMap<string, { served: number; certain: number }>;

export function legOffers({ legs, matches }: Pick<Matches, 'legs' | 'matches'>): LegOffers {
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

export function serviceOf(offers: LegOffers, legId: string): LegService {
  const { served, certain } = offers.get(legId) ?? { served: 0, certain: 0 };
  return served === 0 ? 'none' : certain > 0 ? 'certain' : 'toVerify';
}

/** Rides of the rota that some offer serves, of all. */
export function answeredRides(legs: readonly ResultLeg[], offers: LegOffers): { served: number; total: number } {
  const total = legs.reduce((sum, { occurrences }) => sum + occurrences, 0);
  const answered = legs.filter(({ id }) => (offers.get(id)?.served ?? 0) > 0);
  return { total, served: answered.reduce((sum, { occurrences }) => sum + occurrences, 0) };
}

/** Those that carry, those that lift a barrier, and those that cannot, each in the order of the result. */
export function splitOffers(matches: Matches['matches']) {
  const isUseful = ({ verdict }: ResultOffer) => verdict !== 'impossible';
  return {
    rides: matches.filter((match) => isUseful(match) && match.legs.length > 0),
    supports: matches.filter((match) => isUseful(match) && match.legs.length === 0),
    misses: matches.filter((match) => !isUseful(match)),
  };
}

/** Criteria that say the same thing of several legs, said once. */
export type Said = { explanation: string; fix: string | null; ask: string | null; legs: number };

export function saidOnce(criteria: readonly ResultCriterion[], outcome: ResultCriterion['outcome']): Said[] {
  const said = new Map<string, Said>();
  for (const { code, legId, explanation, fix, ask, ...criterion } of criteria) {
    if (criterion.outcome !== outcome) continue;
    // What is met differs by a minute from one leg to the next: one example a rule is enough.
    const key = outcome === 'met' ? code : `${code} ${explanation}`;
    const known = said.get(key);
    if (known) known.legs++;
    else said.set(key, { explanation, fix, ask, legs: legId === null ? 0 : 1 });
  }
  return [...said.values()];
}

export type Span = { low: number; high: number };

/** Lowest and highest over the legs that are served; null where no leg tells it. */
export function spanOf(match: ResultOffer, figure: 'durationSeconds' | 'waitSeconds' | 'detourSeconds'): Span | null {
  const values = match.legs.flatMap((leg) => (leg.served && leg[figure] !== null ? [leg[figure]] : []));
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
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
