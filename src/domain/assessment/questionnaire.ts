import { LICENCE_STATUSES } from '../diagnostic/diagnostic.ts';
import { type Question, questionnaireSchema } from './question.ts';

const MINUTES = { kind: 'number', unit: 'minutes', max: 1440 } as const;
const YES_NO = ['yes', 'no'] as const;
const ALONE_OR_HELPED = ['alone', 'withHelp', 'no'] as const;
const FEAR = ['none', 'some', 'strong'] as const;
/** Where someone is to be at an hour, once. */
const DATED_GOALS = ['training', 'interview', 'appointment', 'errand'];
/** Supervised driving begins at 15. */
const DRIVING_AGE = { of: 'age', atLeast: 15 } as const;
const hasGoal = { condition: { not: { of: 'goal', is: ['none'] } }, ifUnknown: 'ask' } as const;
const hasDatedGoal = { condition: { of: 'goal', is: DATED_GOALS }, ifUnknown: 'skip' } as const;
const hasStop = (code: string) => ({ condition: { of: code, is: ['yes'] }, ifUnknown: 'skip' }) as const;

/** Barriers that are told as such, by the person or by another diagnostic; the codes of the catalogue's offers. */
const STATED_BARRIERS = [
  ...['readTimetable', 'readMap', 'highwayCode', 'cycling', 'french', 'digital', 'budgeting'],
  ...['fearOfDriving', 'fearOfCycling', 'fearOfStrangers', 'lackOfConfidence'],
  ...['noLicence', 'noVehicle', 'vehicleBroken', 'cost', 'noTransport', 'atypicalHours', 'childcare'],
];

/**
 * The questionnaire of the house. An answer is never asked for what can change nothing any more: that is what `askedWhen`
 * tells. Raise the version with every change: an assessment keeps the version it was answered in.
 */
export const QUESTIONNAIRE = questionnaireSchema.parse({
  version: '2026-11',
  questions: [
    { code: 'goal', section: 'job', kind: 'choice', options: ['job', ...DATED_GOALS, 'none'] },
    { code: 'jobPlace', section: 'job', kind: 'place', within: 'near', quick: true, askedWhen: hasGoal },
    {
      code: 'rota',
      section: 'job',
      kind: 'rota',
      quick: true,
      askedWhen: { condition: { of: 'goal', is: ['job'] }, ifUnknown: 'ask' },
    },
    { code: 'goalDate', section: 'job', kind: 'date', askedWhen: hasDatedGoal },
    { code: 'goalArriveBy', section: 'job', kind: 'clock', askedWhen: hasDatedGoal },
    { code: 'goalDepartFrom', section: 'job', kind: 'clock', askedWhen: hasDatedGoal },
    { code: 'maxTravelMinutes', section: 'job', ...MINUTES, askedWhen: hasGoal },
    { code: 'maxWaitMinutes', section: 'job', ...MINUTES, askedWhen: hasGoal },
    { code: 'arrivalMarginMinutes', section: 'job', ...MINUTES, askedWhen: hasGoal },

    { code: 'home', section: 'home', kind: 'place', within: 'inside', quick: true },
    { code: 'busNearby', section: 'home', kind: 'choice', options: YES_NO },
    {
      code: 'statuses',
      section: 'home',
      kind: 'choices',
      options: [
        ...['rsa', 'jobSeeker', 'employee', 'insertionEmployee', 'youthContract'],
        ...['ass', 'aah', 'disabledWorker', 'singleParent', 'student'],
      ],
    },

    {
      code: 'licenceB',
      section: 'means',
      kind: 'choice',
      options: [...LICENCE_STATUSES],
      quick: true,
      askedWhen: { condition: DRIVING_AGE, ifUnknown: 'ask' },
      otherwise: 'none',
    },
    {
      // A valid B includes it.
      code: 'licenceAM',
      section: 'means',
      kind: 'choice',
      options: ['valid', 'none'],
      askedWhen: {
        condition: { all: [{ of: 'age', atLeast: 14 }, { not: { of: 'licenceB', is: ['valid'] } }] },
        ifUnknown: 'ask',
      },
    },
    {
      code: 'vehicles',
      section: 'means',
      kind: 'choices',
      options: ['none', 'car', 'brokenCar', 'licenceFreeCar', 'scooter', 'brokenScooter', 'bike', 'ebike'],
      alone: ['none'],
      quick: true,
    },
    { code: 'phone', section: 'means', kind: 'choice', options: ['smartphone', 'basic', 'none'] },

    { code: 'wheelchair', section: 'body', kind: 'choice', options: YES_NO },
    { code: 'walkMinutes', section: 'body', ...MINUTES, quick: true },
    { code: 'canCycle', section: 'body', kind: 'choice', options: YES_NO, quick: true },
    {
      code: 'cycleMinutes',
      section: 'body',
      ...MINUTES,
      quick: true,
      partOf: 'canCycle',
      askedWhen: { condition: { of: 'canCycle', is: ['yes'] }, ifUnknown: 'skip' },
    },
    {
      code: 'climbSteps',
      section: 'body',
      kind: 'choice',
      options: YES_NO,
      askedWhen: { condition: { not: { of: 'wheelchair', is: ['yes'] } }, ifUnknown: 'ask' },
    },
    {
      code: 'waitStanding',
      section: 'body',
      kind: 'choice',
      options: YES_NO,
      askedWhen: { condition: { not: { of: 'wheelchair', is: ['yes'] } }, ifUnknown: 'ask' },
    },
    {
      code: 'driveAtNight',
      section: 'body',
      kind: 'choice',
      options: YES_NO,
      askedWhen: { condition: { of: 'licenceB', is: ['valid', 'learning', 'foreignExchangeable'] }, ifUnknown: 'skip' },
    },
    {
      code: 'drivingAdvised',
      section: 'body',
      kind: 'choice',
      options: YES_NO,
      sensitive: 'health',
      askedWhen: { condition: DRIVING_AGE, ifUnknown: 'ask' },
    },

    { code: 'budgetEuros', section: 'money', kind: 'number', unit: 'euros', max: 1_000_000, quick: true },
    { code: 'gaveUpForCost', section: 'money', kind: 'choice', options: YES_NO },
    { code: 'moneyTrouble', section: 'money', kind: 'choice', options: YES_NO, sensitive: 'money' },
    {
      // Who drives and rides nothing takes no vehicle on loan, and leaves no deposit.
      code: 'depositEuros',
      section: 'money',
      kind: 'number',
      unit: 'euros',
      max: 1_000_000,
      askedWhen: {
        condition: {
          all: [
            { of: 'depositAsked', is: ['yes'] },
            {
              any: [
                { of: 'licenceB', is: ['valid', 'foreignExchangeable'] },
                { of: 'licenceAM', is: ['valid'] },
                { of: 'canCycle', is: ['yes'] },
              ],
            },
          ],
        },
        ifUnknown: 'ask',
      },
    },

    { code: 'frenchLevel', section: 'skills', kind: 'choice', options: ['A1', 'A2', 'B1', 'B2', 'C1'] },
    { code: 'reading', section: 'skills', kind: 'choice', options: ALONE_OR_HELPED },
    { code: 'readTimetable', section: 'skills', kind: 'choice', options: ALONE_OR_HELPED },
    { code: 'readMap', section: 'skills', kind: 'choice', options: ALONE_OR_HELPED },
    { code: 'digital', section: 'skills', kind: 'choice', options: ALONE_OR_HELPED },
    { code: 'budgeting', section: 'skills', kind: 'choice', options: ALONE_OR_HELPED },
    {
      code: 'highwayCode',
      section: 'skills',
      kind: 'choice',
      options: ['easy', 'hard'],
      askedWhen: {
        condition: { all: [DRIVING_AGE, { of: 'licenceB', is: ['none', 'foreignExpired', 'suspended'] }] },
        ifUnknown: 'skip',
      },
    },
    {
      code: 'wantsToCycle',
      section: 'skills',
      kind: 'choice',
      options: YES_NO,
      askedWhen: { condition: { of: 'canCycle', is: ['no'] }, ifUnknown: 'skip' },
    },

    { code: 'wantsToMove', section: 'confidence', kind: 'choice', options: ['ready', 'hesitant', 'notNow'] },
    { code: 'confidence', section: 'confidence', kind: 'choice', options: ['good', 'fair', 'low'] },
    { code: 'fearOfStrangers', section: 'confidence', kind: 'choice', options: FEAR },
    {
      code: 'fearOfDriving',
      section: 'confidence',
      kind: 'choice',
      options: FEAR,
      askedWhen: { condition: DRIVING_AGE, ifUnknown: 'ask' },
    },
    {
      code: 'fearOfCycling',
      section: 'confidence',
      kind: 'choice',
      options: FEAR,
      askedWhen: { condition: { of: 'canCycle', is: ['yes'] }, ifUnknown: 'skip' },
    },
    { code: 'statedBarriers', section: 'confidence', kind: 'choices', options: STATED_BARRIERS },
    { code: 'autonomyGoal', section: 'confidence', kind: 'text', note: true },

    { code: 'hasStop', section: 'family', kind: 'choice', options: YES_NO, askedWhen: hasGoal },
    { code: 'stopPlace', section: 'family', kind: 'place', within: 'near', askedWhen: hasStop('hasStop') },
    {
      code: 'stopWay',
      section: 'family',
      kind: 'choice',
      options: ['outbound', 'return', 'both'],
      askedWhen: hasStop('hasStop'),
    },
    { code: 'stopMinutes', section: 'family', ...MINUTES, askedWhen: hasStop('hasStop') },
    {
      code: 'childSeats',
      section: 'family',
      kind: 'number',
      unit: 'count',
      max: 6,
      askedWhen: hasStop('hasStop'),
    },
    { code: 'childcareHinders', section: 'family', kind: 'choice', options: ['no', 'sometimes', 'yes'] },
    { code: 'caresAlone', section: 'family', kind: 'choice', options: YES_NO, sensitive: 'family' },
  ],
});

export const QUESTIONS: readonly Question[] = QUESTIONNAIRE.questions;
const BY_CODE = new Map(QUESTIONS.map((question) => [question.code, question]));

export const findQuestion = (code: string): Question | null => BY_CODE.get(code) ?? null;

/** Throws for a code that no question has. */
export function getQuestion(code: string): Question {
  const question = BY_CODE.get(code);
  if (question === undefined) throw new RangeError(`No question has the code ${code}.`);
  return question;
}
