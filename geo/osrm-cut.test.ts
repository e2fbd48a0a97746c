import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callFor, cutTable, type Rectangle } from './osrm-cut.ts';

const cutOf = (rows: number, columns: number, maxCells: number) => {
  const texts = (count: number, lon: string) =>
    Array.from({ length: count }, (_, i) => `${lon}${100_000 + i},48.761201`);
  const cut = {
    prefix: 'http://127.0.0.1:5000/table/v1/driving/',
    sourceTexts: texts(rows, '5.'),
    destinationTexts: texts(columns, '6.'),
    maxCells: () => maxCells,
  };
  return { cut, whole: { rows: [...cut.sourceTexts.keys()], columns: [...cut.destinationTexts.keys()] } };
};
const shape = ({ rows, columns }: Rectangle) => `${rows.length}×${columns.length}`;

describe('cutTable', () => {
  // A server computes one search for each row and each column of a call: their sum is what a table costs it.
  it.each([
    [1, 10_000, 30, 10_030],
    [3, 10_000, 30, 10_090],
    [10_000, 1, 30, 10_030],
    [10_000, 3, 30, 10_090],
    [32, 10_000, 33, 11_056],
    [10_000, 32, 33, 11_056],
    [32, 50_000, 162, 55_184],
    [100, 100, 1, 200],
  ])('cuts %i × %i into %i full calls, %i searches', (rows, columns, calls, searches) => {
    const { cut, whole } = cutOf(rows, columns, 10_000);
    const parts = cutTable(cut, whole);
    expect(parts).toHaveLength(calls);
    expect(parts.reduce((sum, part) => sum + part.rows.length + part.columns.length, 0)).toBe(searches);
  });

  it('cuts what is long both ways into squares', () => {
    const { cut, whole } = cutOf(250, 300, 10_000);
    const shapes = cutTable(cut, whole).map(shape);
    expect(shapes).toHaveLength(9);
    expect(new Set(shapes)).toEqual(new Set(['84×119', '84×62', '82×121', '82×58']));
  });

  it('cuts nothing into nothing, and one cell into itself', () => {
    expect(cutTable(cutOf(0, 5, 100).cut, cutOf(0, 5, 100).whole)).toEqual([]);
    expect(cutTable(cutOf(1, 1, 1).cut, cutOf(1, 1, 1).whole)).toEqual([{ rows: [0], columns: [0] }]);
  });

  it('property: has every cell once, within every limit, and cuts no part again', () => {
    const side = fc.integer({ min: 1, max: 700 });
    fc.assert(
      fc.property(side, side, fc.constantFrom(1, 9, 100, 2_500, 10_000, 1_000_000), (rows, columns, maxCells) => {
        fc.pre(rows * columns <= 60_000 && rows * columns <= maxCells * 2_000);
        const { cut, whole } = cutOf(rows, columns, maxCells);
        const seen = new Uint8Array(rows * columns);
        for (const part of cutTable(cut, whole)) {
          for (const row of part.rows) {
            for (const column of part.columns) seen[row * columns + column] = (seen[row * columns + column] ?? 0) + 1;
          }
          expect(part.rows.length * part.columns.length).toBeLessThanOrEqual(maxCells);
          const { places, url } = callFor(cut, part);
          expect(places.length).toBeLessThanOrEqual(400);
          expect(url.length).toBeLessThanOrEqual(8_000);
          expect(cutTable(cut, part)).toEqual([part]);
        }
        expect(seen.every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
