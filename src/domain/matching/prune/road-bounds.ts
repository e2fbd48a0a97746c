import { isNear } from '../near.ts';
import type { Point } from '../travel.ts';
import type { CarpoolIndex } from './carpool-index.ts';
import { metresToCell } from './cells.ts';

/**
 * Lower bounds of driving times between a point of the catalogue (by its slot) and a place of the person (by its index):
 * whole seconds, never more than what the router would answer. A caller who can do with `enough` is told as soon as it is
 * reached.
 */
export type RoadBounds = {
  towards(slot: number, place: number, enough: number): number;
  away(slot: number, place: number, enough: number): number;
  /** The same for every point of a square of the index at once: never more than of any of them. */
  towardsFromCell(cell: number, place: number): number;
  awayToCell(cell: number, place: number): number;
  /** From one of a row's points to another, as the router says it (−1: no road joins them). */
  own(row: number, from: number, to: number): number;
  /** Whether anything is known of that row's roads: without, no bound may be asked for. */
  knows(row: number): boolean;
  /** The part of every time that cancels in a detour, and the bounds of the common error (estimates only). */
  fixedSeconds: number;
  errorFactor: readonly [low: number, high: number];
  /** Times are neither less nor more than that. */
  isExact: boolean;
};

/** Landmark times of the points of a catalogue, slot by slot: from each landmark, then to each landmark. */
export type PointVectors = {
  landmarks: number;
  lon: Float64Array;
  lat: Float64Array;
  /** Seconds, `NO_TIME` where no road joins them. */
  times: Uint16Array;
  /** Seconds by which ways through this point were seen to be shorter than direct ones. */
  slack: Uint16Array;
};

/** The landmark times of one place, in the same order. */
export type PlaceVector = { times: Uint16Array; slack: number };

export const NO_TIME = 0xffff;

/**
 * Taken off every bound: rounding, what turning round at a place saves against driving through it, and the seconds by which a
 * quick table may be early. Measured on four networks (docs/adr/0019).
 */
export const BASE_SLACK_SECONDS = 60;
/** Closer than this, snapping to a road weighs more than the road: no bound. */
export const NO_BOUND_METRES = 2000;

/**
 * ALT bounds (Goldberg & Harrelson 2005): `t(L,b) − t(L,a) ≤ t(a,b)` and `t(a,L) − t(b,L) ≤ t(a,b)`, directed. Each
 * rests on the point in the middle (a in the first, b in the second), so the slack measured there is taken off. Of all the
 * bounds of a pair the second best is believed: a place that is snapped oddly as seen from one landmark does not decide.
 */
export function landmarkBounds(
  index: Pick<CarpoolIndex, 'points' | 'cells' | 'measured' | 'pointCount' | 'ownStart' | 'ownSeconds'>,
  places: readonly { point: Point; vector: PlaceVector }[],
): RoadBounds {
  const { landmarks, times, slack, lon, lat } = index.points;
  const width = 2 * landmarks;
  const vectors = places.map(({ vector }) => vector.times);
  const slackOf = Float64Array.from(places, ({ vector }) => BASE_SLACK_SECONDS + vector.slack);

  /** For `least` and `most` of a square, or the one and only vector of a point, which begins at `start`. */
  function bound(
    least: Uint16Array,
    most: Uint16Array,
    start: number,
    ofPoint: number,
    place: number,
    back: boolean,
    enough: number,
  ): number {
    const here = vectors[place] as Uint16Array;
    const ofPlace = slackOf[place] as number;
    let first = 0;
    let second = 0;
    for (let k = 0; k < width; k++) {
      const longest = most[start + k] as number;
      const b = here[k] as number;
      if (longest === NO_TIME || b === NO_TIME) continue;
      // From landmarks the start is in the middle, to landmarks the end is.
      const isPlaceBetween = k < landmarks === back;
      const seconds = isPlaceBetween ? (least[start + k] as number) - b - ofPlace : b - longest - ofPoint;
      if (seconds <= second) continue;
      if (seconds > first) {
        second = first;
        first = seconds;
      } else second = seconds;
      if (second >= enough) return second;
    }
    return second;
  }

  function ofSlot(slot: number, place: number, back: boolean, enough: number): number {
    const { point } = places[place] as (typeof places)[number];
    if (isNear(point, lon[slot] as number, lat[slot] as number, NO_BOUND_METRES)) return 0;
    const ofPoint = BASE_SLACK_SECONDS + (slack[slot] as number);
    return bound(times, times, slot * width, ofPoint, place, back, enough);
  }

  const { cells, ownStart, ownSeconds, pointCount, measured } = index;
  /** Of each square and place, there and back; −1 where it was not asked for yet. */
  const ofCells = new Float64Array(2 * places.length * cells.count).fill(-1);

  function ofCell(cell: number, place: number, back: boolean): number {
    const at = 2 * (place * cells.count + cell) + (back ? 1 : 0);
    const known = ofCells[at] as number;
    if (known >= 0) return known;
    const { point } = places[place] as (typeof places)[number];
    const ofPoint = BASE_SLACK_SECONDS + (cells.slack[cell] as number);
    const isClose = metresToCell(cells, cell, point) < NO_BOUND_METRES;
    const seconds = isClose
      ? 0
      : bound(cells.least, cells.most, cell * width, ofPoint, place, back, Number.POSITIVE_INFINITY);
    ofCells[at] = seconds;
    return seconds;
  }

  return {
    towards: (slot, place, enough) => ofSlot(slot, place, false, enough),
    away: (slot, place, enough) => ofSlot(slot, place, true, enough),
    towardsFromCell: (cell, place) => ofCell(cell, place, false),
    awayToCell: (cell, place) => ofCell(cell, place, true),
    own: (row, from, to) => ownSeconds[(ownStart[row] as number) + from * (pointCount[row] as number) + to] as number,
    knows: (row) => measured[row] === 1,
    fixedSeconds: 0,
    errorFactor: [1, 1],
    isExact: false,
  };
}

/** Nothing is known of any road: every carpool is put to the router. */
export const NO_BOUNDS: RoadBounds = {
  towards: () => 0,
  away: () => 0,
  towardsFromCell: () => 0,
  awayToCell: () => 0,
  own: () => 0,
  knows: () => false,
  fixedSeconds: 0,
  errorFactor: [1, 1],
  isExact: false,
};
