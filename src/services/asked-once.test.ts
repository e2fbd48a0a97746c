import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { type LonLat, type Router, RouterError, type TableRequest } from '../../geo/router.ts';
import { askedOnce } from './asked-once.ts';

const estimate = createEstimateRouter();

/** Longer one way than the other, and counted. */
function counting() {
  const asked: TableRequest[] = [];
  let failures = 0;
  const router: Router = {
    ...estimate,
    async table(request) {
      asked.push(request);
      if (failures-- > 0) throw new RouterError('unavailable', 'away');
      const table = await estimate.table(request);
      const west = request.destinations.map(([lon]) => Math.round(1000 * lon));
      return {
        ...table,
        durations: table.durations.map((seconds, i) => seconds + (west[i % table.columns] as number)),
      };
    },
  };
  const failOnce = () => {
    failures = 1;
  };
  return { router, asked, failOnce };
}

const place = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }))
  .map(([x, y]): LonLat => [5 + x / 50, 48 + y / 50]);
const places = fc.uniqueArray(place, { minLength: 1, maxLength: 8, selector: String });

it('answers from a table that was asked for what it would be told', async () => {
  await fc.assert(
    fc.asyncProperty(places, places, fc.infiniteStream(fc.boolean()), async (sources, destinations, isKept) => {
      const { router, asked } = counting();
      const once = askedOnce(router);
      const some = (all: readonly LonLat[]) => all.filter(() => isKept.next().value === true).toReversed();
      await once.table({ mode: 'car', sources, destinations });
      const part = { mode: 'car', sources: some(sources), destinations: some(destinations) } as const;
      expect(await once.table(part)).toEqual(await router.table(part));
      expect(asked.length).toBe(2);
    }),
  );
});

it('asks anew what another mode, or exactness, was not asked for', async () => {
  const { router, asked } = counting();
  const once = askedOnce(router);
  const request: TableRequest = { mode: 'car', sources: [[5, 48]], destinations: [[5.2, 48]] };
  await once.table(request);
  await once.table({ ...request, mode: 'foot' });
  await once.table({ ...request, exact: true });
  expect(asked.length).toBe(3);
});

it('asks again for part of a table that was not answered', async () => {
  const { router, failOnce } = counting();
  const once = askedOnce(router);
  failOnce();
  const sources: LonLat[] = [
    [5, 48],
    [5.1, 48],
  ];
  await expect(once.table({ mode: 'car', sources, destinations: sources })).rejects.toThrow('away');
  const part = { mode: 'car', sources: sources.slice(1), destinations: sources } as const;
  expect(await once.table(part)).toEqual(await router.table(part));
});
