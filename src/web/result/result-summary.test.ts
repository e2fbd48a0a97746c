import { describe, expect, it } from 'vitest';
import { FRENCH } from '../../i18n/languages.ts';
import { answeredRides, type ResultCriterion, type ResultLeg, saidOnce } from './result-summary.ts';

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
  variant: null,
  unusual: false,
  awayMetres: null,
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

describe('rides that have an answer', () => {
  const leg = (id: string, occurrences: number) => ({ id, occurrences }) as ResultLeg;
  const legs = [leg('L1', 3), leg('L2', 2), leg('L3', 1)];
  it('are counted apart where it is sure', () => {
    const offers = new Map([
      ['L1', { served: 2, certain: 0 }],
      ['L2', { served: 4, certain: 1 }],
    ]);
    expect(answeredRides(legs, offers)).toEqual({ served: 5, certain: 2, total: 6 });
  });
  it.each([
    [{ served: 30, certain: 0, total: 30 }, /^Chacun des 30.trajets a une offre, mais à vérifier/],
    [{ served: 30, certain: 12, total: 30 }, /; pour 18, elle reste à vérifier/],
    [{ served: 30, certain: 30, total: 30 }, /^Chacun des 30.trajets a une offre possible\.$/],
    [{ served: 4, certain: 0, total: 30 }, /^4 des 30.trajets ont une offre, mais à vérifier/],
    [{ served: 0, certain: 0, total: 30 }, /^Aucune offre/],
  ])('are told as sure as they are: %o', (rides, says) => expect(FRENCH.t.result.summary.served(rides)).toMatch(says));
});
