import { type Bits, bitsFor, clear, has, isWithin, members as membersOf, set } from './bits.ts';
import { among, essentialRows, leastColumns, narrowest, type Spent, smallestSize } from './cover-size.ts';

/**
 * Rides to be taken: `count` of them, by any of `takers`, at `prices` each (cents, by column; infinite where not known or
 * not taken).
 */
export type Row = { count: number; takers: Bits; prices: Float64Array };

/** Columns are offers in the order of their ids, given by what each costs a month whatever it carries (cents). */
export type CoverProblem = { rows: readonly Row[]; fixedCents: readonly number[]; monthsPerRota: number };

export type Cover = { members: readonly number[]; cents: number };

/**
 * Words of sets looked at before the search stops being exact: about a second. Counted, not timed, so that the
 * same question has the same answer on any machine.
 */
const MOST_WORK = 20_000_000;

/**
 * The `told` best of the smallest sets of columns that take every row: by size, then rounded monthly cost, then ids.
 * Branch and bound, in two searches. The first asks only how few columns do, so it needs only columns that take the most.
 * The second looks at all sets of that size that could be among the best: branching on the row with the fewest takers
 * left, a taker once tried is left out of its neighbours' branches; bounded by rows that share no taker, by the cheapest
 * takers and by the smallest ids. `exact` is false where `mostWork` ran out: then what was found, at least a set that
 * leaves out no row.
 */
export function smallestCovers(
  problem: CoverProblem,
  told: number,
  mostWork = MOST_WORK,
): { covers: Cover[]; exact: boolean } {
  const cover = essentialRows(problem.rows.map((row) => row.takers));
  const quick = greedy(problem, cover);
  // Half of the work at most to know the size: the rest looks for the best sets of it, or of the smallest that was met.
  const sizing = { work: 0, mostWork: mostWork / 2 };
  const { size, isSure } = smallestSize(cover, problem.fixedCents.length, quick.members.length, sizing);
  const spent = { work: sizing.work, mostWork };
  const found = bestOfSize(problem, cover, size, told, spent);
  // Stopped before any was met: what the quick way found is still a set.
  if (found.length === 0) return { covers: [quick], exact: false };
  return { covers: found, exact: isSure && spent.work <= mostWork };
}

/**
 * Columns that could be in one of the `told` best sets. One with `told` others that take all it takes, no dearer and of
 * a smaller id, could not: any of them in its stead gives a better set.
 */
function worthKeeping({ rows, fixedCents }: CoverProblem, told: number): Bits {
  const kept = bitsFor(fixedCents.length);
  const before: { column: number; of: Float64Array; takes: Bits }[] = [];
  for (let column = 0; column < fixedCents.length; column++) {
    const of = Float64Array.from(rows, (row) => row.prices[column] as number);
    const takes = bitsFor(rows.length);
    rows.forEach((row, r) => {
      if (has(row.takers, column)) set(takes, r);
    });
    let better = 0;
    for (const other of before) {
      if ((fixedCents[other.column] as number) > (fixedCents[column] as number)) continue;
      if (!isWithin(takes, other.takes) || !of.every((price, r) => (other.of[r] as number) <= price)) continue;
      if (++better === told) break;
    }
    // One that is left out has `told` better ones among those kept, so only these need be compared.
    if (better === told) continue;
    set(kept, column);
    before.push({ column, of, takes });
  }
  return kept;
}

function bestOfSize(whole: CoverProblem, cover: readonly Bits[], size: number, told: number, spent: Spent): Cover[] {
  const kept = membersOf(worthKeeping(whole, told));
  const problem: CoverProblem = {
    monthsPerRota: whole.monthsPerRota,
    fixedCents: kept.map((column) => whole.fixedCents[column] as number),
    rows: whole.rows.map(({ count, takers, prices }) => ({
      count,
      takers: among(takers, kept),
      prices: Float64Array.from(kept, (column) => prices[column] as number),
    })),
  };
  const found: Cover[] = [];
  const cost = costBound(problem);

  const couldEnter = (members: readonly number[], allowed: Bits, room: number): boolean => {
    const last = found.length < told ? undefined : found.at(-1);
    if (last === undefined) return true;
    const least = cost.atLeast(members);
    if (least !== last.cents) return least < last.cents;
    return compareIds(smallestIds(members, allowed, room), last.members) < 0;
  };

  const visit = (members: readonly number[], uncovered: readonly Bits[], allowed: Bits, room: number): void => {
    spent.work += 4 * uncovered.length * allowed.length + 1;
    if (spent.work > spent.mostWork) return;
    if (uncovered.length === 0) {
      spent.work += problem.rows.length * members.length;
      keepBest(found, { members: [...members].sort((a, b) => a - b), cents: cost.of(members) }, told);
      return;
    }
    if (room === 0 || leastColumns(uncovered, allowed, kept.length) > room || !couldEnter(members, allowed, room))
      return;
    const left = allowed.slice();
    for (const column of membersOf(narrowest(uncovered, allowed), allowed)) {
      // Sets with this one are all in its own branch: the next branches do without it.
      clear(left, column);
      visit(
        [...members, column],
        uncovered.filter((takers) => !has(takers, column)),
        left,
        room - 1,
      );
    }
  };

  const every = bitsFor(kept.length);
  kept.forEach((_, i) => {
    set(every, i);
  });
  const rows = essentialRows(cover.map((takers) => among(takers, kept)));
  visit([], rows, every, size);
  return found.map(({ members, cents }) => ({ members: members.map((i) => kept[i] as number), cents }));
}

/** What a set costs a month, whole cents, and the least any set that holds these may cost. */
function costBound({ rows, fixedCents, monthsPerRota }: CoverProblem) {
  const paidByDay = fixedCents.map((cents) => cents > 0);
  const leastOf = (among: (column: number) => boolean) =>
    rows.reduce((sum, { count, takers, prices }) => {
      const able = membersOf(takers).filter(among);
      return able.length === 0 ? sum : sum + count * Math.min(...able.map((column) => prices[column] as number));
    }, 0);
  // A hair up, so that half a cent reckoned in another order rounds the same.
  const rounded = (fixed: number, rides: number) => Math.round(fixed + rides * monthsPerRota + 1e-7);
  const [withAny, withoutPaid] = [leastOf(() => true), leastWithout()];
  const cheapestPaid = Math.min(...fixedCents.filter((cents) => cents > 0));

  /** Rows that only an offer paid by the day takes make sets without one impossible, which is no bound to use. */
  function leastWithout(): number {
    const needsPaid = rows.some(({ takers }) => membersOf(takers).every((column) => paidByDay[column]));
    return needsPaid ? Number.POSITIVE_INFINITY : leastOf((column) => !paidByDay[column]);
  }

  const fixedOf = (members: readonly number[]) => members.reduce((sum, m) => sum + (fixedCents[m] as number), 0);
  return {
    of(members: readonly number[]): number {
      let rides = 0;
      for (const { count, prices } of rows) {
        let least = Number.POSITIVE_INFINITY;
        for (const m of members) if ((prices[m] as number) < least) least = prices[m] as number;
        rides += count * least;
      }
      return rounded(fixedOf(members), rides);
    },
    atLeast(members: readonly number[]): number {
      const fixed = fixedOf(members);
      if (members.some((m) => paidByDay[m])) return rounded(fixed - 1e-6, withAny);
      return Math.min(rounded(fixed - 1e-6, withoutPaid), rounded(fixed + cheapestPaid - 1e-6, withAny));
    },
  };
}

/** The smallest list of ids that these with `room` more can make. */
function smallestIds(members: readonly number[], allowed: Bits, room: number): number[] {
  const list = [...members];
  for (let w = 0; w < allowed.length && list.length < members.length + room; w++) {
    if (allowed[w] === 0) continue;
    for (let b = 0; b < 32 && list.length < members.length + room; b++) {
      if (has(allowed, 32 * w + b)) list.push(32 * w + b);
    }
  }
  return list.sort((a, b) => a - b);
}

function compareIds(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  }
  return a.length - b.length;
}

function keepBest(found: Cover[], cover: Cover, told: number): void {
  found.push(cover);
  found.sort((a, b) => (a.cents === b.cents ? compareIds(a.members, b.members) : a.cents < b.cents ? -1 : 1));
  if (found.length > told) found.pop();
}

/** A set that takes every row, quickly: the column that takes most of what is left, again and again. */
function greedy(problem: CoverProblem, cover: readonly Bits[]): Cover {
  const chosen: number[] = [];
  let left = [...cover];
  while (left.length > 0) {
    let [best, most] = [0, -1];
    for (let column = 0; column < problem.fixedCents.length; column++) {
      const takes = left.filter((takers) => has(takers, column)).length;
      if (takes > most) [best, most] = [column, takes];
    }
    chosen.push(best);
    left = left.filter((takers) => !has(takers, best));
  }
  const covers = (columns: readonly number[]) => cover.every((takers) => columns.some((c) => has(takers, c)));
  // What was chosen first may have become useless since.
  const needed = chosen.reduce((kept, column) => {
    const without = kept.filter((c) => c !== column);
    return covers(without) ? without : kept;
  }, chosen);
  const sorted = [...needed].sort((a, b) => a - b);
  return { members: sorted, cents: costBound(problem).of(sorted) };
}
