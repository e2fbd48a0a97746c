import { expect, test } from 'vitest';
import { loan, scene } from '../../../test/factories/monday-scene.ts';
import { hours, solve } from '../../../test/factories/scenario.ts';
import { explain } from './explain.ts';

test('a desk that opens only once the offer has ended: what would do is to go on until it opens', () => {
  const ended = loan({ deskHours: hours('Thu 09:00-12:00') }, { validUntil: '2026-12-08' });
  const [match] = solve(scene(ended, { today: '2026-12-06' })).matches;
  const collection = match?.criteria.find((c) => c.code === 'collection');
  if (collection === undefined) throw new Error('Nothing is said of collecting it.');
  expect(explain(collection, { legs: new Map(), zoneName: (code) => code })).toEqual({
    explanation: 'Le guichet n’ouvre pas avant la fin de l’offre, le mardi 8 décembre 2026.',
    fix: 'offre prolongée jusqu’au jeudi 10 décembre 2026',
    ask: null,
  });
});
