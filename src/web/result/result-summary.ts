import type { LegOffers } from '../../domain/matching/browse.ts';
import type { Matches } from '../../services/get-matches.ts';
import type { PresentedOfferMatch } from '../../services/present-match.ts';
import type { LegService } from './week-picture.tsx';

export type ResultLeg = Matches['legs'][number];
export type ResultOffer = Omit<PresentedOfferMatch, 'rank'>;
export type ResultCriterion = PresentedOfferMatch['criteria'][number];

export function serviceOf(offers: LegOffers, legId: string): LegService {
  const { served, certain } = offers.get(legId) ?? { served: 0, certain: 0 };
  return served === 0 ? 'none' : certain > 0 ? 'certain' : 'toVerify';
}

/** Rides of the rota that some offer serves, those that one surely does, of all. */
export function answeredRides(legs: readonly ResultLeg[], offers: LegOffers) {
  let [served, certain, total] = [0, 0, 0];
  for (const { id, occurrences } of legs) {
    const count = offers.get(id);
    total += occurrences;
    if (count !== undefined && count.served > 0) served += occurrences;
    if (count !== undefined && count.certain > 0) certain += occurrences;
  }
  return { served, certain, total };
}

/** Criteria that say the same thing of several legs, said once; `criterion` is the first of them. */
export type Said = Pick<ResultCriterion, 'explanation' | 'fix' | 'ask'> & { legs: number; criterion: ResultCriterion };

export function saidOnce(criteria: readonly ResultCriterion[], outcome: ResultCriterion['outcome']): Said[] {
  const said = new Map<string, Said>();
  for (const criterion of criteria) {
    if (criterion.outcome !== outcome) continue;
    const { code, legId, explanation, fix, ask } = criterion;
    // What is met differs by a minute from one leg to the next: one example a rule is enough.
    const key = outcome === 'met' ? code : `${code} ${explanation}`;
    const known = said.get(key);
    if (known) known.legs++;
    else said.set(key, { explanation, fix, ask, legs: legId === null ? 0 : 1, criterion });
  }
  return [...said.values()];
}

export type Span = { low: number; high: number };

/** Lowest and highest over the legs that are served; null where no leg tells it. */
export function spanOf(match: ResultOffer, figure: 'durationSeconds' | 'waitSeconds' | 'detourSeconds'): Span | null {
  const values = match.legs.flatMap((leg) => (leg.served && leg[figure] !== null ? [leg[figure]] : []));
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
}
