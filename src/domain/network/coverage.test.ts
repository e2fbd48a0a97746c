import { expect, it } from 'vitest';
import { coverageByEpci } from './coverage.ts';
import { covers } from './partner.ts';

const communes = [
  { code: '55122', epciCode: '245501176', epciName: 'Commercy', departement: '55' },
  { code: '55001', epciCode: '245501176', epciName: 'Commercy', departement: '55' },
  { code: '55545', epciCode: '200049187', epciName: 'Verdun', departement: '55' },
];
const LICENCE = 'mobilite--preparer-un-permis';

it.each<[string, string[], [whole: number, part: number], [whole: number, part: number]]>([
  ['the territory', ['55'], [1, 0], [1, 0]],
  ['an EPCI', ['245501176'], [1, 0], [0, 0]],
  ['one of two communes', ['55122'], [0, 1], [0, 0]],
  ['every commune of an EPCI', ['55122', '55001'], [1, 0], [0, 0]],
  ['the only commune of an EPCI', ['55545'], [0, 0], [1, 0]],
  ['elsewhere', ['57463'], [0, 0], [0, 0]],
  ['nowhere said', [], [0, 0], [0, 0]],
])('covers %s', (_name, coverage, commercy, verdun) => {
  const table = coverageByEpci([{ themes: [LICENCE], coverage }], communes, ['55']);
  expect(table.map(({ epciName, cells }) => [epciName, cells[LICENCE].whole, cells[LICENCE].part])).toEqual([
    ['Commercy', ...commercy],
    ['Verdun', ...verdun],
  ]);
  expect(table[0]?.cells['mobilite--financer-ma-mobilite']).toEqual({ whole: 0, part: 0 });
});

it('covers a commune by any code it lies in, and by no code that is not known', () => {
  expect(covers(['55'], ['55122', null, '55'])).toBe(true);
  expect(covers(['54'], ['55122', null, '55'])).toBe(false);
  expect(covers([], [null])).toBe(false);
});
