import type { Point } from '../travel.ts';
import type { CarpoolIndex } from './carpool-index.ts';
import { metresToCell } from './cells.ts';
import type { Stretch } from './near-runs.ts';
import { BASE_SLACK_SECONDS, type RoadBounds } from './road-bounds.ts';

/**
 * Whether a carpool comes by at all, told from the squares its points lie in, in some tens of nanoseconds: most of a
 * territory's drivers go somewhere else.
 */
export type PassersBy = {
  /** False where every way is a detour at least `gapTold` (relatively) past the driver's limit, for every leg. */
  mayPass(row: number): boolean;
};

export function createPassersBy(asked: {
  index: CarpoolIndex;
  bounds: RoadBounds;
  places: readonly Point[];
  between: readonly (readonly number[])[];
  gapTold: number;
  stretches: readonly Stretch[];
  /** How far people walk at most, in crow-flight metres. */
  reachMetres: number;
}): PassersBy {
  const { index, bounds, places, between, gapTold, stretches, reachMetres } = asked;
  const { cells, cellOf } = index;
  const { slack } = index.points;
  const { fixedSeconds } = bounds;
  const [low] = bounds.errorFactor;
  /** Whether a square lies within walking reach of a place: 1 or 0, −1 before it is worked out. */
  const reaches = new Int8Array(places.length * cells.count).fill(-1);
  const isMet = new Uint8Array(places.length);
  const slope = (seconds: number) => (seconds > fixedSeconds ? seconds - fixedSeconds : 0);

  function isReached(cell: number, place: number): boolean {
    const at = place * cells.count + cell;
    if (reaches[at] === -1) {
      reaches[at] = metresToCell(cells, cell, places[place] as Point) < reachMetres ? 1 : 0;
    }
    return reaches[at] === 1;
  }

  return {
    mayPass(row) {
      const limit = index.maxDetour[row] as number;
      // As much more than the driver's own way, and the detour is too long to be told exactly.
      const past = Math.max(limit * (1 + gapTold), limit / low + 1) + 2 * fixedSeconds;
      const first = index.pointStart[row] as number;
      const end = first + (index.pointCount[row] as number);
      let mostSlack = 0;
      isMet.fill(0);
      for (let slot = first; slot < end; slot++) {
        const cell = cellOf[slot] as number;
        for (let place = 0; place < places.length; place++) {
          if (!isReached(cell, place)) continue;
          isMet[place] = 1;
          if ((slack[slot] as number) > mostSlack) mostSlack = slack[slot] as number;
        }
      }
      for (let returns = 0; returns < 2; returns++) {
        const direct = returns === 1 ? bounds.own(row, 1, 0) : bounds.own(row, 0, 1);
        // Who has no road of their own to their own work is a miss by that alone.
        if (direct < 0) continue;
        const from = cellOf[first + returns] as number;
        const to = cellOf[first + 1 - returns] as number;
        const most = past + slope(direct);
        for (let s = 0; s < stretches.length; s++) {
          const { start, end: finish } = stretches[s] as Stretch;
          const walkedTo = isMet[start] === 1;
          const walkedFrom = isMet[finish] === 1;
          if (walkedTo && walkedFrom) return true;
          const ride = (between[start] as readonly number[])[finish] as number;
          const toPickUp = bounds.towardsFromCell(from, start);
          if (ride >= 0 && toPickUp + bounds.awayToCell(to, finish) < most - slope(ride)) return true;
          // Who walks at one end is carried past the other door, to or from a point whose own slack counts too.
          if (!walkedTo && !walkedFrom) continue;
          const by = walkedTo ? finish : start;
          const passing = bounds.towardsFromCell(from, by) + bounds.awayToCell(to, by);
          if (passing < most + mostSlack + BASE_SLACK_SECONDS) return true;
        }
      }
      return false;
    },
  };
}
