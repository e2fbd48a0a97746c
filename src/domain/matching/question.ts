import type { Offer } from '../catalogue/offer.ts';
import type { TerritoryRules } from '../territory.ts';
import type { Availability, MatchingFacts } from './facts.ts';
import type { Travel } from './travel.ts';

/** Everything the engine is given: no clock, no router, no store of its own. */
export type MatchQuestion = {
  facts: MatchingFacts;
  offers: readonly Offer[];
  travel: Travel;
  rules: TerritoryRules;
  availability: Availability;
  /** Public holidays, `YYYY-MM-DD`, at least over the unrolled rota and the days before it in which vehicles are collected. */
  holidays: ReadonlySet<string>;
  /** Days on which the clocks change within the year from `startsOn`. */
  clockChanges: readonly string[];
  timeZone: string;
  /** `YYYY-MM-DD` there. */
  today: string;
  /** Seconds since local midnight of `today`. */
  nowSeconds: number;
};

/** What a kind says of one offer; `outcome.ts` makes the verdict of it. */
export type KindContext = Omit<MatchQuestion, 'offers'> & { offer: Offer };
