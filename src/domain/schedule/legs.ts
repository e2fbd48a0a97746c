import type { LocatedPlace } from '../place.ts';

/** A stop on the way of a leg, a crèche before work. */
export type LegStop = { place: LocatedPlace; dwellSeconds: number; childSeats: number };

/**
 * One way of one shift. Shifts that ask for the same ride (direction, weekday, clock time, place) share a leg.
 * `deadlineSeconds` counts from the local midnight of `weekday`: be there by then (outbound), leave from then (return).
 */
export type Leg = {
  id: string;
  direction: 'outbound' | 'return';
  /** 1 Monday … 7 Sunday: the day of the ride itself. */
  weekday: number;
  deadlineSeconds: number;
  place: LocatedPlace;
  stops: readonly LegStop[];
  /** How often the leg comes in the unrolled rota. */
  occurrences: number;
  /** `YYYY-MM-DD` of each occurrence of the first unrolled rota from the start on. */
  dates: readonly string[];
};

/** A shift as a pair of legs; `dates` are the days the shift begins. */
export type ShiftPattern = {
  outboundLegId: string | null;
  returnLegId: string | null;
  occurrences: number;
  /** For each occurrence, the dates of its two rides. */
  dates: readonly { outbound: string | null; return: string | null }[];
};
