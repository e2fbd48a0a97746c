import { describe, expect, it } from 'vitest';
import type { Answers } from './answer.ts';
import { answersSchema, assess } from './assess.ts';
import { questionnaireSchema } from './question.ts';
import { QUESTIONNAIRE, QUESTIONS } from './questionnaire.ts';
import { questionsToAsk } from './relevance.ts';
import { hoursOfRota } from './rota-hours.ts';
import { diagnosticOf } from './to-diagnostic.ts';

const asked = (answers: Answers, age: number | null = 30) =>
  questionsToAsk(answers, 'full', { age, depositAsked: null }).map(({ code }) => code);
const HOME = { label: 'Commercy', commune: '55122', lon: 5.59, lat: 48.76 };
const JOB = { label: 'Bar-le-Duc', commune: '55029', lon: 5.16, lat: 48.77 };
const EARLY = { startsOn: '2026-12-09', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] };

describe('the questionnaire', () => {
  it('asks eight questions in its quick version', () => {
    const quick = QUESTIONS.filter((question) => question.quick && question.partOf === undefined);
    expect(quick.map(({ code }) => code)).toEqual([
      ...['jobPlace', 'rota', 'home', 'licenceB', 'vehicles', 'walkMinutes', 'canCycle', 'budgetEuros'],
    ]);
  });

  it.each<[string, Answers, number | null, string, boolean]>([
    ['no licence of a car at 14', {}, 14, 'licenceB', false],
    ['nor a fear of driving at 14', {}, 14, 'fearOfDriving', false],
    ['a scooter’s licence at 14', {}, 14, 'licenceAM', true],
    ['none at 13', {}, 13, 'licenceAM', false],
    ['a licence where the age is not known', {}, null, 'licenceB', true],
    ['no scooter’s licence with that of a car', { licenceB: 'valid' }, 30, 'licenceAM', false],
    ['no minutes by bike where one cannot ride', { canCycle: 'no' }, 30, 'cycleMinutes', false],
    ['nor where nobody spoke of it', { canCycle: null }, 30, 'cycleMinutes', false],
    ['minutes by bike where one can', { canCycle: 'yes' }, 30, 'cycleMinutes', true],
    [
      'no deposit of whoever drives and rides nothing',
      { licenceB: 'none', licenceAM: 'none', canCycle: 'no' },
      30,
      'depositEuros',
      false,
    ],
    ['a deposit of whoever rides', { licenceB: 'none', canCycle: 'yes' }, 30, 'depositEuros', true],
    ['no steps in a wheelchair', { wheelchair: 'yes' }, 30, 'climbSteps', false],
    ['no hours of an interview in weeks', { goal: 'interview' }, 30, 'rota', false],
    ['the day of an interview', { goal: 'interview' }, 30, 'goalDate', true],
    ['no place without a goal', { goal: 'none' }, 30, 'jobPlace', false],
    ['no night driving without a licence', { licenceB: 'none' }, 30, 'driveAtNight', false],
  ])('%s', (_name, answers, age, code, isAsked) => expect(asked(answers, age).includes(code)).toBe(isAsked));

  it.each<[string, (data: typeof QUESTIONNAIRE.questions) => unknown[], RegExp]>([
    ['a code twice', (all) => [all[0], all[0]], /deux fois/],
    [
      'a condition on what is asked later',
      (all) => [all.find(({ code }) => code === 'cycleMinutes')],
      /n’est pas demandé avant/,
    ],
    ['sections out of order', (all) => [all.find(({ code }) => code === 'home'), all[0]], /se suivent/],
  ])('is refused with %s', (_name, change, message) => {
    const broken = { version: 'x', questions: change(QUESTIONNAIRE.questions) };
    expect(() => questionnaireSchema.parse(broken)).toThrow(message);
  });

  it.each<[string, unknown]>([
    ['a code nobody asks', { shoeSize: 42 }],
    ['an answer that is not offered', { canCycle: 'perhaps' }],
    ['none together with something', { vehicles: ['none', 'car'] }],
    ['more minutes than a day has', { walkMinutes: 2000 }],
    ['an hour that is none', { goalArriveBy: '25:00' }],
    ['a rota without a first day', { rota: { lengthDays: 7, shifts: EARLY.shifts } }],
  ])('takes no %s', (_name, answers) => expect(answersSchema.safeParse(answers).success).toBe(false));
});

describe('facts of a match', () => {
  it('of a job', () => {
    const { facts, missing } = diagnosticOf({
      home: HOME,
      jobPlace: JOB,
      rota: EARLY,
      vehicles: ['brokenCar', 'bike'],
      budgetEuros: 62.5,
      hasStop: 'yes',
      stopPlace: { ...HOME, label: 'Crèche des Lutins' },
      childSeats: 1,
    });
    expect(missing).toEqual([]);
    expect(facts?.job).toEqual({
      ...JOB,
      startsOn: '2026-12-09',
      cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: EARLY.shifts },
    });
    expect(facts?.means).toEqual({ vehicles: ['bike', 'broken car'], budgetPerMonthCents: 6250 });
    // Where the stop is counts, not what it is; unknown ways are both, unknown minutes ten.
    const stop = { commune: '55122', lon: 5.59, lat: 48.76, dwellMinutes: 10, childSeats: 1 };
    expect(facts?.stops).toEqual([
      { ...stop, direction: 'outbound' },
      { ...stop, direction: 'return' },
    ]);
  });

  it.each<[string, Answers, unknown, string[]]>([
    [
      'an interview',
      { goal: 'interview', jobPlace: JOB, goalDate: '2026-12-01', goalArriveBy: '09:00' },
      { type: 'interview', place: JOB, dates: [{ date: '2026-12-01', arriveBy: '09:00' }] },
      [],
    ],
    [
      'an interview at no hour',
      { goal: 'interview', jobPlace: JOB, goalDate: '2026-12-01' },
      { type: 'none', dates: [] },
      ['goalArriveBy'],
    ],
    ['a job without hours', { jobPlace: JOB }, { type: 'none', dates: [] }, ['rota']],
    ['no goal', { goal: 'none', jobPlace: JOB }, { type: 'none', dates: [] }, []],
  ])('of %s', (_name, answers, goal, missing) => {
    const found = diagnosticOf({ home: HOME, ...answers });
    expect(found.facts?.goal).toEqual(goal);
    expect(found.missing).toEqual(missing);
  });

  it('without a home, none', () =>
    expect(diagnosticOf({ jobPlace: JOB })).toEqual({ facts: null, missing: ['home', 'rota'] }));

  it('of a child: no licence, which need not be asked', () => {
    const { facts } = diagnosticOf({ home: HOME, licenceB: 'valid' }, { age: 14, depositAsked: null });
    expect(facts?.means.licences).toEqual([{ category: 'B', status: 'none' }]);
  });
});

describe('what comes of answers', () => {
  it('nothing known: the whole range, and no barrier', () => {
    const { scores, barriers } = assess({});
    for (const axis of ['skill', 'means', 'motivation'] as const) {
      expect(scores[axis]).toEqual({ score: 100, atLeast: 0, coverage: 0 });
    }
    expect(barriers).toEqual([]);
  });

  it('barriers by impact, then by what comes first, each with the answers that say so', () => {
    const { barriers } = assess({
      licenceB: 'none',
      frenchLevel: 'A1',
      digital: 'withHelp',
      budgetEuros: 20,
      rota: EARLY,
    });
    expect(barriers.map(({ code, impact, priority, because }) => [priority, code, impact, because])).toEqual([
      [1, 'french', 3, ['frenchLevel']],
      [2, 'noLicence', 3, ['licenceB']],
      [3, 'cost', 2, ['budgetEuros']],
      [4, 'atypicalHours', 2, ['rota']],
      [5, 'digital', 1, ['digital']],
    ]);
  });

  it('a barrier that was told counts, and more where answers say so', () => {
    const { barriers } = assess({ statedBarriers: ['digital', 'fearOfDriving'], fearOfDriving: 'strong' });
    expect(barriers.map(({ code, impact, because }) => [code, impact, because])).toEqual([
      ['fearOfDriving', 3, ['fearOfDriving', 'statedBarriers']],
      ['digital', 2, ['statedBarriers']],
    ]);
  });
});

describe('kinds of hours', () => {
  it.each<[string, [day: number, start: string, end: string][], number, string[]]>([
    ['office', [[0, '08:00', '16:00']], 7, []],
    ['early', [[0, '05:00', '13:00']], 7, ['early']],
    ['late', [[1, '13:00', '21:00']], 7, ['late']],
    ['night', [[2, '21:00', '05:00']], 7, ['night']],
    ['saturday', [[5, '08:00', '16:00']], 7, ['weekEnd']],
    [
      'split',
      [
        [0, '07:00', '09:00'],
        [0, '17:00', '20:00'],
      ],
      7,
      ['split'],
    ],
    ['five on, one off', [[0, '08:00', '16:00']], 6, ['weekEnd']],
  ])('%s', (_name, shifts, lengthDays, hours) => {
    const rota = {
      startsOn: '2026-12-07',
      lengthDays,
      shifts: shifts.map(([day, start, end]) => ({ day, start, end })),
    };
    expect(hoursOfRota(rota)).toEqual(hours);
  });
});
