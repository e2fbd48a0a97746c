import type { LonLat } from './router.ts';

/**
 * How far from the ends of its stretch of road a place is sent to the engine, or halfway where that is nearer, when the stretch
 * is the only one of a crossing that the engine takes (of the others, few roads can be reached, or they are field tracks). Told
 * of the very crossing, it begins on that stretch in the wrong direction alone: up a field track and back, 22 minutes once.
 */
const OFF_CROSSING_METRES = 3;

/**
 * Where a place is taken that lies at an end of its stretch of road, `share` of the length from the start of `line`; `null`
 * where it stays.
 */
export function offCrossing(line: readonly LonLat[], share: number): LonLat | null {
  const lengths = line.slice(1).map((end, i) => metresBetween(line[i] as LonLat, end));
  const length = lengths.reduce((sum, metres) => sum + metres, 0);
  const margin = Math.min(OFF_CROSSING_METRES, length / 2);
  if (length === 0 || (share * length >= margin && share * length <= length - margin)) return null;
  let rest = share < 0.5 ? margin : length - margin;
  let i = 0;
  while (i < lengths.length - 1 && rest > (lengths[i] as number)) rest -= lengths[i++] as number;
  const part = lengths[i] === 0 ? 0 : rest / (lengths[i] as number);
  const [start, end] = [line[i] as LonLat, line[i + 1] as LonLat];
  // The engine's own precision: finer, the place would lie beside the road.
  const between = (a: number, b: number) => Math.round((a + part * (b - a)) * 1e6) / 1e6;
  return [between(start[0], end[0]), between(start[1], end[1])];
}

function metresBetween([lon, lat]: LonLat, [toLon, toLat]: LonLat): number {
  return Math.hypot((toLon - lon) * 111_320 * Math.cos((lat * Math.PI) / 180), (toLat - lat) * 111_200);
}
