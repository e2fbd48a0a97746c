import type { LonLat } from '../router.ts';
import { engineConfig } from '../valhalla-config.ts';
import { loadValhalla, type ValhallaActor } from '../valhalla-engine.ts';
import type { Bbox } from './pbf.ts';
import { TilesError } from './tiles-error.ts';

/** The places asked first lie on a grid of so many a side over the area, its middle first. */
const GRID = 5;
const AT_MOST = 5;

type Point = { lon: number; lat: number };

/**
 * Places by the road on new tiles, each with a way by car to each: the largest such group of a grid over the area, so that
 * no car park on an island is among them. Finding one also proves that the engine reads the tiles.
 *
 * Throws `TilesError` `engineMissing`, `noRoads` or `failed`.
 */
export async function findCanaries(tiles: string, area: Bbox, signal?: AbortSignal): Promise<LonLat[]> {
  const { createActor } = await loadValhalla().catch((error: Error) => {
    throw new TilesError('engineMissing', error.message, { cause: error });
  });
  const actor = createActor(engineConfig(tiles, 'timedistancematrix'));
  const places: Point[] = [];
  for (const point of gridOver(area)) {
    signal?.throwIfAborted();
    const place = await nearestRoad(actor, point);
    if (place && !places.some((other) => other.lon === place.lon && other.lat === place.lat)) places.push(place);
  }
  if (places.length === 0) throw new TilesError('noRoads', 'The extract holds no road that a car may use.');
  if (places.length === 1) return places.map(({ lon, lat }) => [lon, lat]);
  const reached = await waysBetween(actor, places);
  const groups = places.map((_, from) => places.filter((_, to) => reached(from, to) && reached(to, from)));
  const largest = groups.reduce((best, group) => (group.length > best.length ? group : best));
  return largest.slice(0, AT_MOST).map(({ lon, lat }) => [lon, lat]);
}

function gridOver([west, south, east, north]: Bbox): Point[] {
  const at = (index: number) => (index + 0.5) / GRID;
  const points = Array.from({ length: GRID * GRID }, (_, i) => ({
    lon: west + (east - west) * at(i % GRID),
    lat: south + (north - south) * at(Math.floor(i / GRID)),
  }));
  const middle = { lon: (west + east) / 2, lat: (south + north) / 2 };
  const away = ({ lon, lat }: Point) => Math.hypot(lon - middle.lon, lat - middle.lat);
  return points.sort((a, b) => away(a) - away(b));
}

/** `null` where no road is within the engine's reach (35 km). */
async function nearestRoad(actor: ValhallaActor, point: Point): Promise<Point | null> {
  const request = { locations: [point], costing: 'auto', verbose: false };
  const answer = JSON.parse(await actor.locate(JSON.stringify(request)).catch(() => '[]'));
  const edge = answer[0]?.edges?.[0];
  if (typeof edge?.correlated_lon !== 'number' || typeof edge.correlated_lat !== 'number') return null;
  return { lon: edge.correlated_lon, lat: edge.correlated_lat };
}

async function waysBetween(actor: ValhallaActor, places: Point[]): Promise<(from: number, to: number) => boolean> {
  const request = { sources: places, targets: places, costing: 'auto', verbose: false };
  try {
    const answer = JSON.parse(await actor.matrix(JSON.stringify(request)));
    return (from, to) => typeof answer.sources_to_targets?.durations?.[from]?.[to] === 'number';
  } catch (error) {
    throw new TilesError('failed', 'The engine finds no way on the tiles it has built.', { cause: error });
  }
}
