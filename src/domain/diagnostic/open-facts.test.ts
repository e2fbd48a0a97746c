import { describe, expect, it, test } from 'vitest';
import { isKnown, isOpenFact, type Known, OPEN_FACTS, type OpenAnswer, openFactOf, patchOf } from './open-facts.ts';

const place = { lon: 5.5, lat: 48.7 };
const job = {
  ...place,
  cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] },
};
const nothing: Known = { home: place, job, stops: [], means: {}, barriers: {}, beneficiary: { age: null } };
const knowing = (more: Partial<Known>): Known => ({ ...nothing, ...more });

type Asked = Parameters<typeof openFactOf>[0];
const doubt = (code: Asked['code'], more: Partial<Asked> = {}): Asked => ({
  code,
  outcome: 'unknown',
  limit: null,
  actual: null,
  ...more,
});

describe('a doubt is settled by', () => {
  it.each<[string, Asked, Known, string | null]>([
    ['the licence asked for', doubt('licence', { limit: 'B' }), nothing, 'licenceB'],
    ['the licence of a light car', doubt('licence', { limit: 'AM' }), nothing, 'licenceAm'],
    [
      'the birth date, where a light car is driven by year of birth',
      doubt('licence', { limit: 'AM', actual: 'none' }),
      knowing({ means: { licences: [{ category: 'AM', status: 'none' }] } }),
      'birthDate',
    ],
    [
      'no answer, where a foreign licence is to be looked at',
      doubt('licence', { limit: 'B', actual: 'foreignExchangeable' }),
      knowing({ means: { licences: [{ category: 'B', status: 'foreignExchangeable' }] } }),
      null,
    ],
    ['where one is with a licence to be learnt', doubt('need', { limit: 'B' }), nothing, 'licenceB'],
    ['whether there is a vehicle to be repaired', doubt('need'), nothing, 'vehicles'],
    ['the birth date', doubt('age', { limit: 18 }), nothing, 'birthDate'],
    ['statuses', doubt('status', { limit: 'rsa' }), nothing, 'statuses'],
    ['statuses, for an audience', doubt('audience'), nothing, 'statuses'],
    [
      'no answer, where all statuses are told',
      doubt('audience'),
      knowing({ beneficiary: { age: null, statuses: [] } }),
      null,
    ],
    ['how far one walks', doubt('walk', { actual: 600 }), nothing, 'walkMinutes'],
    [
      'no answer, where an estimate is too close to what one walks',
      doubt('walk', { actual: 600, limit: 600 }),
      knowing({ means: { maxWalkMinutes: 10 } }),
      null,
    ],
    ['how long one waits', doubt('wait'), nothing, 'waitMinutes'],
    ['how long one travels', doubt('duration'), nothing, 'travelMinutes'],
    [
      'no answer, where an estimate is too close to what one travels',
      doubt('duration', { limit: 4500 }),
      nothing,
      null,
    ],
    ['the budget', doubt('budget', { actual: 5200 }), nothing, 'budget'],
    ['nobody here, where the price is not known', doubt('budget'), nothing, null],
    ['the deposit', doubt('deposit', { limit: 10_000 }), nothing, 'deposit'],
    ['the driver alone', doubt('detour', { actual: 600 }), nothing, null],
    ['nothing, where it is settled', { ...doubt('deposit'), outcome: 'unmet' }, nothing, null],
  ])('%s', (_name, criterion, known, expected) => expect(openFactOf(criterion, known)).toBe(expected));
});

const ANSWERS: OpenAnswer[] = [
  { fact: 'licenceB', status: 'valid' },
  { fact: 'licenceAm', status: 'none' },
  { fact: 'vehicles', vehicles: [] },
  { fact: 'birthDate', birthDate: '1999-05-02' },
  { fact: 'statuses', statuses: ['rsa'] },
  { fact: 'canCycle', yes: false },
  { fact: 'cycleMinutes', minutes: 25 },
  { fact: 'walkMinutes', minutes: 0 },
  { fact: 'wheelchair', yes: false },
  { fact: 'waitMinutes', minutes: 30 },
  { fact: 'travelMinutes', minutes: 75 },
  { fact: 'budget', cents: 0 },
  { fact: 'deposit', cents: 10_000 },
];

test('every fact can be answered', () => expect(ANSWERS.map(({ fact }) => fact)).toEqual([...OPEN_FACTS]));

test.each(ANSWERS)('an answer of $fact is known once it is said, and nothing else is', (answer) => {
  const patch = patchOf(answer, nothing) as { means?: object; job?: object; beneficiary?: object };
  const age = answer.fact === 'birthDate' ? 27 : null;
  const after = {
    ...nothing,
    means: { ...nothing.means, ...patch.means },
    job: { ...job, ...patch.job },
    beneficiary: { ...nothing.beneficiary, ...patch.beneficiary, age },
  } as Known;
  expect(isKnown(answer.fact, nothing)).toBe(false);
  expect(isKnown(answer.fact, after)).toBe(true);
  // Whoever cannot cycle needs not say how long.
  const others = OPEN_FACTS.filter(
    (fact) => fact !== answer.fact && !(answer.fact === 'canCycle' && fact === 'cycleMinutes'),
  );
  expect(others.filter((fact) => isKnown(fact, after))).toEqual([]);
});

test('a licence leaves those of other categories as they are', () =>
  expect(
    patchOf(
      { fact: 'licenceB', status: 'learning' },
      {
        job,
        means: {
          licences: [
            { category: 'AM', status: 'valid' },
            { category: 'B', status: 'theory' },
          ],
        },
      },
    ),
  ).toEqual({
    means: {
      licences: [
        { category: 'AM', status: 'valid' },
        { category: 'B', status: 'learning' },
      ],
    },
  }));

test('limits belong to the goal of who has no job', () =>
  expect(patchOf({ fact: 'waitMinutes', minutes: 20 }, { means: {}, job: undefined })).toEqual({
    goal: { maxWaitMinutes: 20 },
  }));

test('another word is no fact', () => expect(isOpenFact('__proto__')).toBe(false));
