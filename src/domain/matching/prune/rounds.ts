import type { CriterionCode } from '../result.ts';
import type { Listing, Tally } from '../tally.ts';
import { type BoundsQuestion, type NearnessBounds, nearnessBounds } from './nearness-bounds.ts';
import type { RoadBounds } from './road-bounds.ts';
import { LEG_CODES, MOST_GAP, nearnessKey } from './weighing.ts';

/**
 * Which carpools are put to the reference rules, round by round: first whatever may serve a leg, with the misses that may
 * be the nearest; then further misses, until none that is left can be nearer than the last that is told.
 */
export type Rounds = {
  /** Rows of the index to try exactly, and to add to the tally before the next call; none when all is known. */
  next(): number[];
  /** How many may serve a leg: what the first round holds besides misses. */
  survivors(): number;
  /** Counts in the tally what was never tried: all of it is impossible, and none of it a nearest miss. */
  finish(): void;
};

/**
 * A detour up to so much past its limit is bounded exactly at first: the nearest misses are among those. Where they are not,
 * further ones are: past 1, which is how far a rule is missed that is not measured.
 */
const GAPS_TOLD = [0.5, 1.1, 4, Number.POSITIVE_INFINITY];

/** Keys are sums: two that are the same may differ by so much. */
const ROUNDING = 1e-9;

export function createRounds(
  // Asked for anew for each pass: the index may have changed since the last.
  { boundsNow, ...asked }: Omit<BoundsQuestion, 'gapTold' | 'bounds'> & { boundsNow(): RoadBounds },
  tally: Tally,
  listing: Listing,
): Rounds {
  const { index } = asked;
  let pass = 0;
  let gapTold = GAPS_TOLD[pass] as number;
  let found = nearnessBounds({ ...asked, bounds: boundsNow(), gapTold });
  const tried = new Uint8Array(index.rows);
  let waiting: number[] = [];
  let position = 0;
  let survivors = 0;
  let isFirst = true;

  /** Rows not tried yet whose bound is exact enough to order them, nearest first. */
  function arrange({ keys }: NearnessBounds): void {
    const exactBelow = gapTold === Number.POSITIVE_INFINITY ? gapTold : nearnessKey(1, gapTold);
    waiting = [];
    for (let row = 0; row < tried.length; row++) {
      const key = keys[row] as number;
      if (tried[row] === 0 && key < exactBelow) waiting.push(row);
    }
    const { ids } = index;
    waiting.sort(
      (a, b) => (keys[a] as number) - (keys[b] as number) || ((ids[a] as string) < (ids[b] as string) ? -1 : 1),
    );
    position = 0;
  }

  function take(until: (key: number, taken: number, id: string) => boolean): number[] {
    const rows: number[] = [];
    while (position < waiting.length) {
      const row = waiting[position] as number;
      if (!until(found.keys[row] as number, rows.length, index.ids[row] as string)) break;
      tried[row] = 1;
      rows.push(row);
      position++;
    }
    return rows;
  }

  return {
    survivors: () => survivors,

    next() {
      if (isFirst) {
        isFirst = false;
        arrange(found);
        const serving = take((key) => key === 0);
        survivors = serving.length;
        const rows = [...serving, ...take((_key, taken) => taken < listing.nearest)];
        if (rows.length > 0) return rows;
      }
      for (;;) {
        const last = tally.lastMiss();
        const lastKey = last === null ? Number.POSITIVE_INFINITY : nearnessKey(last.misses, last.gap);
        // As near as the last one told, the smaller id is told. Only what is not measured ties for sure: other gaps may differ by
        // less than their key shows.
        const isTie = last !== null && Number.isInteger(last.gap) && last.gap < MOST_GAP;
        const isNearer = (key: number, id: string) =>
          isTie ? key < lastKey || (key === lastKey && id < last.offerId) : key <= lastKey + ROUNDING;
        const rows = take((key, taken, id) => taken < listing.nearest && (last === null || isNearer(key, id)));
        if (rows.length > 0) return rows;
        if (gapTold === Number.POSITIVE_INFINITY || lastKey < nearnessKey(1, gapTold)) return [];
        gapTold = GAPS_TOLD[++pass] as number;
        found = nearnessBounds({ ...asked, bounds: boundsNow(), gapTold });
        arrange(found);
      }
    },

    finish() {
      const access = index.classes.map((carpool) => asked.missesOf(carpool, 'access').code);
      const periods = index.periods.map((carpool) => asked.missesOf(carpool, 'period').code);
      const byCode = new Map<CriterionCode, number>();
      for (let row = 0; row < tried.length; row++) {
        if (tried[row] === 1 || found.keys[row] === Number.POSITIVE_INFINITY) continue;
        const whole = periods[index.periodOf[row] as number] ?? access[index.classOf[row] as number] ?? null;
        const code = whole ?? (LEG_CODES[found.codes[row] as number] as CriterionCode);
        byCode.set(code, (byCode.get(code) ?? 0) + 1);
      }
      for (const [code, offers] of byCode) tally.addPruned(code, offers);
    },
  };
}
