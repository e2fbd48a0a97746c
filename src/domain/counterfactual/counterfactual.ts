import type { Change, Unit } from '../matching/result.ts';

/** What one single change may move, in the order of telling where two cost the same. The glossary says what each one is. */
export const LEVERS = [
  // the person
  'maxWait',
  'maxTravel',
  'maxCycle',
  'maxWalk',
  'arrivalMargin',
  'budget',
  'deposit',
  'licence',
  'canCycle',
  // whoever offers
  'departureTime',
  'flexibility',
  'maxDetour',
  'maxApproach',
  'maxRide',
  'serviceFrom',
  'serviceTo',
  'price',
  'depositAsked',
  // the employer
  'shiftStart',
  'shiftEnd',
  'startsOn',
] as const;
export type Lever = (typeof LEVERS)[number];

/**
 * One change that alone makes an impossible offer not impossible, or an offer that serves some legs serve one more and
 * lose none; one step less of the same lever does not.
 */
export type Counterfactual = {
  lever: Lever;
  who: Change['who'];
  /**
   * As it is and as it would have to be, in `unit`: a limit, a price, a date, a licence category. An hour is seconds from
   * the local midnight of its day, negative the day before. `from` is null where nobody said or nothing is held.
   */
  from: number | string | null;
  to: number | string;
  /** How far it moves, in `unit` (days where that is a date), above 0; 1 for what is had or not. */
  amount: number;
  unit: Unit;
  /** Which run of the carpool (`departureTime`, `flexibility`) or which of the service's hours it moves. */
  part?: number;
  /** Legs whose hour moves with it (`shiftStart`, `shiftEnd`, `arrivalMargin`). */
  moves?: readonly string[];
  /** Legs it serves that were not to be had without it. */
  serves: readonly string[];
  /** What the offer becomes. */
  verdict: 'possible' | 'toVerify';
  /** Where and when it counts in the sums: the first of the legs it serves, at its hour before any change. */
  ride: CountedRide | null;
  /** Points by which changes are ordered, and the version of the data they come from. */
  cost: number;
  costs: string;
};

/** A ride as sums know it: no place finer than a commune, no time finer than an hour. */
export type CountedRide = {
  direction: 'outbound' | 'return';
  /** 0 … 23: of the hour to be there by, or to leave from. */
  hour: number;
  /** Codes of communes, null where not known (abroad, or no contour). */
  from: string | null;
  to: string | null;
};
