import { type Point, pointKey } from '../travel.ts';
import type { CarpoolIndex } from './carpool-index.ts';
import type { RoadBounds } from './road-bounds.ts';

/** What the router said: whole seconds by car, row by row, −1 where no road joins them. */
export type CarTimes = {
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
 * be tried: those that are new in the index, and those whose own ways were not measured yet.
 */
export function timedBounds(
  index: Pick<CarpoolIndex, 'points' | 'pointStart' | 'pointCount' | 'measured' | 'ownStart' | 'ownSeconds' | 'direct'>,
  places: readonly Point[],
  rows: readonly number[],
  { points, people, there, back }: CarTimes,
): RoadBounds {
  const numbers = new Map(points.map((point, i) => [pointKey(point), i]));
  const personOf = places.map((place) => people.findIndex((person) => pointKey(person) === pointKey(place)));
  const { lon, lat } = index.points;
  const pointOf = new Int32Array(lon.length).fill(-1);
  const known = new Set<number>();
  for (const row of rows) {
    const first = index.pointStart[row] as number;
    const end = first + (index.pointCount[row] as number);
    let isWhole = index.measured[row] === 1;
    for (let slot = first; slot < end; slot++) {
      const number = numbers.get(pointKey({ lon: lon[slot] as number, lat: lat[slot] as number }));
      if (number === undefined) isWhole = false;
      else pointOf[slot] = number;
    }
    if (isWhole) known.add(row);
  }
  /** Where no road leads the reference says so: no time is told that could weigh more. */
  const told = (seconds: number) => Math.max(0, seconds);

  return {
    towards: (slot, place) =>
      told(back[(pointOf[slot] as number) * people.length + (personOf[place] as number)] as number),
    away: (slot, place) =>
      told(there[(personOf[place] as number) * points.length + (pointOf[slot] as number)] as number),
    squares: null,
    own: (row, from, to) =>
      index.ownSeconds[(index.ownStart[row] as number) + from * (index.pointCount[row] as number) + to] as number,
    direct: (row, returns) => index.direct[2 * row + returns] as number,
    knows: (row) => known.has(row),
    fixedSeconds: 0,
    errorFactor: [1, 1],
    isExact: true,
  };
}
