import type { Point } from '../travel.ts';
import type { CarpoolIndex } from './carpool-index.ts';
import type { RoadBounds } from './road-bounds.ts';

const EARTH_RADIUS_METRES = 6_371_008.8;
const RADIANS = Math.PI / 180;
/** The chord is a little shorter than the arc, and estimates are rounded to the second: bounds leave room for both. */
const ROUNDING_SECONDS = 3;

/**
 * Bounds of times that are themselves estimated from the crow's flight: all but exact. `secondsPerKm` and `fixedSeconds`
 * are the estimate's pace, `errorFactor` its error.
 */
export function crowFlightBounds(
  { points: { lon, lat }, pointStart }: Pick<CarpoolIndex, 'points' | 'pointStart'>,
  places: readonly Point[],
  pace: { secondsPerKm: number; fixedSeconds: number; errorFactor: readonly [number, number] },
): RoadBounds {
  // Coordinates from the centre of the Earth: the chord between two places is a square root away.
  const sphere = new Float64Array(3 * lon.length);
  for (let slot = 0; slot < lon.length; slot++) putOnSphere(sphere, 3 * slot, lon[slot] as number, lat[slot] as number);
  const corners = new Float64Array(3 * places.length);
  places.forEach((place, i) => {
    putOnSphere(corners, 3 * i, place.lon, place.lat);
  });
  const { fixedSeconds, secondsPerKm, errorFactor } = pace;

  /** Closer than the sixth decimal of a degree is the same place, and takes no time. */
  function seconds(metres: number): number {
    return metres < 1 ? 0 : fixedSeconds + (metres / 1000) * secondsPerKm;
  }

  function bound(slot: number, place: number): number {
    return Math.max(0, seconds(chord(sphere, 3 * slot, corners, 3 * place)) - ROUNDING_SECONDS);
  }

  function own(row: number, from: number, to: number): number {
    const start = pointStart[row] as number;
    return Math.round(seconds(chord(sphere, 3 * (start + from), sphere, 3 * (start + to))));
  }

  return {
    towards: bound,
    away: bound,
    squares: null,
    own,
    direct: (row, returns) => own(row, returns, 1 - returns),
    knows: () => true,
    fixedSeconds,
    errorFactor,
    isExact: false,
    walks: null,
  };
}

function putOnSphere(into: Float64Array, at: number, lon: number, lat: number): void {
  const flat = EARTH_RADIUS_METRES * Math.cos(lat * RADIANS);
  into[at] = flat * Math.cos(lon * RADIANS);
  into[at + 1] = flat * Math.sin(lon * RADIANS);
  into[at + 2] = EARTH_RADIUS_METRES * Math.sin(lat * RADIANS);
}

function chord(a: Float64Array, i: number, b: Float64Array, j: number): number {
  const x = (a[i] as number) - (b[j] as number);
  const y = (a[i + 1] as number) - (b[j + 1] as number);
  const z = (a[i + 2] as number) - (b[j + 2] as number);
  return Math.sqrt(x * x + y * y + z * z);
}
