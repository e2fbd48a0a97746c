import type { LonLat } from '../router.ts';
import { RouterError, UNREACHABLE } from '../router.ts';
import { createValhallaRouter, type ValhallaRouter } from '../valhalla.ts';
import { loadValhalla } from '../valhalla-engine.ts';
import type { Bbox } from './pbf.ts';
import { TilesError } from './tiles-error.ts';

/** The places asked first lie on a grid of so many a side over the area, its middle first. */
const GRID = 6;
const AT_MOST = 5;
/** A corner of the area may be far from any road. */
const REACH_METRES = 20_000;

/**
 * Places by the road on new tiles, each with a way by car to each: the largest such group of a grid over the area, so that
 * no car park on an island is among them. Finding one also proves that the engine reads the tiles.
 *
 * Throws `TilesError` `engineMissing`, `noRoads` or `failed`, or the signal's reason.
 */
export async function findCanaries(tiles: string, area: Bbox, signal?: AbortSignal): Promise<LonLat[]> {
  await loadValhalla().catch((error: Error) => {
    throw new TilesError('engineMissing', error.message, { cause: error });
  });
  const router = createValhallaRouter({ tiles, dataSet: '', places: [], snapLimitMetres: REACH_METRES });
  try {
    const places = await roadsNear(router, gridOver(area), signal);
    if (places.length === 0) throw new TilesError('noRoads', 'The extract holds no road that a car may use.');
    const { durations } = await router.table({ mode: 'car', sources: places, destinations: places, signal });
    const reached = (from: number, to: number) => durations[from * places.length + to] !== UNREACHABLE;
    const groups = places.map((_, from) => places.filter((_, to) => reached(from, to) && reached(to, from)));
    const largest = groups.reduce((best, group) => (group.length > best.length ? group : best));
    return largest.slice(0, AT_MOST);
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
    throw new TilesError('failed', 'The engine finds no way on the tiles it has built.', { cause: error });
  } finally {
    await router.close();
  }
}

function gridOver([west, south, east, north]: Bbox): LonLat[] {
  const at = (index: number) => (index + 0.5) / GRID;
  const points = Array.from(
    { length: GRID * GRID },
    (_, i): LonLat => [west + (east - west) * at(i % GRID), south + (north - south) * at(Math.floor(i / GRID))],
  );
  const away = ([lon, lat]: LonLat) => Math.hypot(lon - (west + east) / 2, lat - (south + north) / 2);
  return points.sort((a, b) => away(a) - away(b));
}

async function roadsNear(router: ValhallaRouter, points: LonLat[], signal?: AbortSignal): Promise<LonLat[]> {
  const found = await Promise.all(points.map((place) => router.nearest({ mode: 'car', place, signal })));
  const roads = new Map(found.flatMap((nearest) => (nearest ? [[nearest.location.join(), nearest.location]] : [])));
  return [...roads.values()];
}
