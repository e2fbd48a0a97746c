import { expect, test } from 'vitest';
import { fact } from '../matching/criterion.ts';
import type { CriterionFact, Verdict } from '../matching/result.ts';
import type { Known } from './open-facts.ts';
import { sharedQuestions } from './shared-questions.ts';

const KNOWN = {
  beneficiary: { age: null },
  means: { maxWalkMinutes: 10 },
  home: { lon: 5, lat: 49 },
} as unknown as Known;
const licence = fact('licence', 'unknown', { unit: 'text', limit: 'B' });
const budget = fact('budget', 'unknown', { unit: 'cents', actual: 5000 });
const deposit = fact('deposit', 'unknown', { unit: 'cents', limit: 20_000 });
/** The person said how far they walk: this one is the provider's to answer. */
const depot = fact('depot', 'unknown', { unit: 's', actual: 2000, limit: 600 });
const offer = (offerId: string, criteria: CriterionFact[], verdict: Verdict = 'toVerify') => ({
  offerId,
  verdict,
  criteria,
});

const OFFERS = [
  offer('a', [licence, { ...licence, legId: 'L1' }, budget]),
  offer('b', [budget]),
  offer('c', [licence, depot]),
  offer('d', [budget, depot, deposit]),
  offer('e', [licence], 'impossible'),
  offer('f', [{ ...licence, outcome: 'met' }], 'possible'),
];

test('answers that several offers wait for, the most awaited first, and for how many one is enough', () => {
  expect(sharedQuestions(OFFERS, KNOWN, 4)).toEqual([
    { fact: 'budget', offerIds: ['a', 'b', 'd'], alone: 1 },
    { fact: 'licenceB', offerIds: ['a', 'c'], alone: 0 },
  ]);
  expect(sharedQuestions(OFFERS, KNOWN, 1).map(({ fact }) => fact)).toEqual(['budget']);
});

test('an answer that is known is not asked for', () => {
  const told = { ...KNOWN, means: { ...KNOWN.means, budgetPerMonthCents: 4000 } } as Known;
  expect(sharedQuestions(OFFERS, told, 4).map(({ fact }) => fact)).toEqual(['licenceB']);
});
