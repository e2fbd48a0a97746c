import { flatMetres } from '../near.ts';
import type { Point } from '../travel.ts';
import { grow } from './grow.ts';
import type { PlaceVector } from './road-bounds.ts';

/** About 2 km of latitude: small enough to bound a detour, large enough that a territory has some thousands. */
const CELLS_PER_DEGREE = 50;

/**
 * Squares of the map in which carpools begin, end or meet, and the landmark times of all the points in one taken together:
 * what is ruled out for a square is ruled out for each of its points. A point that is gone leaves its times behind; that only makes
 * the square's bounds looser, until the roads are measured anew.
 */
export type Cells = {
  count: number;
  x: Int32Array;
  y: Int32Array;
  /** From each landmark, then to each, as `PointVectors.times`: the least and the most of its points, and their most slack. */
  least: Uint16Array;
  most: Uint16Array;
  slack: Uint16Array;
};

export function createCells(landmarks: number) {
  const cells: Cells = {
    count: 0,
    x: new Int32Array(64),
    y: new Int32Array(64),
    least: new Uint16Array(64 * 2 * landmarks).fill(0xffff),
    most: new Uint16Array(64 * 2 * landmarks),
    slack: new Uint16Array(64),
  };
  const numbers = new Map<number, number>();
  const width = 2 * landmarks;

  return {
    cells,

    /** The number of the square in which a point lies. */
    at(lon: number, lat: number): number {
      const [x, y] = [Math.floor(lon * CELLS_PER_DEGREE), Math.floor(lat * CELLS_PER_DEGREE)];
      const key = x * 65_536 + y;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const cell = cells.count++;
      numbers.set(key, cell);
      for (const name of ['x', 'y', 'slack'] as const) grow(cells, name, cells.count);
      for (const name of ['least', 'most'] as const) grow(cells, name, cells.count * width);
      cells.x[cell] = x;
      cells.y[cell] = y;
      cells.least.fill(0xffff, cell * width, (cell + 1) * width);
      return cell;
    },

    add(cell: number, { times, slack }: PlaceVector): void {
      const start = cell * width;
      for (let k = 0; k < width; k++) {
        const seconds = times[k] as number;
        if (seconds < (cells.least[start + k] as number)) cells.least[start + k] = seconds;
        if (seconds > (cells.most[start + k] as number)) cells.most[start + k] = seconds;
      }
      if (slack > (cells.slack[cell] as number)) cells.slack[cell] = slack;
    },

    forgetRoads(): void {
      cells.least.fill(0xffff);
      cells.most.fill(0);
      cells.slack.fill(0);
    },
  };
}

/** Crow-flight metres from a place to the nearest corner or side of a square; 0 inside it. */
export function metresToCell({ x, y }: Cells, cell: number, place: Point): number {
  const west = (x[cell] as number) / CELLS_PER_DEGREE;
  const south = (y[cell] as number) / CELLS_PER_DEGREE;
  const lon = Math.min(Math.max(place.lon, west), west + 1 / CELLS_PER_DEGREE);
  const lat = Math.min(Math.max(place.lat, south), south + 1 / CELLS_PER_DEGREE);
  return flatMetres(place, lon, lat);
}
