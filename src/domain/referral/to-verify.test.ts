import { expect, it } from 'vitest';
import type { CriterionCode, Outcome } from '../matching/result.ts';
import { toVerifyWithProvider } from './to-verify.ts';

const criteria = (...told: [CriterionCode, Outcome][]) => told.map(([code, outcome]) => ({ code, outcome }));

it('is what is open and lies with the provider, each once', () => {
  const open = criteria(['schedule', 'unknown'], ['units', 'unknown'], ['schedule', 'unknown'], ['depot', 'met']);
  expect(toVerifyWithProvider(open)).toEqual(['units', 'schedule']);
});

it('never tells a provider what is open about the person', () => {
  const person = ['age', 'status', 'audience', 'need', 'barrier', 'licence', 'budget', 'deposit', 'walk', 'cycling'];
  expect(
    toVerifyWithProvider(criteria(...person.map((code): [CriterionCode, Outcome] => [code as never, 'unknown']))),
  ).toEqual([]);
});
