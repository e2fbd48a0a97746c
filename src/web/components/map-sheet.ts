import { createHash } from 'node:crypto';
import type { Outline } from '../../services/ports.ts';

/** The outlines of a territory drawn once, under a name that changes with its content. */
export type MapSheet = {
  path: string;
  svg: string;
  width: number;
  height: number;
  project(lon: number, lat: number): { x: number; y: number };
};

const WIDTH = 320;
const GROUND = '#dde8da';
const LIMIT = '#a3b59d';

/** Equal scale both ways at the middle latitude; simple and true enough for a département. */
export function drawMapSheet(territoryId: string, outlines: readonly Outline[]): MapSheet | null {
  const all = outlines.flatMap(({ rings }) => rings.flat());
  if (all.length === 0) return null;
  const [west, east] = bounds(all.map(([lon]) => lon));
  const [south, north] = bounds(all.map(([, lat]) => lat));
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / ((east - west) * shrink);
  const height = Math.round((north - south) * scale);
  const project = (lon: number, lat: number) => ({
    x: round((lon - west) * shrink * scale),
    y: round((north - lat) * scale),
  });
  const path = outlines.map(({ rings }) => rings.map((ring) => ringPath(ring, project)).join('')).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"><path d="${path}" fill="${GROUND}" stroke="${LIMIT}" stroke-width=".6" stroke-linejoin="round" fill-rule="evenodd"/></svg>`;
  const hash = createHash('sha256').update(svg).digest('hex').slice(0, 12);
  return { path: `/assets/map-${territoryId}.${hash}.svg`, svg, width: WIDTH, height, project };
}

/** Points nearer than that to the one before are left out, in pixels: nobody sees them. */
const NEAR = 1.2;

/** Each point by its way from the one before, in tenths: half the room of places in full. */
function ringPath(ring: Outline['rings'][number], project: MapSheet['project']): string {
  let path = '';
  let [lastX, lastY] = [Number.NaN, Number.NaN];
  for (const [lon, lat] of ring) {
    const { x, y } = project(lon, lat);
    if (Math.abs(x - lastX) < NEAR && Math.abs(y - lastY) < NEAR) continue;
    path += path === '' ? `M${x} ${y}l` : spaced(round(x - lastX)) + spaced(round(y - lastY));
    [lastX, lastY] = [x, y];
  }
  return `${path}z`;
}

/** A minus parts two numbers by itself, and nought before a point says nothing. */
const spaced = (value: number) => `${value < 0 ? '' : ' '}${value}`.replace(/(^|[ -])0\./, '$1.');

/** Not `Math.min(...values)`: outlines have more points than a call may have arguments. */
const bounds = (values: readonly number[]) =>
  values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)] as [number, number], [
    Infinity,
    -Infinity,
  ] as [number, number]);

const round = (value: number) => Math.round(value * 10) / 10;
