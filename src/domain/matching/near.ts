import type { Point } from './travel.ts';

const METRES_PER_DEGREE = 111_195;

/** Whether a point lies within so many metres of a place, on a flat Earth (right to a hundredth at these distances). */
export function isNear(place: Point, lon: number, lat: number, metres: number): boolean {
  return Math.abs(lat - place.lat) * METRES_PER_DEGREE <= metres && flatMetres(place, lon, lat) < metres;
}

/** Crow-flight metres on that flat Earth. */
export function flatMetres(place: Point, lon: number, lat: number): number {
  const north = (lat - place.lat) * METRES_PER_DEGREE;
  const east = (lon - place.lon) * METRES_PER_DEGREE * Math.cos((place.lat * Math.PI) / 180);
  return Math.sqrt(east * east + north * north);
}
