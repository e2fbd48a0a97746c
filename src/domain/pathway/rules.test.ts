import { describe, expect, test } from 'vitest';
import { DEFAULT_PATHWAY_RULES } from './default-rules.ts';
import { pathwayRulesSchema } from './rules.ts';

const training = (id: string, more = {}) => ({
  id,
  step: 'training',
  when: [['barrier.french']],
  lifts: ['french'],
  ...more,
});
const licence = (more = {}) => ({ id: 'licence', step: 'licence', category: 'B', when: [['licenceNone']], ...more });
const funding = (more = {}) => ({
  id: 'funding',
  step: 'funding',
  when: [['costOpen']],
  lifts: ['noLicence'],
  funds: ['licence'],
  ...more,
});

describe('pathway rules are data that is checked', () => {
  test('those every territory starts from stand', () => {
    expect(pathwayRulesSchema.safeParse(DEFAULT_PATHWAY_RULES).success).toBe(true);
  });

  test.each<[name: string, rules: unknown[], problem: RegExp | null]>([
    ['a training, then a licence, paid for', [training('french'), licence({ after: ['french'] }), funding()], null],
    ['money for the bridge itself', [funding({ funds: ['bridge'] })], null],
    ['no rule at all', [], /./],
    ['the same id twice', [training('french'), training('french')], /deux fois/],
    ['a name the engine keeps for itself', [training('bridge')], /réservé/],
    ['after a rule there is not', [licence({ after: ['french'] })], /« french » n’est l’id d’aucune règle/],
    ['paying for a rule there is not', [funding()], /« licence » n’est l’id d’aucune règle/],
    ['a training instead of none', [licence({ pedagogies: [{ pedagogy: 'french', insteadOf: 'x1' }] })], /« x1 »/],
    ['each after the other', [training('a1', { after: ['b1'] }), training('b1', { after: ['a1'] })], /a1 → b1 → a1/],
    ['after itself', [training('a1', { after: ['a1'] })], /a1 → a1/],
    ['a funding after what it pays for', [licence(), funding({ after: ['licence'] })], /licence → funding → licence/],
    [
      'a training after what pays for another step: it would not wait for it',
      [licence(), funding(), training('french', { after: ['funding'] })],
      /« funding » est un financement/,
    ],
    [
      'a funding after another one',
      [licence(), funding(), funding({ id: 'more', after: ['funding'] })],
      /« funding » est un financement/,
    ],
    ['a funding after a training', [training('french'), licence(), funding({ after: ['french'] })], null],
    ['a situation nobody can be in', [training('french', { when: [['onTheMoon']] })], /./],
    ['a situation of money where nothing is paid for', [training('french', { when: [['costOpen']] })], /costOpen/],
    ['called for by nothing', [training('french', { when: [] })], /./],
    ['a word too many', [training('french', { wen: [] })], /wen/],
    ['a category that no offer has', [licence({ category: 'C' })], /./],
  ])('%s', (_name, rules, problem) => {
    const read = pathwayRulesSchema.safeParse({ version: 'test', rules });
    const said = read.success ? null : read.error.issues.map((i) => i.message).join('\n');
    if (problem === null) expect(said).toBeNull();
    else expect(said).toMatch(problem);
  });
});
