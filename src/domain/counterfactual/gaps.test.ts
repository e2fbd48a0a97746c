import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVERS } from './counterfactual.ts';
import { type Gap, sumGaps } from './gaps.ts';

/** Two EPCIs of three communes each. */
const EPCIS: Record<string, string> = { a1: 'A', a2: 'A', a3: 'A', b1: 'B', b2: 'B', b3: 'B' };
const epciOf = (commune: string) => EPCIS[commune] ?? null;

const detour = (personId: string, minutes: number, more: Partial<Gap> = {}): Gap => ({
  personId,
  offerId: 'o1',
  lever: 'maxDetour',
  amount: minutes * 60,
  unit: 's',
  ride: { direction: 'outbound', hour: 4, from: 'a1', to: 'b1' },
  ...more,
});
const people = (count: number, make: (id: string, i: number) => Gap) =>
  Array.from({ length: count }, (_, i) => make(`p${i}`, i));
const toB = { lever: 'maxDetour', unit: 's', direction: 'outbound' } as const;

describe('sums over a territory', () => {
  test('communes are rolled up, amounts and hours are bands', () => {
    const ride = (from: string): Gap['ride'] => ({ direction: 'outbound', hour: 5, from, to: 'b2' });
    const gaps = people(5, (id, i) => detour(id, 6 + (i % 4), { ride: ride(`a${1 + (i % 3)}`) }));
    expect(sumGaps(gaps, epciOf)).toEqual([
      { ...toB, amount: { above: 300, upTo: 600 }, hours: { from: 4, to: 6 }, fromEpci: 'A', toEpci: 'B', people: 5 },
    ]);
  });

  test('four people are not told', () => {
    expect(
      sumGaps(
        people(4, (id) => detour(id, 4)),
        epciOf,
      ),
    ).toEqual([]);
  });

  test('nine are told as five at least', () => {
    expect(
      sumGaps(
        people(9, (id) => detour(id, 4)),
        epciOf,
      ).map((sum) => sum.people),
    ).toEqual([5]);
  });

  test('a person counts once for a lever, by the least change of it, and once more for another', () => {
    const gaps = people(5, (id) => detour(id, 4));
    const more = people(5, (id) => detour(id, 50, { offerId: 'o2' }));
    const waits = people(5, (id) => detour(id, 4, { lever: 'maxWait' }));
    expect(sumGaps([...more, ...gaps, ...waits], epciOf).map((s) => [s.lever, s.amount?.upTo, s.people])).toEqual([
      ['maxWait', 300, 5],
      ['maxDetour', 300, 5],
    ]);
  });

  test('small groups are told together: without the places, then the hours', () => {
    const far = people(3, (id) =>
      detour(`far ${id}`, 4, { ride: { direction: 'outbound', hour: 4, from: 'b1', to: 'a1' } }),
    );
    const near = people(3, (id) => detour(id, 4));
    const late = people(2, (id) =>
      detour(`late ${id}`, 4, { ride: { direction: 'outbound', hour: 21, from: 'a1', to: 'b1' } }),
    );
    const alone = { ...toB, amount: { above: 0, upTo: 300 }, fromEpci: null, toEpci: null, people: 5 };
    expect(sumGaps([...far, ...near, ...late], epciOf)).toEqual([{ ...alone, hours: { from: 4, to: 6 } }]);
    expect(sumGaps([...near, ...late], epciOf)).toEqual([{ ...alone, hours: null }]);
  });

  test('a place that is not known is not half told', () => {
    const ride: Gap['ride'] = { direction: 'return', hour: 13, from: null, to: 'a1' };
    const [sum] = sumGaps(
      people(5, (id) => detour(id, 4, { ride })),
      epciOf,
    );
    expect([sum?.fromEpci, sum?.toEpci]).toEqual([null, null]);
  });

  const gap: fc.Arbitrary<Gap> = fc.record({
    personId: fc.integer({ min: 0, max: 25 }).map(String),
    offerId: fc.constantFrom('o1', 'o2', 'o3'),
    lever: fc.constantFrom(...LEVERS),
    amount: fc.integer({ min: 1, max: 9000 }),
    unit: fc.constantFrom('s', 'cents', 'text', 'date'),
    ride: fc.option(
      fc.record({
        direction: fc.constantFrom('outbound', 'return'),
        hour: fc.integer({ min: 0, max: 23 }),
        from: fc.constantFrom('a1', 'b1', null, 'x'),
        to: fc.constantFrom('a2', 'b2', null),
      }),
    ),
  });

  test('whatever the gaps: never fewer than five, nobody twice, the order does not matter', () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 200 }), fc.infiniteStream(fc.nat()), (gaps, keys) => {
        const sums = sumGaps(gaps, epciOf);
        for (const lever of LEVERS) {
          const told = sums.filter((s) => s.lever === lever).reduce((sum, s) => sum + s.people, 0);
          expect(told).toBeLessThanOrEqual(new Set(gaps.filter((g) => g.lever === lever).map((g) => g.personId)).size);
        }
        for (const sum of sums) {
          expect(sum.people).toBeGreaterThanOrEqual(5);
          expect(sum.people % 5).toBe(0);
        }
        const shuffled = gaps
          .map((g) => ({ g, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ g }) => g);
        expect(sumGaps([...shuffled, ...gaps], epciOf)).toEqual(sums);
      }),
    );
  });
});
