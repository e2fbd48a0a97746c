import type { Point } from '../travel.ts';
import type { PointVectors, RoadBounds } from './road-bounds.ts';

const EARTH_RADIUS_METRES = 6_371_008.8;
const RADIANS = Math.PI / 180;
/** The chord is a little shorter than the arc, and estimates are rounded to the second: both make the bound lower. */
const ROUNDING_SECONDS = 1;

/**
 * Bounds of times that are themselves estimated from the crow's flight: all but exact. `secondsPerKm` and `fixedSeconds`
 * are the estimate's pace, `errorFactor` its error.
 */
export function crowFlightBounds(
  { lon, lat }: Pick<PointVectors, 'lon' | 'lat'>,
  places: readonly Point[],
  pace: { secondsPerKm: number; fixedSeconds: number; errorFactor: readonly [number, number] },
): RoadBounds {
  const corners = places.map((place) => chord(place.lon, place.lat));
  const bound = (slot: number, place: number): number => {
    const [x, y, z] = chord(lon[slot] as number, lat[slot] as number);
    const [px, py, pz] = corners[place] as [number, number, number];
    const metres = Math.hypot(x - px, y - py, z - pz);
    // Closer than the sixth decimal of a degree is the same place, and takes no time.
    if (metres < 1) return 0;
    return Math.max(0, pace.fixedSeconds + (metres / 1000) * pace.secondsPerKm - ROUNDING_SECONDS);
  };
  return { towards: bound, away: bound, fixedSeconds: pace.fixedSeconds, errorFactor: pace.errorFactor };
}

/** A place on the sphere, in metres from its centre. */
function chord(lon: number, lat: number): [x: number, y: number, z: number] {
  const [a, b] = [lon * RADIANS, lat * RADIANS];
  const flat = EARTH_RADIUS_METRES * Math.cos(b);
  return [flat * Math.cos(a), flat * Math.sin(a), EARTH_RADIUS_METRES * Math.sin(b)];
}
