import { type Bits, bitsFor, clear, countBoth, has, isWithin, keyOfBits, members as membersOf, set } from './bits.ts';

/** Words of sets looked at, and how many may be. */
export type Spent = { work: number; mostWork: number };

/** How few columns take every row; null where the work ran out first. `known` are enough. */
export function smallestSize(cover: readonly Bits[], columns: number, known: number, spent: Spent): number | null {
  let [rows, kept] = [cover, mostTaking(cover, columns)];
  // Fewer columns make more rows follow from others, and fewer rows more columns useless.
  for (let before = Number.POSITIVE_INFINITY; rows.length < before; ) {
    before = rows.length;
    rows = essentialRows(rows.map((takers) => takers.map((word, w) => word & (kept[w] as number))));
    kept = mostTaking(rows, columns);
  }
  const isEnough = (uncovered: readonly Bits[], allowed: Bits, room: number): boolean => {
    spent.work += 4 * uncovered.length * allowed.length + 1;
    if (uncovered.length === 0) return true;
    if (spent.work > spent.mostWork || room === 0 || leastColumns(uncovered, allowed, columns) > room) return false;
    const left = allowed.slice();
    for (const column of membersOf(narrowest(uncovered, allowed), allowed)) {
      clear(left, column);
      if (
        isEnough(
          uncovered.filter((takers) => !has(takers, column)),
          left,
          room - 1,
        )
      )
        return true;
    }
    return false;
  };
  for (let size = leastColumns(rows, kept, columns); size < known; size++) {
    const enough = isEnough(rows, kept, size);
    if (enough) return size;
    if (spent.work > spent.mostWork) return null;
  }
  return known;
}

/** Columns that take rows no other column takes as well, with others beside; of equal ones the first. */
function mostTaking(rows: readonly Bits[], columns: number): Bits {
  const takes = Array.from({ length: columns }, () => bitsFor(rows.length));
  rows.forEach((takers, r) => {
    for (const column of membersOf(takers)) set(takes[column] as Bits, r);
  });
  const bySize = takes
    .map((of, column) => ({ of, column, size: countBoth(of, of) }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size || a.column - b.column);
  const kept: Bits[] = [];
  const found = bitsFor(columns);
  for (const { of, column } of bySize) {
    if (kept.some((other) => isWithin(of, other))) continue;
    kept.push(of);
    set(found, column);
  }
  return found;
}

/** The row with the fewest takers left. */
export function narrowest(rows: readonly Bits[], allowed: Bits): Bits {
  let found = rows[0] as Bits;
  let fewest = Number.POSITIVE_INFINITY;
  for (const takers of rows) {
    const count = countBoth(takers, allowed);
    if (count < fewest) [found, fewest] = [takers, count];
  }
  return found;
}

/**
 * At least so many columns are needed. Either of two bounds: rows that share no taker; or each row's share of the column
 * that takes the most with it, of which a column never has more than one whole.
 */
export function leastColumns(rows: readonly Bits[], allowed: Bits, columns: number): number {
  const apart = independent(rows, allowed);
  if (!Number.isFinite(apart)) return apart;
  const taken = new Uint16Array(columns);
  const takersOf = rows.map((takers) => membersOf(takers, allowed));
  for (const takers of takersOf) for (const column of takers) taken[column] = (taken[column] as number) + 1;
  let shares = 0;
  for (const takers of takersOf) {
    let most = 1;
    for (const column of takers) if ((taken[column] as number) > most) most = taken[column] as number;
    shares += 1 / most;
  }
  return Math.max(apart, Math.ceil(shares - 1e-9));
}

/** Rows that no other row's being taken implies: whoever takes a row with fewer takers takes this one too. */
export function essentialRows(rows: readonly Bits[]): Bits[] {
  const distinct = [...new Map(rows.map((takers) => [keyOfBits(takers), takers])).values()];
  const bySize = distinct
    .map((takers) => ({ takers, size: countBoth(takers, takers) }))
    .sort((a, b) => a.size - b.size);
  const kept: Bits[] = [];
  for (const { takers } of bySize) if (!kept.some((narrow) => isWithin(narrow, takers))) kept.push(takers);
  return kept;
}

/** At least so many columns are needed: rows of which no two share a taker. Infinite where a row has none left. */
function independent(rows: readonly Bits[], allowed: Bits): number {
  const used = bitsFor(32 * allowed.length);
  let count = 0;
  for (const takers of rows) {
    let [shares, isEmpty] = [false, true];
    for (let w = 0; w < takers.length; w++) {
      const left = (takers[w] as number) & (allowed[w] as number);
      if (left !== 0) isEmpty = false;
      if ((left & (used[w] as number)) !== 0) shares = true;
    }
    if (isEmpty) return Number.POSITIVE_INFINITY;
    if (shares) continue;
    count++;
    for (let w = 0; w < takers.length; w++) {
      used[w] = (used[w] as number) | ((takers[w] as number) & (allowed[w] as number));
    }
  }
  return count;
}
