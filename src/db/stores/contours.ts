import { booleanPointInPolygon } from '@turf/turf';
import type { ContourCoordinates } from '../schema/territories.ts';

type Point = { lon: number; lat: number };
type Box = { west: number; south: number; east: number; north: number };
type Contour<T> = { item: T; box: Box; geometry: { type: 'MultiPolygon'; coordinates: ContourCoordinates } };

/** Metres in a degree of latitude on the mean sphere. */
const METRES_PER_DEGREE = 111_195;

export type Contours<T> = {
  /** What the point lies in. */
  holding(point: Point): T | null;
  /** The nearest outline and how far its edge is; null where no outline is nearer than `withinMetres`. */
  nearest(point: Point, withinMetres?: number): { item: T; metres: number } | null;
};

/** Outlines behind bounding boxes: hundreds of them are asked in well under a millisecond. */
export function indexContours<T>(entries: readonly { item: T; coordinates: ContourCoordinates }[]): Contours<T> {
  const contours = entries.map(
    ({ item, coordinates }): Contour<T> => ({
      item,
      box: boxOf(coordinates),
      geometry: { type: 'MultiPolygon', coordinates },
    }),
  );
  return {
    holding(point) {
      const found = contours.find(
        ({ box, geometry }) => inBox(box, point) && booleanPointInPolygon([point.lon, point.lat], geometry),
      );
      return found?.item ?? null;
    },
    nearest(point, withinMetres = Number.POSITIVE_INFINITY) {
      let best: { item: T; metres: number } | null = null;
      const flat = flatAround(point);
      for (const { item, box, geometry } of contours) {
        const limit: number = best?.metres ?? withinMetres;
        if (metresToBox(flat, box) > limit) continue;
        const metres = metresToEdge(flat, geometry.coordinates);
        if (metres < limit || (metres === limit && !best)) best = { item, metres };
      }
      return best;
    },
  };
}

function boxOf(coordinates: ContourCoordinates): Box {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const [lon, lat] of coordinates.flat(2) as [number, number][]) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
}

const inBox = (box: Box, { lon, lat }: Point) =>
  lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north;

/** Degrees → metres east and north of the point, on a plane: right within 0.1 % over the 60 km that matter here. */
type Flat = { x(lon: number): number; y(lat: number): number };
function flatAround({ lon: lon0, lat: lat0 }: Point): Flat {
  const perLon = METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180);
  return { x: (lon) => (lon - lon0) * perLon, y: (lat) => (lat - lat0) * METRES_PER_DEGREE };
}

function metresToBox(flat: Flat, { west, south, east, north }: Box): number {
  const dx = Math.max(flat.x(west), 0, -flat.x(east));
  const dy = Math.max(flat.y(south), 0, -flat.y(north));
  return Math.hypot(dx, dy);
}

function metresToEdge(flat: Flat, coordinates: ContourCoordinates): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of coordinates.flat()) {
    let [x1, y1] = [Number.NaN, Number.NaN];
    for (const [lon, lat] of ring as [number, number][]) {
      const [x2, y2] = [flat.x(lon), flat.y(lat)];
      if (!Number.isNaN(x1)) nearest = Math.min(nearest, metresToSegment(x1, y1, x2, y2));
      [x1, y1] = [x2, y2];
    }
  }
  return nearest;
}

/** From the origin to the segment. */
function metresToSegment(x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / squared));
  return Math.hypot(x1 + along * dx, y1 + along * dy);
}
