import { type Bits, bitsFor, clear, countBoth, has, isWithin, keyOfBits, members as membersOf, set } from './bits.ts';

/** Words of sets looked at, and how many may be. */
export type Spent = { work: number; mostWork: number };

/**
 * How few columns take every row, and whether that is sure: `false` where the work ran out before it was proved that one
 * column less does not. Begins with a set that is known to do, and looks for smaller and smaller ones.
 */
export function smallestSize(cover: readonly Bits[], columns: number, known: number, spent: Spent) {
  const { rows, kept } = reduced(cover, columns);
  const takes = columnsOf(rows, kept.length);
  const search = (uncovered: readonly Bits[], open: Bits, allowed: Bits, room: number): number | null => {
    spent.work += 4 * uncovered.length * allowed.length + 1;
    if (uncovered.length === 0) return room;
    if (spent.work > spent.mostWork || leastColumns(uncovered, allowed, kept.length) > room) return null;
    const left = allowed.slice();
    // What takes the most of what is open first: a set that does is found sooner.
    const takers = membersOf(narrowest(uncovered, allowed), allowed)
      .map((column) => ({ column, most: countBoth(takes[column] as Bits, open) }))
      .sort((a, b) => b.most - a.most || a.column - b.column);
    for (const { column } of takers) {
      clear(left, column);
      const own = takes[column] as Bits;
      const stillOpen = open.map((word, w) => word & ~(own[w] as number));
      const found = search(
        uncovered.filter((row) => !has(row, column)),
        stillOpen,
        left,
        room - 1,
      );
      if (found !== null) return found;
    }
    return null;
  };
  const every = (size: number) => {
    const bits = bitsFor(size);
    for (let i = 0; i < size; i++) set(bits, i);
    return bits;
  };
  const [open, allowed] = [every(rows.length), every(kept.length)];
  const least = leastColumns(rows, allowed, kept.length);
  let size = known;
  while (size > least) {
    const room = search(rows, open, allowed, size - 1);
    if (room === null) break;
    size = size - 1 - room;
  }
  return { size, isSure: size <= least || spent.work <= spent.mostWork };
}

/** The same question with fewer rows and columns: fewer columns make more rows follow from others, and the reverse. */
function reduced(cover: readonly Bits[], columns: number): { rows: Bits[]; kept: number[] } {
  let rows = [...cover];
  let kept = mostTaking(rows, columns);
  for (let before = Number.POSITIVE_INFINITY; rows.length < before; ) {
    before = rows.length;
    rows = essentialRows(rows.map((takers) => takers.map((word, w) => word & (kept[w] as number))));
    kept = mostTaking(rows, columns);
  }
  const list = membersOf(kept);
  return { rows: rows.map((takers) => among(takers, list)), kept: list };
}

/** The same takers, numbered by their place in a shorter list of columns. */
export function among(takers: Bits, columns: readonly number[]): Bits {
  const found = bitsFor(columns.length);
  columns.forEach((column, i) => {
    if (has(takers, column)) set(found, i);
  });
  return found;
}

/** What each column takes, as rows. */
function columnsOf(rows: readonly Bits[], columns: number): Bits[] {
  const takes = Array.from({ length: columns }, () => bitsFor(rows.length));
  rows.forEach((takers, r) => {
    for (const column of membersOf(takers)) set(takes[column] as Bits, r);
  });
  return takes;
}

/** Columns that take rows no other column takes as well, with others beside; of equal ones the first. */
function mostTaking(rows: readonly Bits[], columns: number): Bits {
  const bySize = columnsOf(rows, columns)
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
