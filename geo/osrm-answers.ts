import { type LonLat, type Nearest, RouterError } from './router.ts';

/**
 * Reads the bodies of OSRM's answers. Written by hand rather than as a schema: a table has up to 10,000 cells, and each
 * is looked at once. Everything throws `RouterError('garbage')` on an answer that is not of the form asked for.
 */
type Body = Record<string, unknown>;

export type TableAnswer = {
  /** Per row and column: metres from the place asked for to the road it was snapped to. */
  sourceSnaps: number[];
  destinationSnaps: number[];
  /** Seconds and metres, `null` where there is no way. */
  durations: (number | null)[][];
  distances: (number | null)[][];
};

export function readTable(body: Body, rows: number, columns: number): TableAnswer {
  return {
    sourceSnaps: readWaypoints(body.sources, rows, 'sources').map((waypoint) => waypoint.distanceMetres),
    destinationSnaps: readWaypoints(body.destinations, columns, 'destinations').map((w) => w.distanceMetres),
    durations: readCells(body.durations, rows, columns, 'durations'),
    distances: readCells(body.distances, rows, columns, 'distances'),
  };
}

export type RouteAnswer = {
  snaps: number[];
  legs: { durationSeconds: number; distanceMetres: number }[];
  line: LonLat[] | null;
};

export function readRoute(body: Body, places: number): RouteAnswer {
  const snaps = readWaypoints(body.waypoints, places, 'waypoints').map((waypoint) => waypoint.distanceMetres);
  const route: unknown = readArray(body.routes, null, 'routes')[0];
  if (!isObject(route)) throw garbage('routes[0] is no object');
  const legs = readArray(route.legs, places - 1, 'legs').map((leg) => {
    if (!isObject(leg)) throw garbage('a leg is no object');
    return {
      durationSeconds: readNumber(leg.duration, 'duration'),
      distanceMetres: readNumber(leg.distance, 'distance'),
    };
  });
  return { snaps, legs, line: readLine(route.geometry) };
}

export function readNearest(body: Body): Nearest {
  const [first] = readWaypoints(body.waypoints, null, 'waypoints');
  if (!first) throw garbage('waypoints is empty');
  return first;
}

/** The date or name of the road data, where whoever built it gave one (`osrm-extract --data_version`). */
export function readDataVersion(body: Body): string | null {
  return typeof body.data_version === 'string' && body.data_version !== '' ? body.data_version : null;
}

function readWaypoints(value: unknown, length: number | null, name: string): Nearest[] {
  return readArray(value, length, name).map((waypoint) => {
    const location = isObject(waypoint) ? readPoint(waypoint.location) : null;
    if (!isObject(waypoint) || !location) throw garbage(`${name} holds something without a location`);
    return { location, distanceMetres: readNumber(waypoint.distance, `distance in ${name}`) };
  });
}

function readCells(value: unknown, rows: number, columns: number, name: string): (number | null)[][] {
  return readArray(value, rows, name).map((row) =>
    readArray(row, columns, `a row of ${name}`).map((cell) => (cell === null ? null : readNumber(cell, name))),
  );
}

/** The line serves only to be drawn: a server that sends none, or in another encoding, still gave a route. */
function readLine(geometry: unknown): LonLat[] | null {
  if (!isObject(geometry) || !Array.isArray(geometry.coordinates)) return null;
  const line = geometry.coordinates.map(readPoint);
  return line.every((point) => point !== null) ? line : null;
}

function readPoint(value: unknown): LonLat | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [lon, lat] = value;
  return typeof lon === 'number' && typeof lat === 'number' ? [lon, lat] : null;
}

function readArray(value: unknown, length: number | null, name: string): unknown[] {
  if (!Array.isArray(value)) throw garbage(`${name} is no list`);
  if (length !== null && value.length !== length) throw garbage(`${name} has ${value.length} entries, not ${length}`);
  return value;
}

/** Seconds or metres; they are kept in 32 bits. */
function readNumber(value: unknown, name: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value < 2 ** 31 - 1))
    throw garbage(`${name} holds ${String(value)}`);
  return value;
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null;
}

function garbage(what: string): RouterError {
  return new RouterError('garbage', `OSRM's answer cannot be read: ${what}`);
}
