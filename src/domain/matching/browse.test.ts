import { describe, expect, it, test } from 'vitest';
import { countOffersByLeg, NO_FILTER, type OfferFilter, passes, slice, splitOffers } from './browse.ts';

const coverage = { served: 10, certain: 10, total: 10, shiftsComplete: 5, shiftsTotal: 5 };
const loan = {
  kind: 'vehicleLoan',
  verdict: 'possible',
  coverage,
  costPerMonthCents: 9_000,
  criteria: [{ code: 'licence' }],
} as const;

describe('a filter', () => {
  it.each<[string, Partial<OfferFilter>, boolean]>([
    ['nothing asked', {}, true],
    ['its kind', { kinds: ['carpool', 'vehicleLoan'] }, true],
    ['another kind', { kinds: ['carpool'] }, false],
    ['its verdict', { verdict: 'possible' }, true],
    ['the other verdict', { verdict: 'toVerify' }, false],
    ['there and back', { bothWays: true }, true],
    ['a price as high', { maxCostPerMonthCents: 9_000 }, true],
    ['a lower price', { maxCostPerMonthCents: 8_999 }, false],
    ['no licence', { withoutLicence: true }, false],
    ['two things of which one fails', { kinds: ['vehicleLoan'], maxCostPerMonthCents: 10 }, false],
  ])('%s', (_name, filter, expected) => expect(passes(loan, { ...NO_FILTER, ...filter })).toBe(expected));

  it('keeps what has no known price, which is to be asked', () =>
    expect(passes({ ...loan, costPerMonthCents: null }, { ...NO_FILTER, maxCostPerMonthCents: 0 })).toBe(true));

  it('on both ways leaves out what only brings one way', () =>
    expect(passes({ ...loan, coverage: { ...coverage, shiftsComplete: 0 } }, { ...NO_FILTER, bothWays: true })).toBe(
      false,
    ));
});

test('offers are those that carry, those that lift a barrier, those that cannot, in their order', () => {
  const one = (id: string, verdict: 'possible' | 'toVerify' | 'impossible', legs = 1) => ({
    id,
    verdict,
    legs: Array.from({ length: legs }, () => 0),
  });
  const split = splitOffers([
    one('a', 'possible'),
    one('b', 'possible', 0),
    one('c', 'impossible'),
    one('d', 'toVerify'),
    one('e', 'impossible', 0),
  ]);
  const ids = Object.values(split).map((list) => list.map(({ id }) => id).join(''));
  expect(ids).toEqual(['ad', 'b', '', 'ce']);
});

test('of those that cannot, only what one small change would turn is near, the smallest first', () => {
  const one = (id: string, ...costs: number[]) => ({
    id,
    verdict: 'impossible' as const,
    legs: [0],
    turning: costs.map((cost) => ({ cost })),
  });
  const { turning: _, ...unlooked } = one('e');
  const { misses, impossible } = splitOffers([one('a', 300), one('b', 90, 400), one('c'), one('d', 20), unlooked]);
  expect([misses, impossible].map((list) => list.map(({ id }) => id).join(''))).toEqual(['db', 'ace']);
});

test('a leg counts who serves it, and who surely does; who cannot is not counted', () => {
  const leg = (legId: string, outcome: 'met' | 'unknown', served = true) => ({ legId, outcome, served });
  const counts = countOffersByLeg(
    [{ id: 'L1' }, { id: 'L2' }],
    [
      { verdict: 'possible', legs: [leg('L1', 'met'), leg('L2', 'unknown')] },
      { verdict: 'toVerify', legs: [leg('L1', 'met'), leg('L2', 'met', false)] },
      { verdict: 'impossible', legs: [leg('L1', 'met')] },
    ],
  );
  expect(Object.fromEntries(counts)).toEqual({ L1: { served: 2, certain: 1 }, L2: { served: 1, certain: 0 } });
});

describe('one page of a list', () => {
  const all = Array.from({ length: 45 }, (_, i) => i + 1);
  it.each([
    [1, [1, 20, 1, 3]],
    [3, [41, 45, 3, 3]],
    [9, [41, 45, 3, 3]],
    [0, [1, 20, 1, 3]],
    [Number.NaN, [1, 20, 1, 3]],
  ])('page %s', (page, expected) => {
    const got = slice(all, page, 20);
    expect([got.first, got.last, got.page, got.pages]).toEqual(expected);
    expect([got.items[0], got.items.at(-1)]).toEqual([got.first, got.last]);
  });
  it.each([
    [1, [1, 5, 1, 5]],
    [2, [6, 15, 2, 5]],
    [5, [36, 45, 5, 5]],
  ])('page %s, the first one shorter', (page, expected) => {
    const got = slice(all, page, 10, 5);
    expect([got.first, got.last, got.page, got.pages]).toEqual(expected);
    expect([got.items[0], got.items.at(-1)]).toEqual([got.first, got.last]);
    expect(slice(all.slice(0, 4), 1, 10, 5)).toMatchObject({ last: 4, pages: 1 });
  });
  it('of nothing is one empty page', () =>
    expect(slice([], 1, 20)).toMatchObject({ items: [], total: 0, last: 0, pages: 1 }));
});
