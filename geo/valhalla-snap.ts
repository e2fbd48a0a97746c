import { offAPile } from './off-a-pile.ts';
import { placeText } from './points.ts';
import { type LonLat, type Mode, RouterError } from './router.ts';
import type { ValhallaCalls } from './valhalla-calls.ts';
import { costingOf } from './valhalla-costing.ts';
import { offCrossing } from './valhalla-pin.ts';
import { decodeLine } from './valhalla-shapes.ts';

/** A place on the road: how it is sent to the engine, and where the engine takes it. */
export type Spot = {
  /** The `locations`, `sources` and `targets` of the engine's requests. */
  location: Record<string, unknown>;
  road: LonLat;
  distanceMetres: number;
};

/** Some 200 kB of answer and 15 ms of the engine's time, and a few of the main thread's. */
const PLACES_PER_CALL = 50;
const KEPT_PLACES = 100_000;
/**
 * A road from which fewer others can be reached, or that fewer reach, is passed over for one farther, within the limit: a
 * yard, a car park, a bit of path. 50 is as far as the engine counts. It answers with both, the nearer one first.
 */
const CONNECTED_ROADS = 50;
/** A field track is taken for the road of a place unless a real one is at most so much farther. */
const TRACK_DETOUR_METRES = 200;
/** The engine lets a scooter start on these and not drive on them; and a light car on main roads it must not take. */
const NOT_FOR_SCOOTERS = ['gravel', 'path', 'impassable'];
const ROADS_OF: Partial<Record<Mode, object>> = { lightCar: { max_road_class: 'primary' } };
const REAL_ROADS = { min_road_class: 'residential' };
/**
 * Asked for times, the engine is kept to the road that was found. Left to look around, it also ends at others, a ramp 18 m off
 * or, where few roads can be reached, one 900 m away, and does not reckon the way to them.
 */
const ON_ROAD_METRES = 5;
const OFF_CROSSING = { node_snap_tolerance: 0 };

/**
 * Finds the road of places, before any table: one place without would fail the engine's whole matrix. `null` where no road
 * is within the limit. Remembered, because the same offers are asked for again and again.
 */
export function createSnapper({
  calls,
  limitMetres,
  keptPlaces = KEPT_PLACES,
}: {
  calls: Pick<ValhallaCalls, 'ask' | 'atOnce'>;
  limitMetres: number;
  keptPlaces?: number;
}) {
  const known = new Map<string, Spot | null>();

  function remember(key: string, spot: Spot | null): void {
    if (known.size >= keptPlaces) known.delete(known.keys().next().value as string);
    known.set(key, spot);
  }

  return async function snap(mode: Mode, places: readonly LonLat[], signal?: AbortSignal): Promise<(Spot | null)[]> {
    const keys = places.map((place) => `${mode} ${placeText(place)}`);
    // What is known is taken now: while the rest is asked for, others may push it out of the memory.
    const spots = new Map(keys.flatMap((key) => (known.has(key) ? [[key, known.get(key) ?? null] as const] : [])));
    const distinct = new Map(keys.map((key, i) => [key, places[i] as LonLat] as const));
    const missing = [...distinct].filter(([key]) => !spots.has(key));
    const parts = Array.from({ length: Math.ceil(missing.length / PLACES_PER_CALL) }, (_, i) =>
      missing.slice(i * PLACES_PER_CALL, (i + 1) * PLACES_PER_CALL),
    );
    await offAPile(parts, calls.atOnce, async (part) => {
      const found = await snapPart(
        mode,
        part.map(([, place]) => place),
        signal,
      );
      for (const [i, [key]] of part.entries()) {
        spots.set(key, found[i] ?? null);
        remember(key, found[i] ?? null);
      }
    });
    return keys.map((key) => {
      const spot = spots.get(key);
      if (spot === undefined) throw new Error(`${key} was not looked for`);
      return spot;
    });
  };

  async function snapPart(mode: Mode, places: LonLat[], signal?: AbortSignal): Promise<(Spot | null)[]> {
    const first = await locate(mode, places, {}, signal);
    const doubtful = [...first.keys()].filter((i) => first[i] && !isGood(mode, first[i]));
    if (doubtful.length === 0) return first.map((found) => found?.spot ?? null);
    const again = await locate(
      mode,
      doubtful.map((i) => places[i] as LonLat),
      REAL_ROADS,
      signal,
    );
    return first.map((found, i) => {
      const other = doubtful.includes(i) ? again[doubtful.indexOf(i)] : null;
      if (!found || !doubtful.includes(i)) return found?.spot ?? null;
      const usable = isUsable(mode, found);
      if (!other || !isUsable(mode, other)) return usable ? found.spot : null;
      const near = other.spot.distanceMetres <= found.spot.distanceMetres + TRACK_DETOUR_METRES;
      return near || !usable ? other.spot : found.spot;
    });
  }

  async function locate(mode: Mode, places: LonLat[], filter: object, signal?: AbortSignal): Promise<(Found | null)[]> {
    const locations = places.map(([lon, lat]) => ({
      lon,
      lat,
      minimum_reachability: CONNECTED_ROADS,
      search_cutoff: limitMetres,
      search_filter: { ...ROADS_OF[mode], ...filter },
    }));
    const request = { locations, ...costingOf(mode), verbose: true };
    const answer = await calls.ask({ action: 'locate', mode, request }, signal);
    if (answer === null) return places.map(() => null);
    if (!Array.isArray(answer) || answer.length !== places.length) throw garbage('locations are missing');
    return answer.map((entry, i) => readFound(entry, locations[i] as object, limitMetres));
  }
}

type Found = { spot: Spot; use: string; surface: string };

const isUsable = (mode: Mode, { surface }: Found) => mode !== 'scooter' || !NOT_FOR_SCOOTERS.includes(surface);
const isGood = (mode: Mode, found: Found) =>
  mode === 'bike' || mode === 'foot' || (found.use !== 'track' && isUsable(mode, found));

type Edge = {
  correlated_lon?: unknown;
  correlated_lat?: unknown;
  distance?: unknown;
  percent_along?: unknown;
  outbound_reach?: number;
  inbound_reach?: number;
  edge_info?: { shape?: unknown };
  /** `forward`: it runs as its line is drawn. */
  edge?: { forward?: boolean; classification?: { use?: string; surface?: string } };
};

function readFound(entry: { edges?: Edge[] | null }, location: object, limitMetres: number): Found | null {
  const edges = entry.edges ?? [];
  const edge = nearestConnected(edges);
  if (!edge) return null;
  const { correlated_lon: lon, correlated_lat: lat, distance, percent_along: along } = edge;
  const shape = edge.edge_info?.shape;
  if (
    typeof lon !== 'number' ||
    typeof lat !== 'number' ||
    typeof distance !== 'number' ||
    typeof along !== 'number' ||
    typeof shape !== 'string'
  ) {
    throw garbage('a location has no position');
  }
  if (distance > limitMetres) return null;
  const { use = '', surface = '' } = edge.edge?.classification ?? {};
  // Sent to where it meets the road, not to where it lies: among several roads at several distances the engine would choose
  // otherwise for a start than for an end.
  const isAlone = edges.every((other) => other.distance !== distance || other.edge_info?.shape === shape);
  const moved = isAlone ? offCrossing(decodeLine(shape), edge.edge?.forward ? along : 1 - along) : null;
  const [sentLon, sentLat] = moved ?? [lon, lat];
  const spot: Spot = {
    location: {
      ...location,
      ...(moved ? OFF_CROSSING : {}),
      search_cutoff: ON_ROAD_METRES,
      lon: sentLon,
      lat: sentLat,
    },
    road: [lon, lat],
    distanceMetres: Math.round(distance),
  };
  return { spot, use, surface };
}

function nearestConnected(edges: readonly Edge[]): Edge | undefined {
  const isConnected = ({ outbound_reach: out = 0, inbound_reach: back = 0 }: Edge) =>
    Math.min(out, back) >= CONNECTED_ROADS;
  return edges.find(isConnected) ?? edges[0];
}

function garbage(what: string): RouterError {
  return new RouterError('garbage', `the road engine's answer cannot be read: ${what}`);
}
