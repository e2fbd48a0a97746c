import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumUnmet, type UnmetNeed } from './sum-unmet.ts';

/** Two EPCIs of three communes each; z1 is of none. */
const EPCIS: Record<string, string> = { a1: 'A', a2: 'A', a3: 'A', b1: 'B', b2: 'B', b3: 'B' };
const epciOf = (commune: string) => EPCIS[commune] ?? null;

const need = (personId: string, ride: Partial<UnmetNeed['ride']> = {}, more: Partial<UnmetNeed> = {}): UnmetNeed => ({
  personId,
  ride: { direction: 'outbound', hour: 4, from: 'a1', to: 'b1', ...ride },
  nearest: null,
  ...more,
});
const people = (count: number, make: (id: string, i: number) => UnmetNeed) =>
  Array.from({ length: count }, (_, i) => make(`p${i}`, i));
const early = { direction: 'outbound', hours: { from: 4, to: 6 } } as const;
const leave = { offerId: 'o1', lever: 'departureTime', amount: 600, unit: 's' } as const;

describe('needs that nobody serves', () => {
  test('five people of one commune who go to one other are told with both', () => {
    expect(
      sumUnmet(
        people(6, (id) => need(id, { hour: 5 })),
        epciOf,
      ),
    ).toEqual([{ ...early, place: { level: 'commune', from: 'a1', to: 'b1' }, people: 5, nearest: null }]);
  });

  test('fewer are put together by EPCI, then over the territory', () => {
    const near = people(5, (id, i) => need(id, { from: `a${1 + (i % 3)}` }));
    expect(sumUnmet(near, epciOf)).toEqual([
      { ...early, place: { level: 'epci', from: 'A', to: 'B' }, people: 5, nearest: null },
    ]);
    const far = people(5, (id, i) => need(id, { from: i % 2 === 0 ? 'a1' : 'z1' }));
    expect(sumUnmet(far, epciOf)).toEqual([{ ...early, place: { level: 'territory' }, people: 5, nearest: null }]);
  });

  test('what a commune tells is not told again with its EPCI', () => {
    const told = people(5, (id) => need(id));
    const rest = people(4, (id) => need(`q${id}`, { from: 'a2' }));
    expect(sumUnmet([...told, ...rest], epciOf).map(({ place, people }) => [place.level, people])).toEqual([
      ['commune', 5],
    ]);
  });

  test('one person’s many shifts make no five people', () => {
    const alone = Array.from({ length: 9 }, (_, i) => need('p', { hour: i * 2 }));
    expect(sumUnmet(alone, epciOf)).toEqual([]);
  });

  test('places that nobody knows are told over the territory alone', () => {
    expect(
      sumUnmet(
        people(5, (id) => need(id, { to: null })),
        epciOf,
      )[0]?.place,
    ).toEqual({ level: 'territory' });
  });

  test('the offer that came nearest is told where five people share it, by what the furthest of them needs', () => {
    const near = people(5, (id, i) => need(id, {}, { nearest: { ...leave, amount: 300 + 60 * i } }));
    expect(sumUnmet(near, epciOf)[0]?.nearest).toEqual({
      offerId: 'o1',
      lever: 'departureTime',
      unit: 's',
      amount: { above: 300, upTo: 600 },
      people: 5,
    });
  });

  test('where they share the change and no offer, the change alone is told; else nothing', () => {
    const many = people(6, (id, i) => need(id, {}, { nearest: { ...leave, offerId: `o${i % 3}` } }));
    expect(sumUnmet(many, epciOf)[0]?.nearest).toMatchObject({ offerId: null, lever: 'departureTime', people: 5 });
    const few = people(6, (id, i) => need(id, {}, { nearest: i < 4 ? leave : null }));
    expect(sumUnmet(few, epciOf)[0]?.nearest).toBeNull();
  });

  test('whatever the needs: never fewer than five, nobody twice in a place and hour, the order does not matter', () => {
    const anyNeed = fc.record({
      personId: fc.integer({ min: 0, max: 12 }).map((n) => `p${n}`),
      ride: fc.record({
        direction: fc.constantFrom('outbound' as const, 'return' as const),
        hour: fc.integer({ min: 0, max: 23 }),
        from: fc.constantFrom('a1', 'a2', 'z1', null),
        to: fc.constantFrom('b1', 'b2', null),
      }),
      nearest: fc.option(
        fc.record({
          offerId: fc.constantFrom('o1', 'o2'),
          lever: fc.constantFrom('maxWait' as const, 'licence' as const),
          amount: fc.integer({ min: 1, max: 5000 }),
          unit: fc.constant('s' as const),
        }),
      ),
    });
    const shuffled = fc.array(anyNeed, { maxLength: 120 }).chain((needs) =>
      fc.record({
        needs: fc.constant(needs),
        again: fc.shuffledSubarray(needs, { minLength: needs.length, maxLength: needs.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ needs, again }) => {
        const sums = sumUnmet(needs, epciOf);
        expect(sumUnmet(again, epciOf)).toEqual(sums);
        const everybody = new Set(needs.map(({ personId }) => personId)).size;
        for (const { people: told, nearest } of sums) {
          expect(told % 5).toBe(0);
          expect(told).toBeGreaterThanOrEqual(5);
          expect(told).toBeLessThanOrEqual(everybody);
          if (nearest !== null) expect(nearest.people).toBeLessThanOrEqual(told);
        }
        const keys = sums.map(({ place, direction, hours }) => JSON.stringify([place, direction, hours]));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
