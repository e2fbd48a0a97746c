import { describe, expect, it } from 'vitest';
import { type ResultCriterion, saidOnce } from './result-summary.ts';

const criterion = (
  code: ResultCriterion['code'],
  legId: string | null,
  outcome: ResultCriterion['outcome'],
  explanation: string,
): ResultCriterion => ({
  code,
  legId,
  outcome,
  explanation,
  actual: null,
  limit: null,
  unit: 's',
  range: null,
  change: null,
  fix: outcome === 'unmet' ? 'un changement' : null,
  ask: null,
});

describe('what several legs have in common', () => {
  const criteria = [
    criterion('age', null, 'met', 'Âge convenable.'),
    criterion('detour', 'L1', 'unmet', 'Détour de 9 min.'),
    criterion('detour', 'L2', 'unmet', 'Détour de 9 min.'),
    criterion('detour', 'L3', 'unmet', 'Détour de 12 min.'),
    criterion('wait', 'L1', 'met', 'Attente de 3 min.'),
    criterion('wait', 'L2', 'met', 'Attente de 4 min.'),
  ];
  it('is said once, with how many legs it concerns', () => {
    expect(saidOnce(criteria, 'unmet').map(({ explanation, legs, fix }) => [explanation, legs, fix])).toEqual([
      ['Détour de 9 min.', 2, 'un changement'],
      ['Détour de 12 min.', 1, 'un changement'],
    ]);
  });
  it('gives one example a rule where all is well', () => {
    expect(saidOnce(criteria, 'met').map(({ explanation, legs }) => [explanation, legs])).toEqual([
      ['Âge convenable.', 0],
      ['Attente de 3 min.', 2],
    ]);
  });
});
