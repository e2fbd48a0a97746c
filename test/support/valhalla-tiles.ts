import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LonLat } from '../../geo/router.ts';
import { type BuiltTiles, buildTiles } from '../../geo/tiles/build-tiles.ts';
import { type OsmWay, osmPbf } from './osm-pbf.ts';

const { resolve } = createRequire(import.meta.url);
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/pouvoir-bouger-tiles/', import.meta.url));
/** What makes other tiles of the same extract: how they are built, and by which engine. */
const RECIPE = ['../../geo/tiles/run-engine.ts', '../../geo/tiles/pack-tiles.ts', '../../geo/tiles/canaries.ts'];

/** Some 3 × 3 km around the harbour of Göteborg: the river, a bridge, streets, one-ways, ferries. */
const GOTEBORG = { west: 11.94, south: 57.69, east: 11.99, north: 57.72 };

/** Four places in its streets, south of the river: the square leaves the north with bridges out of it only. */
export const GOTEBORG_PLACES: readonly LonLat[] = [
  [11.9668, 57.7065],
  [11.9792, 57.6973],
  [11.9605, 57.692],
  [11.9519, 57.6961],
];
/** On an invented island 20 km off, with streets of its own, and at sea. */
export const GOTEBORG_ISLANDS: readonly LonLat[] = [
  [11.6021, 57.6012],
  [11.3, 57.4],
];

/**
 * Real streets, from the test data of an installed package (© OpenStreetMap contributors, ODbL), and an invented island:
 * tiles of them, built once.
 */
export function goteborgTiles(): Promise<BuiltTiles> {
  return tilesOf('goteborg', osmPbf([...goteborgWays(), ...streetGrid([11.6, 57.6], 8, 2_000_000_000)]));
}

/** Streets crossing every 100 m or so, `count` one way and `count` the other, from a corner up and right. */
export function streetGrid([west, south]: LonLat, count: number, firstId: number): OsmWay[] {
  const steps = Array.from({ length: count }, (_, i) => i);
  const tags = { highway: 'residential' };
  const at = (x: number, y: number): LonLat => [west + x * 0.0017, south + y * 0.0009];
  return [
    ...steps.map((y) => ({ id: firstId + y, tags, line: steps.map((x) => at(x, y)) })),
    ...steps.map((x) => ({ id: firstId + count + x, tags, line: steps.map((y) => at(x, y)) })),
  ];
}

/** Tiles of an extract, kept between runs by its content and by the recipe. */
export async function tilesOf(name: string, pbf: Buffer): Promise<BuiltTiles> {
  const engine = readFileSync(join(dirname(resolve('@valhallajs/valhallajs')), 'package.json'));
  const hash = createHash('sha256').update(pbf).update(engine);
  for (const file of RECIPE) hash.update(readFileSync(new URL(file, import.meta.url)));
  const folder = join(CACHE, `${name}-${hash.digest('hex').slice(0, 16)}`);
  const description = join(folder, 'built.json');
  if (!existsSync(description)) {
    mkdirSync(CACHE, { recursive: true });
    const work = mkdtempSync(join(CACHE, 'work-'));
    try {
      const file = join(work, `${name}.osm.pbf`);
      writeFileSync(file, pbf);
      const built = await buildTiles({ pbf: file, folder: join(work, 'tiles') });
      writeFileSync(join(work, 'tiles', 'built.json'), JSON.stringify({ ...built, tiles: join(folder, 'tiles.tar') }));
      // Another test file may have been first; what it built is the same.
      if (!existsSync(description)) renameSync(join(work, 'tiles'), folder);
    } catch (error) {
      if (!existsSync(description)) throw error;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return JSON.parse(readFileSync(description, 'utf8'));
}

type Feature = {
  properties: Record<string, string>;
  geometry: { type: string; coordinates: LonLat[] };
};

/** The ways of the network that lie within the square. */
export function goteborgWays(): OsmWay[] {
  const file = join(dirname(resolve('geojson-path-finder')), '..', '..', 'test', 'large-network.json');
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: Feature[] };
  const inside = ([lon, lat]: LonLat) =>
    lon > GOTEBORG.west && lon < GOTEBORG.east && lat > GOTEBORG.south && lat < GOTEBORG.north;
  return features
    .filter(({ geometry }) => geometry.type === 'LineString' && geometry.coordinates.some(inside))
    .flatMap(({ properties: { '@id': id, ...tags }, geometry }) => {
      const number = Number(/^way\/(\d+)$/.exec(id ?? '')?.[1]);
      return number ? [{ id: number, tags, line: geometry.coordinates }] : [];
    });
}
