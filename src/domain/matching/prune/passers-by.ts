import type { Point } from '../travel.ts';
import type { CarpoolIndex } from './carpool-index.ts';
import { metresToCell } from './cells.ts';
import type { Stretch } from './near-runs.ts';
import { BASE_SLACK_SECONDS, type RoadBounds } from './road-bounds.ts';
import { longestDetour } from './weighing.ts';

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
  const { cells, cellOf, maxDetour, pointStart, pointCount, directions } = index;
  const { squares } = bounds;
  if (squares === null) return { mayPass: () => true };
  const { slack } = index.points;
  const { fixedSeconds } = bounds;
  const [low] = bounds.errorFactor;
  /** The places within walking reach of each square, a bit each; −1 before they are worked out. */
  const reached = new Int32Array(cells.count).fill(-1);
  /** Of each stretch, square by square, one after the other: to its start, and from its end. */
  const toStart = joined(stretches.map(({ start }) => squares.towards(start)));
  const fromEnd = joined(stretches.map(({ end }) => squares.away(end)));
  const slope = (seconds: number) => (seconds > fixedSeconds ? seconds - fixedSeconds : 0);
  const rides = stretches.map(({ start, end }) => (between[start] as readonly number[])[end] as number);
  /** What the ride itself leaves of the longest way; nothing where no road joins its ends. */
  const spent = Float64Array.from(rides, (ride) => (ride < 0 ? Number.POSITIVE_INFINITY : slope(ride)));
  const towards = places.map((_, place) => squares.towards(place));
  const away = places.map((_, place) => squares.away(place));
  const starts = Int32Array.from(stretches, ({ start }) => bitOf(start));
  const ends = Int32Array.from(stretches, ({ end }) => bitOf(end));

  function placesReached(cell: number): number {
    let bits = 0;
    for (let place = 0; place < places.length; place++) {
      if (metresToCell(cells, cell, places[place] as Point) < reachMetres) bits |= bitOf(place);
    }
    reached[cell] = bits;
    return bits;
  }

  /** Who walks at one end is carried past the other door, to or from a point whose own slack counts too. */
  function mayPassOneDoor(s: number, walkedTo: boolean, from: number, to: number, most: number): boolean {
    const { start, end } = stretches[s] as Stretch;
    const by = walkedTo ? end : start;
    return (towards[by]?.[from] as number) + (away[by]?.[to] as number) < most;
  }

  return {
    mayPass(row) {
      // As much more than the driver's own way, and the detour is too long to be told exactly.
      const past = longestDetour(maxDetour[row] as number, gapTold, low) + 2 * fixedSeconds;
      const first = pointStart[row] as number;
      const end = first + (pointCount[row] as number);
      let mostSlack = 0;
      let met = 0;
      for (let slot = first; slot < end; slot++) {
        const cell = cellOf[slot] as number;
        const known = reached[cell] as number;
        const bits = known === -1 ? placesReached(cell) : known;
        if (bits === 0) continue;
        met |= bits;
        if ((slack[slot] as number) > mostSlack) mostSlack = slack[slot] as number;
      }
      for (let returns = 0; returns < 2; returns++) {
        if (((directions[row] as number) & (1 << returns)) === 0) continue;
        const direct = bounds.direct(row, returns);
        // Who has no road of their own to their own work is a miss by that alone.
        if (direct < 0) continue;
        const from = cellOf[first + returns] as number;
        const to = cellOf[first + 1 - returns] as number;
        const most = past + slope(direct);
        for (let s = 0; s < spent.length; s++) {
          const base = s * cells.count;
          const passing = (toStart[base + from] as number) + (fromEnd[base + to] as number);
          if (passing < most - (spent[s] as number)) return true;
          if (met === 0) continue;
          const walkedTo = (met & (starts[s] as number)) !== 0;
          const walkedFrom = (met & (ends[s] as number)) !== 0;
          if (walkedTo && walkedFrom) return true;
          if (!walkedTo && !walkedFrom) continue;
          if (mayPassOneDoor(s, walkedTo, from, to, most + mostSlack + BASE_SLACK_SECONDS)) return true;
        }
      }
      return false;
    },
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Beyond thirty places the last bit stands for several: more may pass. */
function bitOf(place: number): number {
  return 1 << (place < 30 ? place : 30);
}
