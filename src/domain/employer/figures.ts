import { LEAST_PEOPLE, roundedDown } from '../small-groups.ts';

/** People counted together: what would change, and where. Nothing is known of them here but opaque ids. */
export type Cell = { key: string; people: ReadonlySet<string> };

/**
 * For each cell at least how many people it has: a multiple of five, 0 where they are fewer, or too few to be told.
 *
 * Cells that differ by fewer than five people get one figure, the smallest of theirs, and so do those that are joined by a
 * chain of such: two sites side by side, two rotas of one site, an hour moved by 15 and by 30 minutes would else tell by
 * their difference what neither tells alone. What is not told is not told apart from nobody. The order of `cells` and the
 * ids do not matter.
 */
export function figuresOf(cells: readonly Cell[]): Map<string, number> {
  const group = cells.map((_, index) => index);
  const leader = (index: number): number => {
    const above = group[index] as number;
    if (above === index) return index;
    const top = leader(above);
    group[index] = top;
    return top;
  };
  cells.forEach((one, i) => {
    for (let j = i + 1; j < cells.length; j++) {
      if (isNearlyTheSame(one.people, (cells[j] as Cell).people)) group[leader(j)] = leader(i);
    }
  });
  const least = new Map<number, number>();
  cells.forEach(({ people }, index) => {
    const top = leader(index);
    least.set(top, Math.min(least.get(top) ?? Number.POSITIVE_INFINITY, people.size));
  });
  return new Map(cells.map(({ key }, index) => [key, roundedDown(least.get(leader(index)) ?? 0)]));
}

/** Fewer than five people are in one and not in the other. */
function isNearlyTheSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (Math.abs(a.size - b.size) >= LEAST_PEOPLE) return false;
  let common = 0;
  for (const one of a) if (b.has(one)) common++;
  return a.size + b.size - 2 * common < LEAST_PEOPLE;
}
