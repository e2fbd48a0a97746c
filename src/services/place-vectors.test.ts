import { expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { type Point, pointKey } from '../domain/matching/travel.ts';
import type { Context } from './context.ts';
import { encodeLandmarks } from './landmark-set.ts';
import { createPlaceVectors } from './place-vectors.ts';

const estimate = createEstimateRouter();
const { dataSet } = await estimate.health();
const payload = encodeLandmarks({
  dataSet,
  places: [
    [5.16, 48.77],
    [5.38, 49.16],
  ],
  seconds: Int32Array.from([0, 3000, 3000, 0]),
});
/** Estimates in the place of roads, and of the database what is asked of it. */
const ctx = {
  actor: { kind: 'system', territoryId: 'meuse', organisationId: null, scopes: new Set(), id: 'worker' },
  deps: {
    routers: () => ({ configured: estimate, estimate }),
    database: {
      transact: async (_: unknown, work: (stores: unknown) => unknown) =>
        work({ roads: { findLandmarks: async () => payload } }),
    },
  },
} as unknown as Context;
const place = (n: number): Point => ({ lon: 5 + n / 100, lat: 49 });
const known = (vectors: ReadonlyMap<string, unknown> | undefined, ...places: Point[]) =>
  places.map((one) => vectors?.get(pointKey(one)) !== undefined);

it('what somebody was given stays theirs when the places of others take its room', async () => {
  const vectors = createPlaceVectors({ most: 1 });
  const mine = await vectors.of(ctx, dataSet, [place(1), place(2)]);
  const theirs = await vectors.of(ctx, dataSet, [place(2), place(3)]);
  expect(known(mine?.vectors, place(1), place(2))).toEqual([true, true]);
  expect(known(theirs?.vectors, place(1), place(2), place(3))).toEqual([false, true, true]);
});

it('places that were known are still given when others took their room meanwhile', async () => {
  const vectors = createPlaceVectors({ most: 1 });
  await vectors.of(ctx, dataSet, [place(1), place(2)]);
  const [, mine] = await Promise.all([
    vectors.of(ctx, dataSet, [place(3)]),
    vectors.of(ctx, dataSet, [place(1), place(4)]),
  ]);
  expect(known(mine?.vectors, place(1), place(4))).toEqual([true, true]);
});
