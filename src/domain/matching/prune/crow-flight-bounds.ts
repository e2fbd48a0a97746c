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
  const corners = places.map((place) => onSphere(place.lon, place.lat));
  const ofSlot = (slot: number) => onSphere(lon[slot] as number, lat[slot] as number);
  // Closer than the sixth decimal of a degree is the same place, and takes no time.
  const seconds = (metres: number) => (metres < 1 ? 0 : pace.fixedSeconds + (metres / 1000) * pace.secondsPerKm);
  const bound = (slot: number, place: number): number =>
    Math.max(0, seconds(chord(ofSlot(slot), corners[place] as Corner)) - ROUNDING_SECONDS);
  return {
    towards: bound,
    away: bound,
    own(row, from, to) {
      const start = pointStart[row] as number;
      return Math.round(seconds(chord(ofSlot(start + from), ofSlot(start + to))));
    },
    knows: () => true,
    fixedSeconds: pace.fixedSeconds,
    errorFactor: pace.errorFactor,
  };
}

type Corner = readonly [x: number, y: number, z: number];

/** A place in metres from the centre of the Earth. */
function onSphere(lon: number, lat: number): Corner {
  const [a, b] = [lon * RADIANS, lat * RADIANS];
  const flat = EARTH_RADIUS_METRES * Math.cos(b);
  return [flat * Math.cos(a), flat * Math.sin(a), EARTH_RADIUS_METRES * Math.sin(b)];
}

const chord = (a: Corner, b: Corner) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
