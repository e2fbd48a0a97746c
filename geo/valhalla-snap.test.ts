import { describe, expect, it } from 'vitest';
import type { LonLat } from './router.ts';
import type { ValhallaCalls } from './valhalla-calls.ts';
import { createSnapper } from './valhalla-snap.ts';

type Asked = { locations: { lon: number; lat: number }[] };

/** An engine that has a road one metre from every place. */
function roadsEverywhere(): Pick<ValhallaCalls, 'ask' | 'atOnce'> {
  const edge = ({ lon, lat }: { lon: number; lat: number }) => ({
    edges: [
      {
        correlated_lon: lon,
        correlated_lat: lat,
        distance: 1,
        outbound_reach: 50,
        inbound_reach: 50,
        percent_along: 0.5,
        edge_info: { way_id: 1, shape: '??_ibE_ibE' },
        edge: { forward: true, classification: { use: 'road', surface: 'paved_smooth' } },
      },
    ],
  });
  return { atOnce: 2, ask: async ({ request }) => (request as Asked).locations.map(edge) };
}

const place = (i: number): LonLat => [5 + i / 10_000, 48];
const places = (from: number, count: number) => Array.from({ length: count }, (_, i) => place(from + i));

describe('places on the road, remembered', () => {
  it('keep their road when others push them out of the memory, in the same call or beside it', async () => {
    const snap = createSnapper({ calls: roadsEverywhere(), limitMetres: 1_000, keptPlaces: 10 });
    await snap('car', places(0, 10));
    const spots = await snap('car', [...places(0, 10), place(10)]);
    expect(spots.filter((spot) => spot === null)).toEqual([]);
    const [known] = await Promise.all([snap('car', [...places(1, 9), place(50)]), snap('car', places(100, 30))]);
    expect(known.filter((spot) => spot === null)).toEqual([]);
    expect(known.map((spot) => spot?.road)).toEqual([...places(1, 9), place(50)]);
  });
});
