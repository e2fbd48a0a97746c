import { z } from 'zod';
import { daysBetween } from '../schedule/dates.ts';

const points = z.int().min(0).max(1000);

/** How scarce vehicles are shared out: validated data with a version, published as it stands. Prose is generated from it (`criteria-prose.ts`). */
export const allocationCriteriaSchema = z.object({
  version: z.string().min(1).max(40),
  /** How soon the job begins: the first band that holds it, `otherwise` beyond the last. `unknown`: nobody said. */
  jobStart: z.object({
    bands: z.array(z.object({ withinDays: z.int().min(0), points })).min(1),
    otherwise: points,
    unknown: points,
  }),
  /** The share of the rides to and from work that nothing else serves, times `most`. */
  unservedLegs: z.object({ most: points, unknown: points }),
  /** Children who ride along. Where nobody said, none. */
  children: z.object({ perSeat: points, mostSeats: z.int().min(0).max(10) }),
  /** From home to work: the first band that is reached, nothing below the last. */
  distance: z.object({ bands: z.array(z.object({ fromKm: z.int().min(0), points })).min(1), unknown: points }),
  /** Each full week on the list. */
  waiting: z.object({ perWeek: points, most: points }),
  /** Lost for each day a loan begins after the first day it could have. */
  lossPerDay: z.int().min(0).max(100),
  /** A later start than that many days is not proposed. */
  mostDaysLate: z.int().min(0).max(60),
  /** A longer loan is asked for again when it ends, so that one long loan does not keep everybody else waiting. */
  longestLoanDays: z.int().min(1).max(365),
});
export type AllocationCriteria = z.infer<typeof allocationCriteriaSchema>;

/** Those of a territory that has not decided otherwise. */
export const DEFAULT_CRITERIA: AllocationCriteria = {
  version: '2026-11',
  jobStart: {
    bands: [
      { withinDays: 7, points: 30 },
      { withinDays: 14, points: 25 },
      { withinDays: 30, points: 15 },
    ],
    otherwise: 5,
    unknown: 5,
  },
  unservedLegs: { most: 30, unknown: 10 },
  children: { perSeat: 5, mostSeats: 2 },
  distance: {
    bands: [
      { fromKm: 30, points: 15 },
      { fromKm: 20, points: 12 },
      { fromKm: 10, points: 8 },
      { fromKm: 5, points: 4 },
    ],
    unknown: 6,
  },
  waiting: { perWeek: 2, most: 20 },
  lossPerDay: 1,
  mostDaysLate: 21,
  longestLoanDays: 90,
};

/** What the criteria ask about somebody; null: nobody knows, which is never a reason against anybody. */
export type AllocationFacts = {
  /** `YYYY-MM-DD`. */
  jobStartsOn: string | null;
  /** Rides to and from work of one rota: all of them, and those that no other offer serves. */
  legs: { total: number; unserved: number } | null;
  childSeats: number | null;
  /** From home to work, by road where it is known. */
  distanceMetres: number | null;
  /** First day on the list. */
  waitingSince: string;
};

export const CRITERION_CODES = ['jobStart', 'unservedLegs', 'children', 'distance', 'waiting'] as const;
export type CriterionCode = (typeof CRITERION_CODES)[number];
/** `most`: what anybody can have for it. */
export type CriterionPoints = { code: CriterionCode; points: number; most: number; known: boolean };
export type Points = { total: number; parts: readonly CriterionPoints[] };

/** Whole points, as they are on that day. */
export function pointsOf(facts: AllocationFacts, on: string, criteria: AllocationCriteria): Points {
  const { jobStart, unservedLegs, children, distance, waiting } = criteria;
  const part = (code: CriterionCode, given: number | null, unknown: number, most: number): CriterionPoints => ({
    code,
    points: given ?? unknown,
    most,
    known: given !== null,
  });
  const soon = facts.jobStartsOn === null ? null : Math.max(0, daysBetween(on, facts.jobStartsOn));
  const weeks = Math.max(0, Math.floor(daysBetween(facts.waitingSince, on) / 7));
  const highest = (bands: readonly { points: number }[], more: number) =>
    Math.max(more, ...bands.map((band) => band.points));
  const parts = [
    part(
      'jobStart',
      soon === null ? null : soonness(soon, jobStart),
      jobStart.unknown,
      highest(jobStart.bands, jobStart.otherwise),
    ),
    part(
      'unservedLegs',
      facts.legs === null || facts.legs.total === 0
        ? null
        : Math.floor((unservedLegs.most * facts.legs.unserved) / facts.legs.total),
      unservedLegs.unknown,
      unservedLegs.most,
    ),
    part(
      'children',
      facts.childSeats === null ? null : children.perSeat * Math.min(facts.childSeats, children.mostSeats),
      0,
      children.perSeat * children.mostSeats,
    ),
    part(
      'distance',
      facts.distanceMetres === null ? null : farness(facts.distanceMetres / 1000, distance),
      distance.unknown,
      highest(distance.bands, 0),
    ),
    part('waiting', Math.min(waiting.most, weeks * waiting.perWeek), 0, waiting.most),
  ];
  return { total: parts.reduce((sum, one) => sum + one.points, 0), parts };
}

const soonness = (days: number, { bands, otherwise }: AllocationCriteria['jobStart']): number =>
  bands.toSorted((a, b) => a.withinDays - b.withinDays).find(({ withinDays }) => days <= withinDays)?.points ??
  otherwise;

const farness = (km: number, { bands }: AllocationCriteria['distance']): number =>
  bands.toSorted((a, b) => b.fromKm - a.fromKm).find(({ fromKm }) => km >= fromKm)?.points ?? 0;
