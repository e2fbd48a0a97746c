import { expect, test } from 'vitest';
import { loan, scene } from '../../../test/factories/monday-scene.ts';
import { solve } from '../../../test/factories/scenario.ts';

/** From 7 December, 30 days. */
const rows: [name: string, units: number, out: [from: string, until: string][], start: string | null][] = [
  [
    'the first of two to come back',
    2,
    [
      ['2026-12-01', '2026-12-15'],
      ['2026-12-01', '2027-01-03'],
    ],
    '2026-12-16',
  ],
  ['the only one', 1, [['2026-12-01', '2026-12-15']], '2026-12-16'],
  [
    'the only one, which goes out again too soon after the first time',
    1,
    [
      ['2026-12-01', '2026-12-15'],
      ['2027-01-10', '2027-02-01'],
    ],
    '2027-02-02',
  ],
  [
    'one of two, where the other is promised from the new year on and back before the end of the month',
    2,
    [
      ['2026-12-01', '2026-12-15'],
      ['2026-12-05', '2027-01-20'],
      ['2027-01-05', '2027-01-10'],
    ],
    '2027-01-11',
  ],
  ['none in service', 0, [['2026-12-01', '2026-12-15']], null],
];
test.each(rows)('the day a unit is free for the whole loan: %s', (_name, units, out, start) => {
  const loans = out.map(([from, until]) => ({ from, until }));
  const found = solve(scene(loan({ units }, { id: 'fleet' }), { taken: { loans: new Map([['fleet', loans]]) } }));
  const fact = found.matches[0]?.criteria.find((c) => c.code === 'units');
  expect([fact?.outcome, fact?.change?.to]).toEqual(['unmet', start]);
});
