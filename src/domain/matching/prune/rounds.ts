import { dayNumber } from '../../schedule/dates.ts';
import type { CriterionCode } from '../result.ts';
import type { Listing, Tally } from '../tally.ts';
import { isValidOn } from './carpool-index.ts';
import { type BoundsQuestion, nearnessBounds } from './nearness-bounds.ts';
import type { RoadBounds } from './road-bounds.ts';
import { LEG_CODES, MOST_GAP, nearnessKey } from './weighing.ts';

/**
 * Which carpools are timed on the roads and put to the reference rules, round by round: first whatever may serve a leg, with
 * the misses that may be the nearest; then further misses, until none that is left can be nearer than the last that is told.
 */
export type Rounds = {
  /**
   * Rows of the index to time, then to `sharpen`; or to try exactly, and to add to the tally before the next call. None when all
   * is known.
   */
  next(): { what: 'time' | 'try'; rows: number[] };
  /** Weighs rows again whose ways to and from the person's places are known exactly; what is not timed is tried all the same. */
  sharpen(rows: readonly number[], exact: RoadBounds): void;
  /** How many may serve a leg by their bounds alone. */
  survivors(): number;
  /** Counts in the tally what was never tried: all of it is impossible, and none of it a nearest miss. */
  finish(): void;
};

/**
 * A detour up to so much past its limit is bounded exactly at first: the nearest misses are among those. Where they are not,
 * further ones are: past 1, which is how far a rule is missed that is not measured.
 */
const GAPS_TOLD = [0.5, 1.1, 4, Number.POSITIVE_INFINITY];

/** Where there are fewer, the nearest misses are further off: the second of them comes first. */
const MANY_CARPOOLS = 30_000;

/** To time many places costs little more than to time a few: so many times the misses that are told at once. */
const TIMED_AT_ONCE = 5;

/** Keys are sums: two that are the same may differ by so much. */
const ROUNDING = 1e-9;

export function createRounds(
  // Asked for anew for each pass: the index may have changed since the last.
  {
    boundsNow,
    isTimed,
    ...asked
  }: Omit<BoundsQuestion, 'gapTold' | 'bounds'> & {
    boundsNow(): RoadBounds;
    /** The bounds are not the router's own times: those are asked for before the rules are. */
    isTimed: boolean;
  },
  tally: Tally,
  listing: Listing,
): Rounds {
  const { index } = asked;
  let pass = index.rows < MANY_CARPOOLS ? 1 : 0;
  let gapTold = GAPS_TOLD[pass] as number;
  let found = nearnessBounds({ ...asked, bounds: boundsNow(), gapTold });
  const UNTIMED = 0;
  const TIMED = 1;
  const TRIED = 2;
  const state = new Uint8Array(index.rows).fill(isTimed ? UNTIMED : TIMED);
  /** What the times said of a row is kept from pass to pass. */
  const sharpened = new Map<number, { key: number; code: number }>();
  /** Rows that may serve a leg, in no order, and misses, the nearest first: to be timed, and timed already. */
  let [hopeful, misses]: [number[], number[]] = [[], []];
  let [timedHopeful, timedMisses]: [number[], number[]] = [[], []];

  arrange();
  const survivors = hopeful.length + timedHopeful.length;

  /** Rows not tried yet whose bound is exact enough to order them. */
  function arrange(): void {
    const exactBelow = gapTold === Number.POSITIVE_INFINITY ? gapTold : nearnessKey(1, gapTold);
    [hopeful, misses, timedHopeful, timedMisses] = [[], [], [], []];
    for (const [row, { key, code }] of sharpened) {
      found.keys[row] = key;
      found.codes[row] = code;
    }
    for (let row = 0; row < state.length; row++) {
      const key = found.keys[row] as number;
      if (state[row] === TRIED || key === Number.POSITIVE_INFINITY) continue;
      if (key >= exactBelow && !sharpened.has(row)) continue;
      if (state[row] === UNTIMED) (key === 0 ? hopeful : misses).push(row);
      else (key === 0 ? timedHopeful : timedMisses).push(row);
    }
    misses.sort(nearer);
    timedMisses.sort(nearer);
  }

  function nearer(a: number, b: number): number {
    const apart = (found.keys[a] as number) - (found.keys[b] as number);
    return apart || ((index.ids[a] as string) < (index.ids[b] as string) ? -1 : 1);
  }

  /** The first of them that may be told, so many at most; what is left stays. */
  function take(rows: number[], most: number): number[] {
    const last = tally.lastMiss();
    let count = 0;
    while (count < most && count < rows.length && (last === null || mayBeTold(rows[count] as number, last))) count++;
    return rows.splice(0, count);
  }

  /** Whether a miss may still be among those that are told. */
  function mayBeTold(row: number, last: NonNullable<ReturnType<Tally['lastMiss']>>): boolean {
    const key = found.keys[row] as number;
    const lastKey = nearnessKey(last.misses, last.gap);
    // As near as the last one told, the smaller id is told. Only what is not measured ties for sure: other gaps may differ by
    // less than their key shows.
    const isTie = Number.isInteger(last.gap) && last.gap < MOST_GAP;
    if (!isTie) return key <= lastKey + ROUNDING;
    return key < lastKey || (key === lastKey && (index.ids[row] as string) < last.offerId);
  }

  function marked(what: 'time' | 'try', rows: number[]): { what: 'time' | 'try'; rows: number[] } {
    for (const row of rows) state[row] = what === 'time' ? TIMED : TRIED;
    return { what, rows };
  }

  return {
    survivors: () => survivors,

    next() {
      for (;;) {
        if (hopeful.length > 0) {
          const rows = [...hopeful, ...take(misses, TIMED_AT_ONCE * listing.nearest)];
          hopeful = [];
          return marked('time', rows);
        }
        if (timedHopeful.length > 0) {
          const rows = [...timedHopeful, ...take(timedMisses, listing.nearest)];
          timedHopeful = [];
          return marked('try', rows);
        }
        const [untimed, timed] = [misses[0], timedMisses[0]];
        const isUntimed = untimed !== undefined && (timed === undefined || nearer(untimed, timed) < 0);
        const rows = isUntimed ? take(misses, TIMED_AT_ONCE * listing.nearest) : take(timedMisses, listing.nearest);
        if (rows.length > 0) return marked(isUntimed ? 'time' : 'try', rows);
        const last = tally.lastMiss();
        const isAllTold = last !== null && nearnessKey(last.misses, last.gap) < nearnessKey(1, gapTold);
        if (gapTold === Number.POSITIVE_INFINITY || isAllTold) return { what: 'try', rows: [] };
        gapTold = GAPS_TOLD[++pass] as number;
        found = nearnessBounds({ ...asked, bounds: boundsNow(), gapTold });
        arrange();
      }
    },

    sharpen(rows, exact) {
      const { keys, codes } = nearnessBounds({ ...asked, bounds: exact, gapTold: Number.POSITIVE_INFINITY }, rows);
      rows.forEach((row, i) => {
        const [key, code] = [keys[i] as number, codes[i] as number];
        sharpened.set(row, { key, code });
        found.keys[row] = key;
        found.codes[row] = code;
        if (key === Number.POSITIVE_INFINITY) return;
        (key === 0 ? timedHopeful : timedMisses).push(row);
      });
      timedMisses.sort(nearer);
    },

    finish() {
      const access = index.classes.map((carpool) => asked.missesOf(carpool).code);
      const startsOn = dayNumber(asked.question.facts.startsOn);
      const byCode = new Map<CriterionCode, number>();
      for (let row = 0; row < state.length; row++) {
        if (state[row] === TRIED || found.keys[row] === Number.POSITIVE_INFINITY) continue;
        const whole = isValidOn(index, row, startsOn) ? access[index.classOf[row] as number] : 'validity';
        const code = whole ?? (LEG_CODES[found.codes[row] as number] as CriterionCode);
        byCode.set(code, (byCode.get(code) ?? 0) + 1);
      }
      for (const [code, offers] of byCode) tally.addPruned(code, offers);
    },
  };
}
