import { z } from 'zod';
import { testSchema } from './condition.ts';
import { getQuestion } from './questionnaire.ts';

/** Savoir, pouvoir, vouloir bouger. */
export const AXES = ['skill', 'means', 'motivation'] as const;
export type Axis = (typeof AXES)[number];

/**
 * How much an answer takes off an axis. `weight` is the question's part of the axis; of its `losses`, in percent of that part,
 * the first whose test the answer passes counts, so that of several ticked answers the best one does.
 */
const scoreRuleSchema = z.strictObject({
  axis: z.enum(AXES),
  of: z.string().refine((code) => getQuestion(code) !== null),
  weight: z.number().positive(),
  losses: z.array(z.strictObject({ percent: z.number().min(0).max(100), when: testSchema })).min(1),
});
export type ScoreRule = z.infer<typeof scoreRuleSchema>;

const alone = (axis: Axis, of: string, weight: number) => ({
  axis,
  of,
  weight,
  losses: [
    { percent: 100, when: { is: ['no'] } },
    { percent: 40, when: { is: ['withHelp'] } },
  ],
});
const whenIs = (axis: Axis, of: string, weight: number, ...losses: [percent: number, ...is: string[]][]) => ({
  axis,
  of,
  weight,
  losses: losses.map(([percent, ...is]) => ({ percent, when: { is } })),
});
const below = (of: string, weight: number, ...losses: [limit: number, percent: number][]) => ({
  axis: 'means' as const,
  of,
  weight,
  losses: losses.map(([limit, percent]) => ({ percent, when: { below: limit } })),
});

/** Set by hand, to be discussed: how much weighs what is for people to decide, which is why it stands here and not in code. */
export const SCORE_RULES: readonly ScoreRule[] = z.array(scoreRuleSchema).parse([
  alone('skill', 'readTimetable', 2),
  alone('skill', 'readMap', 1),
  alone('skill', 'reading', 2),
  alone('skill', 'digital', 2),
  alone('skill', 'budgeting', 1),
  whenIs('skill', 'frenchLevel', 2, [100, 'A1'], [70, 'A2'], [30, 'B1']),
  whenIs('skill', 'highwayCode', 1, [100, 'hard']),

  whenIs(
    'means',
    'licenceB',
    3,
    [100, 'none'],
    [90, 'suspended', 'foreignExpired'],
    [70, 'theory'],
    [50, 'learning'],
    [30, 'foreignExchangeable'],
  ),
  {
    axis: 'means',
    of: 'vehicles',
    weight: 3,
    losses: [
      { percent: 0, when: { is: ['car'] } },
      { percent: 30, when: { is: ['scooter', 'licenceFreeCar'] } },
      { percent: 60, when: { is: ['bike', 'ebike'] } },
      { percent: 80, when: { is: ['brokenCar', 'brokenScooter'] } },
      { percent: 100, when: { is: ['none'] } },
    ],
  },
  below('budgetEuros', 2, [1, 100], [30, 60], [60, 30]),
  below('walkMinutes', 2, [5, 100], [10, 60], [15, 30]),
  whenIs('means', 'canCycle', 1, [100, 'no']),
  whenIs('means', 'busNearby', 2, [100, 'no']),
  whenIs('means', 'phone', 1, [100, 'none'], [40, 'basic']),
  whenIs('means', 'wheelchair', 1, [60, 'yes']),
  whenIs('means', 'climbSteps', 1, [100, 'no']),
  whenIs('means', 'drivingAdvised', 1, [100, 'no']),
  whenIs('means', 'gaveUpForCost', 1, [100, 'yes']),
  whenIs('means', 'moneyTrouble', 1, [100, 'yes']),
  whenIs('means', 'childcareHinders', 1, [100, 'yes'], [50, 'sometimes']),

  whenIs('motivation', 'wantsToMove', 3, [100, 'notNow'], [50, 'hesitant']),
  whenIs('motivation', 'confidence', 2, [100, 'low'], [40, 'fair']),
  whenIs('motivation', 'fearOfStrangers', 2, [100, 'strong'], [50, 'some']),
  whenIs('motivation', 'fearOfDriving', 1, [100, 'strong'], [50, 'some']),
  whenIs('motivation', 'fearOfCycling', 1, [100, 'strong'], [50, 'some']),
]);
