/**
 * Contours in a compact form of our own: a MultiPolygon as text, in integer ten-thousandths of a degree (about
 * 11 m), each point told by its difference from the one before.
 *
 * `polygon|polygon`, a polygon being `ring;ring` (outer ring first, then holes) and a ring `dx,dy dx,dy …`. The first
 * point of a ring is absolute; the closing point is left out.
 */
export type Position = [lon: number, lat: number];
export type MultiPolygon = Position[][][];

const SCALE = 10_000;

export function encodeContour(polygons: MultiPolygon): string {
  return polygons.map((rings) => rings.map(encodeRing).join(';')).join('|');
}

/** Throws when the text is no contour. */
export function decodeContour(text: string): MultiPolygon {
  return text.split('|').map((rings) => rings.split(';').map(decodeRing));
}

function encodeRing(ring: Position[]): string {
  let x = 0;
  let y = 0;
  return ring
    .slice(0, -1)
    .map(([lon, lat]) => {
      const nextX = Math.round(lon * SCALE);
      const nextY = Math.round(lat * SCALE);
      const step = `${nextX - x},${nextY - y}`;
      x = nextX;
      y = nextY;
      return step;
    })
    .join(' ');
}

function decodeRing(text: string): Position[] {
  let x = 0;
  let y = 0;
  const ring = text.split(' ').map((step): Position => {
    const [dx, dy, ...rest] = step.split(',').map(Number);
    if (!Number.isInteger(dx) || !Number.isInteger(dy) || rest.length > 0) {
      throw new Error(`“${step}” is no step of a contour; expected two integers, “dx,dy”.`);
    }
    x += dx as number;
    y += dy as number;
    return [x / SCALE, y / SCALE];
  });
  if (ring.length < 3) throw new Error('A ring of a contour needs at least three points.');
  return [...ring, ring[0] as Position];
}
