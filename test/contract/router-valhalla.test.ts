import { existsSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';
import type { LonLat } from '../../geo/router.ts';
import type { BuiltTiles } from '../../geo/tiles/build-tiles.ts';
import { createValhallaRouter } from '../../geo/valhalla.ts';
import { GOTEBORG_ISLANDS, GOTEBORG_PLACES, goteborgTiles, tilesOf } from '../support/valhalla-tiles.ts';
import { describeRouterContract } from './router-contract.ts';

async function world(tiles: Promise<BuiltTiles>, joined: readonly LonLat[], islands: readonly LonLat[]) {
  const router = createValhallaRouter({ ...(await tiles) });
  return { router, joined, islands, stop: async () => {} };
}

describeRouterContract('valhalla on streets of Göteborg', () =>
  world(goteborgTiles(), GOTEBORG_PLACES, GOTEBORG_ISLANDS),
);

const EXTRACTS: { name: string; file: string; joined: LonLat[]; far: LonLat }[] = [
  {
    name: 'liechtenstein',
    file: 'liechtenstein-2024-03-04.osm.pbf',
    joined: [
      [9.5209, 47.1409],
      [9.5001, 47.0659],
      [9.5253, 47.2127],
      [9.5572, 47.1287],
    ],
    far: [2.3522, 48.8566],
  },
  {
    name: 'andorra',
    file: 'andorra-2025-01-19.osm.pbf',
    joined: [
      [1.5211, 42.5063],
      [1.5339, 42.5095],
      [1.6027, 42.5425],
      [1.5134, 42.5562],
    ],
    far: [2.3522, 48.8566],
  },
];

for (const { name, file, joined, far } of EXTRACTS) {
  const pbf = new URL(`../../../shared/data/osm/${file}`, import.meta.url);
  describe.skipIf(!existsSync(pbf))(`a real extract (skipped without ../shared/data/osm/${file})`, () => {
    describeRouterContract(`valhalla on ${name}`, () => world(tilesOf(name, readFileSync(pbf)), joined, [far]));
  });
}
