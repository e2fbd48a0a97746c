import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, figuresOf } from '../../src/domain/employer/figures.ts';

const ids = Array.from({ length: 30 }, (_, i) => `p${i}`);
const people = fc.subarray(ids).map((some) => new Set(some));
const cells = fc
  .array(people, { minLength: 1, maxLength: 8 })
  .map((sets): Cell[] => sets.map((set, i) => ({ key: `c${i}`, people: set })));
const told = (some: readonly Cell[]) => Object.fromEntries(figuresOf(some));
const differing = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  [...a].filter((one) => !b.has(one)).length + [...b].filter((one) => !a.has(one)).length;

describe('figures of people who could work somewhere', () => {
  it('never tell more than there are, nor anything but multiples of five', () => {
    fc.assert(
      fc.property(cells, (some) => {
        const figures = figuresOf(some);
        for (const { key, people } of some) {
          expect(figures.get(key)).toBeLessThanOrEqual(people.size);
          expect((figures.get(key) as number) % 5).toBe(0);
        }
      }),
    );
  });

  it('do not tell apart what differs by fewer than five people, in one reading', () => {
    fc.assert(
      fc.property(cells, (some) => {
        const figures = figuresOf(some);
        for (const a of some) {
          for (const b of some) {
            if (differing(a.people, b.people) < 5) expect(figures.get(a.key)).toBe(figures.get(b.key));
          }
        }
      }),
    );
  });

  it('do not tell whether one person more is among fewer than five, wherever they are', () => {
    const few = fc.array(fc.subarray(ids, { maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(few, (sets) => {
        const without: Cell[] = sets.map((set, i) => ({ key: `c${i}`, people: new Set(set) }));
        const someoneMore: Cell[] = without.map(({ key, people }) => ({
          key,
          people: people.size < 4 ? new Set([...people, 'one more']) : people,
        }));
        expect(told(someoneMore)).toEqual(told(without));
        for (const figure of Object.values(told(without))) expect(figure).toBe(0);
      }),
    );
  });

  it('do not tell one person more within a bucket of a single cell', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 28 }), (size) => {
        fc.pre(size % 5 !== 4);
        const cell = (length: number): Cell[] => [{ key: 'c', people: new Set(ids.slice(0, length)) }];
        expect(told(cell(size + 1))).toEqual(told(cell(size)));
      }),
    );
  });

  it('do not depend on the order of cells nor on who is who', () => {
    fc.assert(
      fc.property(cells, fc.infiniteStream(fc.nat()), (some, random) => {
        const shuffled = some
          .map((cell) => ({ cell, by: random.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ cell }) => cell);
        expect(told(shuffled)).toEqual(told(some));
        const renamed = some.map(({ key, people }) => ({
          key,
          people: new Set([...people].map((id) => `other ${id}`)),
        }));
        expect(told(renamed)).toEqual(told(some));
      }),
    );
  });
});
