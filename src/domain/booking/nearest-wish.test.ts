import { expect, it } from 'vitest';
import type { Counterfactual } from '../counterfactual/counterfactual.ts';
import type { OfferMatch } from '../matching/result.ts';
import { nearestWishes } from './nearest-wish.ts';

const OUT = { direction: 'outbound', date: '2026-11-25', at: '04:50' } as const;
const BACK = { direction: 'return', date: '2026-11-25', at: '23:50' } as const;

const turned = (...turning: Partial<Counterfactual>[]) =>
  ({ legs: [{ legId: 'a' }, { legId: 'b' }], turning }) as unknown as Pick<OfferMatch, 'legs' | 'turning'>;
const hour = (minutes: number) => minutes * 60;

it('tells the smallest change of each sort, and nothing that somebody else would have to change', () => {
  const found = nearestWishes(
    [
      turned(
        { lever: 'departureTime', from: 0, to: 60, cost: 1 },
        { lever: 'maxWait', from: 900, to: 2_460, cost: 26 },
      ),
      turned({ lever: 'maxWait', from: 900, to: 1_860, cost: 16 }, { lever: 'maxWalk', from: 900, to: 1_021, cost: 6 }),
      turned({ lever: 'shiftStart', from: hour(290), to: hour(310), moves: ['a'], cost: 100 }),
      { legs: [] },
    ],
    [OUT, BACK],
  );
  expect(found).toEqual([
    { what: 'walk', minutes: 18 },
    { what: 'wait', minutes: 31 },
    { what: 'hour', of: OUT, to: { ...OUT, at: '05:10' }, later: true },
  ]);
});

it('keeps the day of an hour that passes midnight', () => {
  const over = (from: number, to: number, leg: string) =>
    nearestWishes([turned({ lever: 'shiftEnd', from: hour(from), to: hour(to), moves: [leg], cost: 20 })], [OUT, BACK]);
  expect(over(1_430, 1_455, 'b')).toEqual([
    { what: 'hour', of: BACK, to: { ...BACK, date: '2026-11-26', at: '00:15' }, later: true },
  ]);
  expect(over(290, -10, 'a')).toEqual([
    { what: 'hour', of: OUT, to: { ...OUT, date: '2026-11-24', at: '23:50' }, later: false },
  ]);
});

it('is in whole minutes that do reach what is needed, never an hour that no clock shows', () => {
  const ask = (to: number) =>
    nearestWishes([turned({ lever: 'shiftEnd', from: hour(1_430), to, moves: ['b'], cost: 20 })], [OUT, BACK]);
  const at = (date: string, time: string, later: boolean) => [
    { what: 'hour', of: BACK, to: { ...BACK, date, at: time }, later },
  ];
  // Half a minute before midnight, then ten seconds past a minute.
  expect(ask(hour(1_440) - 30)).toEqual(at('2026-11-26', '00:00', true));
  expect(ask(hour(1_435) + 10)).toEqual(at('2026-11-25', '23:56', true));
  expect(ask(hour(1_425) - 10)).toEqual(at('2026-11-25', '23:44', false));
});

it('never asks anybody to walk for an hour', () => {
  expect(nearestWishes([turned({ lever: 'maxWalk', from: 900, to: 3_600, cost: 90 })], [OUT])).toEqual([]);
});
