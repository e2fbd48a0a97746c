import { z } from 'zod';
import { askedBy, conditionSchema } from './condition.ts';
import { findQuestion } from './questionnaire.ts';
import { AXES } from './score-rules.ts';

/** The four families of the call for projects. */
export const FAMILIES = ['psychological', 'physical', 'material', 'cognitive'] as const;
export type Family = (typeof FAMILIES)[number];

/**
 * When a barrier stands in the way, and how much: 3 keeps from the job, 2 makes it hard, 1 is to be watched. The strongest
 * impact that surely holds counts. `diagnostic` is the list of a diagnostic that the barrier goes into, under the same code;
 * null: it stays in the questionnaire, as does everything that a sensitive answer says.
 */
const barrierRuleSchema = z
  .strictObject({
    code: z.string().regex(/^[a-z][A-Za-z0-9]{1,40}$/),
    family: z.enum(FAMILIES),
    diagnostic: z.enum(AXES).nullable(),
    impacts: z
      .array(z.strictObject({ impact: z.union([z.literal(1), z.literal(2), z.literal(3)]), when: conditionSchema }))
      .min(1),
  })
  .superRefine((rule, check) => {
    for (const code of rule.impacts.flatMap(({ when }) => askedBy(when))) {
      const question = findQuestion(code);
      const message =
        question === null
          ? `« ${code} » n’est le code d’aucune question.`
          : question.sensitive !== undefined && rule.diagnostic !== null
            ? `« ${code} » est une réponse sensible : elle ne sort pas du questionnaire.`
            : null;
      if (message !== null) check.addIssue({ code: 'custom', message, path: ['impacts'] });
    }
  });
export type BarrierRule = z.infer<typeof barrierRuleSchema>;

type Impact = [impact: 1 | 2 | 3, of: string, ...is: string[]];
const rule = (code: string, family: Family, diagnostic: (typeof AXES)[number] | null, ...impacts: Impact[]) => ({
  code,
  family,
  diagnostic,
  impacts: impacts.map(([impact, of, ...is]) => ({ impact, when: { of, is } })),
});
const fear = (code: string) => rule(code, 'psychological', 'motivation', [3, code, 'strong'], [2, code, 'some']);
const ability = (code: string) => rule(code, 'cognitive', 'skill', [2, code, 'no'], [1, code, 'withHelp']);

/** Of barriers of one impact, the first in this list is to be worked on first: what the others wait for stands before them. */
export const BARRIER_RULES: readonly BarrierRule[] = z.array(barrierRuleSchema).parse([
  rule('notReady', 'psychological', null, [3, 'wantsToMove', 'notNow'], [2, 'wantsToMove', 'hesitant']),
  rule('cannotDrive', 'physical', null, [3, 'drivingAdvised', 'no']),
  {
    code: 'vehicleBroken',
    family: 'material',
    diagnostic: 'means',
    impacts: [
      {
        impact: 3,
        when: {
          all: [
            { of: 'vehicles', is: ['brokenCar', 'brokenScooter'] },
            { not: { of: 'vehicles', is: ['car', 'scooter', 'licenceFreeCar'] } },
          ],
        },
      },
      { impact: 1, when: { of: 'vehicles', is: ['brokenCar', 'brokenScooter'] } },
    ],
  },
  rule('childcare', 'material', 'means', [3, 'childcareHinders', 'yes'], [2, 'childcareHinders', 'sometimes']),
  {
    code: 'cost',
    family: 'material',
    diagnostic: 'means',
    impacts: [
      { impact: 3, when: { of: 'budgetEuros', below: 1 } },
      {
        impact: 2,
        when: {
          any: [
            { of: 'budgetEuros', below: 50 },
            { of: 'gaveUpForCost', is: ['yes'] },
          ],
        },
      },
    ],
  },
  rule('french', 'cognitive', 'skill', [3, 'frenchLevel', 'A1'], [2, 'frenchLevel', 'A2']),
  rule(
    'noLicence',
    'material',
    'means',
    [3, 'licenceB', 'none', 'foreignExpired', 'suspended'],
    [2, 'licenceB', 'theory', 'learning'],
  ),
  {
    // Who may not drive yet has no use for a vehicle yet.
    code: 'noVehicle',
    family: 'material',
    diagnostic: 'means',
    impacts: [
      {
        impact: 3,
        when: {
          all: [
            { of: 'licenceB', is: ['valid'] },
            { of: 'vehicles', is: ['none'] },
          ],
        },
      },
      {
        impact: 2,
        when: {
          all: [
            { of: 'licenceB', is: ['foreignExchangeable'] },
            { of: 'vehicles', is: ['none'] },
          ],
        },
      },
    ],
  },
  rule('noTransport', 'material', 'means', [2, 'busNearby', 'no']),
  rule('atypicalHours', 'material', 'means', [2, 'rota', 'early', 'late', 'night'], [1, 'rota', 'weekEnd', 'split']),
  {
    code: 'shortWalk',
    family: 'physical',
    diagnostic: null,
    impacts: [
      { impact: 3, when: { of: 'walkMinutes', below: 5 } },
      { impact: 2, when: { of: 'walkMinutes', below: 10 } },
    ],
  },
  rule('wheelchair', 'physical', null, [2, 'wheelchair', 'yes']),
  rule('steps', 'physical', null, [2, 'climbSteps', 'no']),
  rule('standing', 'physical', null, [1, 'waitStanding', 'no']),
  rule('nightDriving', 'physical', null, [2, 'driveAtNight', 'no']),
  rule('reading', 'cognitive', null, [3, 'reading', 'no'], [2, 'reading', 'withHelp']),
  ability('readTimetable'),
  ability('readMap'),
  ability('digital'),
  ability('budgeting'),
  rule('highwayCode', 'cognitive', 'skill', [2, 'highwayCode', 'hard']),
  rule('cycling', 'cognitive', 'skill', [1, 'wantsToCycle', 'yes']),
  rule('lackOfConfidence', 'psychological', 'motivation', [3, 'confidence', 'low'], [2, 'confidence', 'fair']),
  fear('fearOfStrangers'),
  fear('fearOfDriving'),
  fear('fearOfCycling'),
  rule('noPhone', 'material', null, [2, 'phone', 'none']),
  rule('moneyTrouble', 'material', null, [2, 'moneyTrouble', 'yes']),
  rule('caresAlone', 'material', null, [1, 'caresAlone', 'yes']),
]);
