import type { Counterfactual } from '../../src/domain/counterfactual/counterfactual.ts';
import type { MatchResult, OfferMatch } from '../../src/domain/matching/result.ts';

/** Results of the engine as a store is given them, without a matching behind them. */

export function matchResult(more: Partial<MatchResult> = {}): MatchResult {
  return {
    router: 'estimate',
    dataSet: 'drawn',
    provisional: false,
    matches: [],
    counts: { possible: 0, toVerify: 0, impossible: 0, byCode: {} },
    bundles: [],
    pathway: [],
    ...more,
  };
}

/** A driver who would turn five minutes' detour into nine: what `missBy` tells by default. */
export const detourChange: Counterfactual = {
  lever: 'maxDetour',
  who: 'provider',
  from: 300,
  to: 540,
  amount: 240,
  unit: 's',
  serves: ['L1'],
  verdict: 'possible',
  ride: { direction: 'outbound', hour: 4, from: '55122', to: '55029' },
  cost: 17,
  costs: 'test',
};

/** A carpool that serves nothing, and the single changes it tells. */
export function missBy(turning: OfferMatch['turning'] = [detourChange], more: Partial<OfferMatch> = {}): OfferMatch {
  return {
    offerId: 'off-x',
    offerVersion: 1,
    kind: 'carpool',
    rank: 1,
    verdict: 'impossible',
    coverage: { served: 0, certain: 0, total: 2, shiftsComplete: 0, shiftsTotal: 1 },
    legs: [],
    criteria: [],
    costPerMonthCents: null,
    co2PerMonthGrams: null,
    score: 0,
    availableFrom: '2026-12-07',
    turning,
    ...more,
  };
}
