import { type Point, pointKey } from '../travel.ts';
import type { CarpoolIndex } from './carpool-index.ts';
import { ownWaysOf, type RoadBounds } from './road-bounds.ts';

/** What the router said of one mode: whole seconds, row by row, −1 where no way joins them. */
export type Times = {
  points: readonly Point[];
  people: readonly Point[];
  /** From each of the people's places to each point. */
  there: ArrayLike<number>;
  /** From each point to each of the people's places. */
  back: ArrayLike<number>;
};

/** Where those carpools begin, end and meet. */
export function pointsOf(
  { points: { lon, lat }, pointStart, pointCount }: Pick<CarpoolIndex, 'points' | 'pointStart' | 'pointCount'>,
  rows: readonly number[],
): Point[] {
  return rows.flatMap((row) =>
    Array.from({ length: pointCount[row] as number }, (_, i) => {
      const slot = (pointStart[row] as number) + i;
      return { lon: lon[slot] as number, lat: lat[slot] as number };
    }),
  );
}

/**
 * The router's own times as bounds, of those rows whose points it was asked about; of others nothing is known, and they are to
 * be tried: those that are new in the index, and those whose own ways were not measured yet. `foot`: null where walks are
 * estimated.
 */
export function timedBounds(
  index: Pick<CarpoolIndex, 'points' | 'pointStart' | 'pointCount' | 'measured' | 'ownStart' | 'ownSeconds' | 'direct'>,
  places: readonly Point[],
  rows: readonly number[],
  { car, foot }: { car: Times; foot: Times | null },
): RoadBounds {
  const known = new Set<number>();
  const driven = timesOfSlots(index, places, car);
  const walked = foot === null ? null : timesOfSlots(index, places, foot);
  for (const row of rows) {
    const first = index.pointStart[row] as number;
    const end = first + (index.pointCount[row] as number);
    let isWhole = index.measured[row] === 1;
    for (let slot = first; slot < end; slot++) {
      if (!driven.find(slot)) isWhole = false;
      walked?.find(slot);
    }
    if (isWhole) known.add(row);
  }

  return {
    towards: driven.back,
    away: driven.there,
    squares: null,
    ...ownWaysOf(index),
    knows: (row) => known.has(row),
    fixedSeconds: 0,
    errorFactor: [1, 1],
    isExact: true,
    walks: walked === null ? null : { fromPlace: walked.there, toPlace: walked.back },
  };
}

/** The times of the slots that were found, −1 of others. */
function timesOfSlots(
  { points: { lon, lat } }: Pick<CarpoolIndex, 'points'>,
  places: readonly Point[],
  { points, people, there, back }: Times,
) {
  // By their numbers, not by a text made of them: there are thousands.
  const numbers = new Map<number, Map<number, number>>();
  points.forEach((point, i) => {
    const column = numbers.get(point.lon) ?? new Map<number, number>();
    numbers.set(point.lon, column.set(point.lat, i));
  });
  const personOf = places.map((place) => people.findIndex((person) => pointKey(person) === pointKey(place)));
  const pointOf = new Int32Array(lon.length).fill(-1);
  return {
    /** Whether the router was asked about that slot. */
    find(slot: number): boolean {
      const number = numbers.get(lon[slot] as number)?.get(lat[slot] as number);
      if (number !== undefined) pointOf[slot] = number;
      return number !== undefined;
    },
    there(slot: number, place: number): number {
      const number = pointOf[slot] as number;
      return number < 0 ? -1 : (there[(personOf[place] as number) * points.length + number] as number);
    },
    back(slot: number, place: number): number {
      const number = pointOf[slot] as number;
      return number < 0 ? -1 : (back[number * people.length + (personOf[place] as number)] as number);
    },
  };
}
