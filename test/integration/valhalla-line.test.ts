import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LonLat, Router } from '../../geo/router.ts';
import { createValhallaRouter } from '../../geo/valhalla.ts';
import { GOTEBORG_PLACES, goteborgTiles } from '../support/valhalla-tiles.ts';

let router: Router;
beforeAll(async () => {
  const { tiles, dataSet, places } = await goteborgTiles();
  router = createValhallaRouter({ tiles, dataSet, places });
}, 60_000);
afterAll(() => router.close());

const spread = (count: number, step: number): LonLat[] =>
  Array.from({ length: count }, (_, i) => [11.945 + ((i * step) % 0.04), 57.691 + ((i * step * 1.7) % 0.014)]);

it('a large table lets small ones and the question whether all is well go before its end', async () => {
  const places = { sources: spread(32, 0.00113), destinations: spread(2_000, 0.000217) };
  // Their roads are known: what is in line is the table's own calls.
  await router.table({ mode: 'car', sources: places.sources.slice(0, 1), destinations: places.destinations });
  await router.table({ mode: 'car', sources: places.sources, destinations: places.destinations.slice(0, 1) });
  const ended: string[] = [];
  const large = router.table({ mode: 'car', ...places }).then(() => ended.push('large'));
  // Once all it has to ask is asked, or in line.
  await new Promise((resolve) => setImmediate(resolve));
  const small = router
    .table({ mode: 'car', sources: GOTEBORG_PLACES, destinations: GOTEBORG_PLACES })
    .then(() => ended.push('small'));
  const health = router.health().then(({ ok }) => ended.push(`health ${ok}`));
  await Promise.all([large, small, health]);
  expect(ended.at(-1)).toBe('large');
  expect(ended).toContain('health true');
}, 60_000);
