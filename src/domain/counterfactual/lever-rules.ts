import { z } from 'zod';
import type { CriterionCode } from '../matching/result.ts';
import { LEVERS, type Lever } from './counterfactual.ts';

const leverRuleSchema = z.object({
  who: z.enum(['person', 'provider', 'employer']),
  /** How far it is tried at most: minutes, days, kilometres, cents; what is had or not has no distance. */
  most: z.int().min(1),
  /** Points for asking at all, and for each minute, day, kilometre or euro. */
  asking: z.number().min(0),
  perUnit: z.number().min(0),
});

const leverRulesSchema = z.object({
  version: z.string(),
  /** Up to so many points a change is a small one: the offer is impossible, but nearly is not. */
  nearMiss: z.number().min(0),
  levers: z.record(z.enum(LEVERS), leverRuleSchema),
});

/**
 * What a change costs whoever must make it, so that the smallest comes first: a decision of people, not of the engine.
 * One point is a minute of somebody's own waiting. A minute of a driver's detour comes back on every ride, an employer's
 * hour moves a whole team, a licence takes months.
 */
export const LEVER_RULES = leverRulesSchema.parse({
  version: '2026-11',
  nearMiss: 100,
  levers: {
    maxWait: { who: 'person', most: 90, asking: 0, perUnit: 1 },
    maxTravel: { who: 'person', most: 90, asking: 0, perUnit: 2 },
    maxCycle: { who: 'person', most: 60, asking: 0, perUnit: 2 },
    maxWalk: { who: 'person', most: 45, asking: 0, perUnit: 2 },
    arrivalMargin: { who: 'person', most: 120, asking: 5, perUnit: 2 },
    budget: { who: 'person', most: 100_000, asking: 10, perUnit: 2 },
    deposit: { who: 'person', most: 200_000, asking: 10, perUnit: 0.25 },
    licence: { who: 'person', most: 1, asking: 300, perUnit: 0 },
    canCycle: { who: 'person', most: 1, asking: 60, perUnit: 0 },
    departureTime: { who: 'provider', most: 60, asking: 8, perUnit: 2 },
    flexibility: { who: 'provider', most: 60, asking: 6, perUnit: 2 },
    maxDetour: { who: 'provider', most: 60, asking: 5, perUnit: 3 },
    maxApproach: { who: 'provider', most: 60, asking: 5, perUnit: 3 },
    maxRide: { who: 'provider', most: 100, asking: 5, perUnit: 2 },
    serviceFrom: { who: 'provider', most: 240, asking: 40, perUnit: 1 },
    serviceTo: { who: 'provider', most: 240, asking: 40, perUnit: 1 },
    price: { who: 'provider', most: 100_000, asking: 20, perUnit: 10 },
    depositAsked: { who: 'provider', most: 200_000, asking: 15, perUnit: 0.25 },
    shiftStart: { who: 'employer', most: 120, asking: 20, perUnit: 4 },
    shiftEnd: { who: 'employer', most: 120, asking: 20, perUnit: 4 },
    startsOn: { who: 'employer', most: 90, asking: 20, perUnit: 4 },
  },
} satisfies z.infer<typeof leverRulesSchema>);

/** The rules that a lever may move at all; none of the others can be met by it. */
export const MOVED_RULES: Record<Lever, readonly CriterionCode[]> = {
  maxWait: ['wait'],
  maxTravel: ['duration', 'roundTrip', 'reach'],
  maxCycle: ['duration', 'roundTrip', 'reach'],
  maxWalk: ['walk', 'reach'],
  arrivalMargin: ['schedule', 'wait', 'serviceHours', 'calendar', 'seat'],
  budget: ['budget'],
  deposit: ['deposit'],
  licence: ['licence'],
  canCycle: ['cycling', 'reach'],
  departureTime: ['schedule', 'wait', 'weekday', 'calendar', 'seat'],
  flexibility: ['schedule', 'wait'],
  maxDetour: ['detour'],
  maxApproach: ['approach'],
  maxRide: ['rideDistance'],
  serviceFrom: ['serviceHours'],
  serviceTo: ['serviceHours'],
  price: ['budget'],
  depositAsked: ['deposit'],
  shiftStart: ['schedule', 'wait', 'serviceHours', 'calendar', 'seat'],
  shiftEnd: ['schedule', 'wait', 'serviceHours', 'calendar', 'seat'],
  startsOn: ['validity', 'notice', 'collection', 'units', 'calendar', 'seat', 'roundTrip'],
};

/** Whether one small change would do. */
export function isNearMiss(changes: readonly { cost: number }[] | undefined): boolean {
  return changes?.some(({ cost }) => cost <= LEVER_RULES.nearMiss) === true;
}

/** Points of a change that far: `amount` in minutes, days, kilometres or euros. */
export function costOf(lever: Lever, amount: number): number {
  const { asking, perUnit } = LEVER_RULES.levers[lever];
  return Math.ceil(asking + perUnit * amount);
}
