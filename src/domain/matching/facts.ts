import type { Barriers, Means } from '../diagnostic/diagnostic.ts';
import type { LocatedPlace } from '../place.ts';
import type { Leg, ShiftPattern } from '../schedule/legs.ts';

/**
 * What the engine knows of a person: facts that decide, no identity, no birth date, no health.
 * An absent fact is not known; it never excludes.
 */
export type MatchingFacts = {
  /** Completed years at `startsOn`. */
  age?: number;
  statuses?: readonly string[];
  frenchLevel?: string;
  means: Means;
  barriers: Barriers;
  home: LocatedPlace;
  /** `YYYY-MM-DD`: the later of the wished start and today. */
  startsOn: string;
  /** Days of the job's cycle; null for dated goals. */
  cycleDays: number | null;
  /** Days over which the rota was unrolled; null for dated goals. */
  unrolledDays: number | null;
  legs: readonly Leg[];
  shifts: readonly ShiftPattern[];
  /** How long before a shift starts the person is to be there; already taken off the deadlines of `legs`. */
  arrivalMarginSeconds: number;
  maxWaitMinutes?: number;
  maxTravelMinutes?: number;
  /** Whoever comes along included; 1 when absent. */
  seats?: number;
};

/** A seat or a vehicle already promised. Times are seconds from that date's local midnight. */
export type Hold = {
  date: string;
  /** Index in the carpool's `trips`, null for other kinds. */
  tripIndex: number | null;
  departSeconds: number;
  arriveSeconds: number;
  seats: number;
};

/** A unit of a fleet that is out, both days included. */
export type LoanHold = { from: string; until: string };

/** What is taken, by offer id. An absent offer is free. */
export type Availability = {
  rides: ReadonlyMap<string, readonly Hold[]>;
  loans: ReadonlyMap<string, readonly LoanHold[]>;
};
