import { type LonLat, RouterError } from './router.ts';

/** The engine's lines: differences of 1e-6 degrees, latitude first, in Google's polyline encoding. */
export function decodeLine(shape: string): LonLat[] {
  const line: LonLat[] = [];
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const bits = shape.charCodeAt(at++) - 63;
      if (!(bits >= 0)) throw new RouterError('garbage', 'the road engine’s line ends too early');
      value |= (bits & 31) << shift;
      if (bits < 32) return value & 1 ? ~(value >> 1) : value >> 1;
    }
  };
  let lat = 0;
  let lon = 0;
  while (at < shape.length) {
    lat += next();
    lon += next();
    line.push([lon / 1e6, lat / 1e6]);
  }
  return line;
}

/** The rings of one contour of an answer in GeoJSON, one list per polygon; none where nothing is that near. */
export function polygonsOf(answer: unknown, minutes: number): LonLat[][][] {
  const features = (answer as { features?: unknown })?.features;
  if (!Array.isArray(features)) throw new RouterError('garbage', 'the road engine’s areas are no GeoJSON');
  return features
    .filter(({ properties }) => Math.abs(properties?.contour - minutes) < 0.01)
    .flatMap(({ geometry }) => {
      if (geometry?.type === 'Polygon') return [geometry.coordinates as LonLat[][]];
      if (geometry?.type === 'MultiPolygon') return geometry.coordinates as LonLat[][][];
      return [];
    });
}
