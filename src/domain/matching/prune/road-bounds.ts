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
  /** The same for all points of a square of the index at once; null where nothing is known of squares. */
  squares: SquareBounds | null;
  /** From one of a row's points to another, as the router says it (−1: no road joins them). */
  own(row: number, from: number, to: number): number;
  /** The same from end to end: from the row's origin to its destination, or, where `returns` is 1, back. */
  direct(row: number, returns: number): number;
  /** Whether anything is known of that row's roads: without, no bound may be asked for. */
  knows(row: number): boolean;
  /** The part of every time that cancels in a detour, and the bounds of the common error (estimates only). */
  fixedSeconds: number;
  errorFactor: readonly [low: number, high: number];
  /** Times are neither less nor more than that, and −1 where no road leads. */
  isExact: boolean;
  /** Seconds on foot as the router says them, −1 where nobody walks there; null where only the crow's flight tells. */
  walks: { fromPlace(slot: number, place: number): number; toPlace(slot: number, place: number): number } | null;
};

/** Square by square: from any point of it to a place, and back, at least. */
export type SquareBounds = { towards(place: number): Float64Array; away(place: number): Float64Array };

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

export type TimedPlace = { point: Point; vector: PlaceVector };

export const NO_TIME = 0xffff;

/** Of sixty-four bounds: all of them would leave a tenth fewer carpools, and took a third of the time. */
const ASKED_OF_POINTS = 12;

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
  index: Pick<CarpoolIndex, 'points' | 'cells' | 'measured' | 'pointCount' | 'ownStart' | 'ownSeconds' | 'direct'>,
  places: readonly TimedPlace[],
): RoadBounds {
  const { landmarks, times, slack, lon, lat } = index.points;
  const width = 2 * landmarks;
  const vectors = places.map(({ vector }) => vector.times);
  const slackOf = Float64Array.from(places, ({ vector }) => BASE_SLACK_SECONDS + vector.slack);
  const { cells, measured } = index;

  /** What one landmark tells of a place and of whatever lies between the least and the most of its times. */
  function told(k: number, least: number, most: number, ofPoint: number, place: number, back: boolean): number {
    const ofHere = (vectors[place] as Uint16Array)[k] as number;
    if (most === NO_TIME || ofHere === NO_TIME) return 0;
    // From landmarks the start is in the middle, to landmarks the end is.
    const isPlaceBetween = k < landmarks === back;
    return isPlaceBetween ? least - ofHere - (slackOf[place] as number) : ofHere - most - ofPoint;
  }

  /** Of each place, there and back: how often a landmark told the most, or the second most, of a square. */
  const wins = Array.from({ length: 2 * places.length }, () => new Uint32Array(width));

  function ofCell(cell: number, place: number, back: boolean): number {
    if (metresToCell(cells, cell, (places[place] as TimedPlace).point) < NO_BOUND_METRES) return 0;
    const ofPoint = BASE_SLACK_SECONDS + (cells.slack[cell] as number);
    let [first, second, best, next] = [0, 0, 0, 0];
    for (let k = 0; k < width; k++) {
      const at = cell * width + k;
      const seconds = told(k, cells.least[at] as number, cells.most[at] as number, ofPoint, place, back);
      if (seconds <= second) continue;
      if (seconds > first) [first, second, best, next] = [seconds, first, k, best];
      else [second, next] = [seconds, k];
    }
    const won = wins[2 * place + (back ? 1 : 0)] as Uint32Array;
    for (const k of [best, next]) won[k] = (won[k] as number) + 1;
    return second;
  }

  /** Of each place, there and back: of every square at once, as all of them come up. */
  const ofCells = places.flatMap((_, place) =>
    [false, true].map((back) => Float64Array.from({ length: cells.count }, (_, cell) => ofCell(cell, place, back))),
  );
  /** The few landmarks that tell most of the squares are asked about single points: which ones, there and back, by place. */
  const asked = wins.map((won) =>
    Uint8Array.from(
      Array.from(won.keys())
        .sort((a, b) => (won[b] as number) - (won[a] as number))
        .slice(0, ASKED_OF_POINTS),
    ),
  );

  function ofSlot(slot: number, place: number, back: boolean, enough: number): number {
    const { point } = places[place] as TimedPlace;
    if (isNear(point, lon[slot] as number, lat[slot] as number, NO_BOUND_METRES)) return 0;
    const ofPoint = BASE_SLACK_SECONDS + (slack[slot] as number);
    const which = asked[2 * place + (back ? 1 : 0)] as Uint8Array;
    let [first, second] = [0, 0];
    for (let i = 0; i < which.length; i++) {
      const k = which[i] as number;
      const time = times[slot * width + k] as number;
      const seconds = told(k, time, time, ofPoint, place, back);
      if (seconds <= second) continue;
      if (seconds > first) {
        second = first;
        first = seconds;
      } else second = seconds;
      if (second >= enough) break;
    }
    return second;
  }

  return {
    towards: (slot, place, enough) => ofSlot(slot, place, false, enough),
    away: (slot, place, enough) => ofSlot(slot, place, true, enough),
    squares: {
      towards: (place) => ofCells[2 * place] as Float64Array,
      away: (place) => ofCells[2 * place + 1] as Float64Array,
    },
    ...ownWaysOf(index),
    knows: (row) => measured[row] === 1,
    fixedSeconds: 0,
    errorFactor: [1, 1],
    isExact: false,
    walks: null,
  };
}

/** What the index knows of the rows' own roads. */
export function ownWaysOf({
  ownStart,
  ownSeconds,
  pointCount,
  direct,
}: Pick<CarpoolIndex, 'ownStart' | 'ownSeconds' | 'pointCount' | 'direct'>): Pick<RoadBounds, 'own' | 'direct'> {
  return {
    own: (row, from, to) => ownSeconds[(ownStart[row] as number) + from * (pointCount[row] as number) + to] as number,
    direct: (row, returns) => direct[2 * row + returns] as number,
  };
}

/** Nothing is known of any road: every carpool is put to the router. */
export const NO_BOUNDS: RoadBounds = {
  towards: () => 0,
  away: () => 0,
  squares: null,
  own: () => 0,
  direct: () => 0,
  knows: () => false,
  fixedSeconds: 0,
  errorFactor: [1, 1],
  isExact: false,
  walks: null,
};
