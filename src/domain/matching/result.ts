import type { Mode, RouterName } from '../../../geo/router.ts';
import type { OfferKind } from '../catalogue/offer.ts';
import type { Counterfactual } from '../counterfactual/counterfactual.ts';
import type { UnservedLeg } from '../unmet/unserved-legs.ts';

export type Outcome = 'met' | 'unmet' | 'unknown';
export type Verdict = 'possible' | 'toVerify' | 'impossible';

/** Every rule that can speak, in the order it is asked. The glossary says what each one means. */
export const CRITERION_CODES = [
  // eligibility
  'validity',
  'freshness',
  'zone',
  'age',
  'status',
  'audience',
  'need',
  'barrier',
  // ability
  'licence',
  'cycling',
  'wheelchair',
  'childSeats',
  // time and capacity of the offer as a whole
  'notice',
  'collection',
  'depot',
  'units',
  'waiting',
  // one leg: time
  'calendar',
  'weekday',
  'serviceHours',
  'schedule',
  'wait',
  // one leg: space
  'serviceZone',
  'stops',
  'route',
  'duration',
  'detour',
  'approach',
  'rideDistance',
  'walk',
  // one leg: capacity
  'seat',
  'roundTrip',
  // a place to reach
  'reach',
  'session',
  // money
  'deposit',
  'budget',
  'cost',
] as const;
export type CriterionCode = (typeof CRITERION_CODES)[number];

export type Unit = 's' | 'm' | 'cents' | 'years' | 'days' | 'weeks' | 'count' | 'date' | 'text';

/** The nearest single change that would make an unmet criterion met. */
export type Change = {
  /** What to change: `departureTime`, `maxDetour`, `licence`… */
  what: string;
  /** Who would change it. */
  who: 'person' | 'provider' | 'employer';
  from: number | string | null;
  to: number | string | null;
  unit: Unit;
};

/** One rule put to one offer (and one leg, or `legId: null` for the offer as a whole). Prose is made from it later. */
export type CriterionFact = {
  code: CriterionCode;
  legId: string | null;
  outcome: Outcome;
  /** Measured value and limit, in `unit`; null where not known. */
  actual: number | string | null;
  limit: number | string | null;
  unit: Unit;
  /** `[low, high]` of `actual` where it rests on an estimate. */
  range?: readonly [number, number];
  change?: Change;
  /** Which turn of phrase explains it, where one code has several. */
  variant?: string;
  /** Not known because nobody gave the limit, and past what the territory takes it to be (`last-resort.ts`). */
  unusual?: true;
  /** Crow-flight metres from home to the place it is about: a depot, a workshop, a school. */
  awayMetres?: number;
};

/** An occurrence on which the usual answer does not hold. */
export type LegException = {
  date: string;
  reason:
    | 'full'
    | 'exceptDate'
    | 'publicHoliday'
    | 'schoolPeriod'
    | 'clockChange'
    | 'notice'
    | 'maxDays'
    | 'validity'
    /** The other ride of that day's shift is not driven, or not surely: a vehicle cannot be left at work. */
    | 'roundTrip';
  served: boolean;
  /** False where it is not known whether the offer runs that day. */
  certain: boolean;
  departSeconds?: number;
  arriveSeconds?: number;
};

export type LegMatch = {
  legId: string;
  outcome: Outcome;
  served: boolean;
  /** Seconds from the local midnight of the leg's weekday; negative: the day before. Null when not served. */
  departSeconds: number | null;
  arriveSeconds: number | null;
  durationSeconds: number | null;
  waitSeconds: number | null;
  detourSeconds: number | null;
  walkSeconds: number | null;
  distanceMetres: number | null;
  /** Kind-specific: which run of the carpool, and which pick-up and drop-off. */
  tripIndex?: number;
  /** Days from the leg's date to that of the run, where it is another: −1 for one that left the evening before. */
  runDayOffset?: number;
  pickUp?: string;
  dropOff?: string;
  estimated: boolean;
  servedOccurrences: number;
  certainOccurrences: number;
  exceptions: readonly LegException[];
  pricePerRideCents: number | null;
  co2GramsPerRide: number | null;
};

export type Coverage = {
  /** Occurrences of legs. */
  served: number;
  certain: number;
  total: number;
  shiftsComplete: number;
  shiftsTotal: number;
};

export type OfferMatch = {
  offerId: string;
  offerVersion: number;
  kind: OfferKind;
  rank: number;
  verdict: Verdict;
  coverage: Coverage;
  legs: readonly LegMatch[];
  criteria: readonly CriterionFact[];
  /** Null where the price is not known, or the offer serves no leg. */
  costPerMonthCents: number | null;
  co2PerMonthGrams: number | null;
  score: number;
  /** `YYYY-MM-DD` from which it can be used. */
  availableFrom: string;
  /** Single changes that would turn it, the least first; absent where they were not looked for. */
  turning?: readonly Counterfactual[];
};

export type Bundle = {
  offerIds: readonly string[];
  coverage: Coverage;
  costPerMonthCents: number | null;
  /** Which offer carries which leg, and how many of its occurrences: the first of a leg carries the most. */
  legs: readonly { legId: string; offerId: string; occurrences: number }[];
  /** What remains: occurrences of legs that nobody of the set carries. */
  unserved: readonly { legId: string; occurrences: number }[];
  /** False where there may be a better set: the search was stopped before it had tried all. */
  exact: boolean;
};

export type PathwayStep = {
  /** Id of the rule that calls for it (`src/domain/pathway/rules.ts`), `bridge` or `autonomy`. */
  id: string;
  step: 'bridge' | 'training' | 'licence' | 'repair' | 'purchase' | 'funding' | 'autonomy';
  offerId: string | null;
  offerIds?: readonly string[];
  from: string;
  until: string | null;
  /** `from` and `until` are the earliest: a step before it has no known length. */
  earliest: boolean;
  /** Barriers it lifts. */
  barriers: readonly string[];
  verdict: 'possible' | 'toVerify';
  /** What calls for it: situations of the rules, `barrier.<code>` among them. */
  because: readonly string[];
  /** Ids of the steps that come first, and of those that come after. */
  needs: readonly string[];
  unlocks: readonly string[];
  /** Rules of the offers that nobody answered yet, and what the person brings: proof, money, a licence. */
  conditions: readonly (CriterionFact & { offerId: string })[];
  /** Rules whose step should come first, and for which the catalogue has nothing the person can enter. */
  missing: readonly string[];
  /** Situations it rests on of which nobody knows. */
  unsure: readonly string[];
  /** Vehicles on loan that this licence opens, best first. */
  opens: readonly string[];
  /** Loans of the bridge that must be given back before its end, and when. */
  endsEarly: readonly { offerId: string; on: string }[];
};

export type MatchResult = {
  router: RouterName;
  dataSet: string;
  /** What every mode that was asked about rests on: its router and its data. Absent from results of before it was told. */
  roads?: Partial<Record<Mode, string>>;
  /** True when the configured router did not answer and estimates stood in for it. */
  provisional: boolean;
  matches: readonly OfferMatch[];
  counts: { possible: number; toVerify: number; impossible: number; byCode: Record<string, number> };
  bundles: readonly Bundle[];
  pathway: readonly PathwayStep[];
  /** Legs that nothing carries. Absent where they were not looked for. */
  unserved?: readonly UnservedLeg[];
};
