import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitsFor, members, set } from '../../src/domain/bundle/bits.ts';
import { type Cover, type CoverProblem, smallestCovers } from '../../src/domain/bundle/cover.ts';

/** Rows as lists of takers; a price per column, one price for all its rides as a carpool has, or none for a vehicle. */
const drawn = fc
  .record({
    columns: fc.integer({ min: 1, max: 9 }),
    rows: fc.array(fc.uniqueArray(fc.nat({ max: 8 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 9 }),
    counts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 9, maxLength: 9 }),
    prices: fc.array(fc.constantFrom(0, 100, 100, 150, 200, Number.POSITIVE_INFINITY), { minLength: 9, maxLength: 9 }),
    fixed: fc.array(fc.constantFrom(0, 0, 0, 500, 900, Number.POSITIVE_INFINITY), { minLength: 9, maxLength: 9 }),
  })
  .map(({ columns, rows, counts, prices, fixed }) => {
    const takers = rows.map((row) => [...new Set(row.map((c) => c % columns))]);
    return problemOf(columns, takers, counts, prices, fixed);
  });

function problemOf(
  columns: number,
  takersOf: readonly (readonly number[])[],
  counts: readonly number[],
  prices: readonly number[],
  fixed: readonly number[],
): CoverProblem {
  return {
    monthsPerRota: 30.4375 / 14,
    fixedCents: fixed.slice(0, columns),
    rows: takersOf.map((list, r) => {
      const takers = bitsFor(columns);
      const row = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
      for (const c of list) {
        set(takers, c);
        row[c] = (fixed[c] as number) > 0 ? 0 : (prices[c] as number);
      }
      return { count: counts[r] as number, takers, prices: row };
    }),
  };
}

/** Every set of columns: the `told` best of the smallest that take every row. */
function bruteForce({ rows, fixedCents, monthsPerRota }: CoverProblem, told: number): Cover[] {
  const found: Cover[] = [];
  for (let mask = 1; mask < 1 << fixedCents.length; mask++) {
    const chosen = fixedCents.map((_, c) => c).filter((c) => mask & (1 << c));
    if (!rows.every((row) => members(row.takers).some((c) => chosen.includes(c)))) continue;
    const rides = rows.reduce(
      (sum, { count, prices }) => sum + count * Math.min(...chosen.map((c) => prices[c] as number)),
      0,
    );
    const fixed = chosen.reduce((sum, c) => sum + (fixedCents[c] as number), 0);
    found.push({ members: chosen, cents: Math.round(fixed + rides * monthsPerRota + 1e-7) });
  }
  const size = Math.min(...found.map((f) => f.members.length));
  return found
    .filter((f) => f.members.length === size)
    .sort((a, b) =>
      a.cents === b.cents ? (a.members.join(' ') < b.members.join(' ') ? -1 : 1) : a.cents < b.cents ? -1 : 1,
    )
    .slice(0, told);
}

describe('the smallest sets of offers that take every ride', () => {
  test('are those that trying every set finds, in order: size, cost, ids', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 4 }), (problem, told) => {
        expect(smallestCovers(problem, told)).toEqual({ covers: bruteForce(problem, told), exact: true });
      }),
      { numRuns: 2000 },
    );
  });

  test('stopped before the end, still take every ride, and say that there may be better', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 0, max: 20 }), (problem, work) => {
        const { covers, exact } = smallestCovers(problem, 1, work);
        const [truth] = bruteForce(problem, 1);
        const [found] = covers;
        for (const row of problem.rows) expect(members(row.takers).some((c) => found?.members.includes(c))).toBe(true);
        if (exact) expect(found).toEqual(truth);
        else expect(found?.members.length).toBeGreaterThanOrEqual(truth?.members.length ?? 0);
      }),
      { numRuns: 1000 },
    );
  });
});
