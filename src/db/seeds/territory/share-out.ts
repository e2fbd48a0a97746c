import { bbox, featureCollection, intersect, multiPolygon, point, type polygon, voronoi } from '@turf/turf';
import type { MultiPolygon } from './contour-code.ts';

type Polygons = ReturnType<typeof multiPolygon>['geometry'];
type Polygon = ReturnType<typeof polygon>['geometry'];
type Point = ReturnType<typeof point>['geometry'];
type Centre = { code: string; lon: number; lat: number };

/**
 * Where only the boundary of a territory is known: each commune gets what lies nearer to its own centre than to any other
 * (a Voronoi cell). Which commune a place is of is then a good guess near the centres and a rough one between them; whether it
 * lies in the territory is as exact as the boundary.
 */
export function shareOut(boundary: MultiPolygon, communes: readonly Centre[]): Map<string, MultiPolygon> {
  const [only] = communes;
  if (only === undefined) return new Map();
  if (communes.length === 1) return new Map([[only.code, boundary]]);
  const whole = multiPolygon(boundary);
  const points = featureCollection(communes.map(({ lon, lat }) => point([lon, lat])));
  const [west, south, east, north] = bbox(featureCollection<Point | Polygons>([whole, ...points.features]));
  const cells = voronoi(points, { bbox: [west - 1, south - 1, east + 1, north + 1] });
  return new Map(
    communes.map(({ code }, index): [string, MultiPolygon] => {
      const cell = cells.features[index];
      const share = cell ? intersect(featureCollection<Polygon | Polygons>([cell, whole])) : null;
      if (share === null) throw new Error(`Commune ${code} has no ground of its own inside the boundary.`);
      const { type, coordinates } = share.geometry;
      return [code, (type === 'Polygon' ? [coordinates] : coordinates) as MultiPolygon];
    }),
  );
}
