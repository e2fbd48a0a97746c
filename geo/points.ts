import { type LonLat, RouterError } from './router.ts';

const EARTH_RADIUS_METRES = 6_371_008.8;
const RADIANS = Math.PI / 180;

/**
 * Metres as the crow flies: haversine on the mean radius of the Earth. The same figures as `@turf/turf`'s `distance` in
 * less than half the time, which counts in tables of 50,000 cells.
 */
export function crowFlightMetres(a: LonLat, b: LonLat): number {
  const halfLat = Math.sin(((b[1] - a[1]) * RADIANS) / 2);
  const halfLon = Math.sin(((b[0] - a[0]) * RADIANS) / 2);
  const h = halfLat * halfLat + Math.cos(a[1] * RADIANS) * Math.cos(b[1] * RADIANS) * halfLon * halfLon;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Places are told apart to six decimals, 11 cm: what is sent to a server and what counts as the same place. */
export function placeText(place: LonLat): string {
  return `${sixDecimals(place[0])},${sixDecimals(place[1])}`;
}

export function isSamePlace(a: LonLat, b: LonLat): boolean {
  return sixDecimals(a[0]) === sixDecimals(b[0]) && sixDecimals(a[1]) === sixDecimals(b[1]);
}

/** No value in degrees prints with an exponent: the smallest that 1e-6 steps leave would, so it becomes 0. */
function sixDecimals(degrees: number): number {
  const rounded = Math.round(degrees * 1e6) / 1e6;
  return Math.abs(rounded) <= 1e-6 ? 0 : rounded;
}

/** Every adapter refuses the same wrong requests, in the same words. */
export function refuseWrongPlaces(places: readonly LonLat[], atLeast = 0): void {
  if (places.length < atLeast) throw new RouterError('refused', `a route needs at least ${atLeast} places`);
  for (const [index, [lon, lat]] of places.entries()) {
    if (Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90) continue;
    const asked = `place ${index} is [${lon}, ${lat}]`;
    throw new RouterError('refused', `${asked}, not [longitude, latitude] in degrees (swapped, perhaps?)`);
  }
}

/** The pairs of consecutive places. */
export function consecutive(places: readonly LonLat[]): [from: LonLat, to: LonLat][] {
  return places.slice(1).map((to, index) => [places[index] as LonLat, to]);
}
