import { describe, expect, it } from 'vitest';
import { commune, gazetteerOf } from '../../../test/factories/gazetteer.ts';
import { chooseCommune } from './commune-choice.ts';

const gazetteer = gazetteerOf({
  inside: [
    commune('55122', 'Commercy', ['55200']),
    commune('55573', 'Vignot', ['55200']),
    commune('55463', 'Saint-Mihiel', ['55300']),
    commune('55545', 'Verdun', ['55100']),
    commune('55182', 'Étain', ['55400']),
    commune('55291', 'Ligny-en-Barrois', ['55500']),
    commune('55290', 'Lignières-sur-Aire', ['55260']),
  ],
  around: [commune('52448', 'Saint-Dizier', ['52100']), commune('54580', 'Verdun', ['54999'])],
});

const choose = (text: string, more: { chosenCode?: string; inside?: boolean } = {}) => {
  const choice = chooseCommune({ text, gazetteer, ...more });
  if (choice.kind === 'found') return choice.commune.code;
  return choice.kind === 'none' ? null : choice.candidates.map(({ code }) => code);
};

describe('a typed commune', () => {
  it.each([
    ['Commercy', '55122'],
    ['  commercy ', '55122'],
    ['COMMERCY', '55122'],
    ['Commer', '55122'],
    ['Commercy (55200)', '55122'],
    ['Commercy 55200', '55122'],
    ['etain', '55182'],
    ['saint mihiel', '55463'],
    ['St-Mihiel', '55463'],
    ['st mihiel', '55463'],
    ['55300', '55463'],
    ['55545', '55545'],
    ['55200', ['55122', '55573']],
    ['Lign', ['55291', '55290']],
    ['Ligny-en-Barrois', '55291'],
    ['Verdun', ['55545', '54580']],
    ['Verdun (54999)', '54580'],
    ['Commercy (99999)', null],
    ['Atlantis', null],
    ['99999', null],
    ['', null],
  ])('%j', (text, expected) => expect(choose(text)).toEqual(expected));

  it('takes the answer to an ambiguity, only among what the text could mean', () => {
    expect(choose('55200', { chosenCode: '55573' })).toBe('55573');
    expect(choose('Commercy', { chosenCode: '55573' })).toBe('55122');
    expect(choose('55200', { chosenCode: '55545' })).toEqual(['55122', '55573']);
  });

  it('prefers the territory where a home is asked for, and still knows its surroundings', () => {
    expect(choose('Verdun', { inside: true })).toBe('55545');
    expect(choose('Saint-Dizier', { inside: true })).toBe('52448');
  });
});
