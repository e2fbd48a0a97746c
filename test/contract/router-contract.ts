import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LonLat, type Router, type RouterErrorCode, type Table, UNREACHABLE } from '../../geo/router.ts';

/** What the contract needs to know of the world an adapter was started in. */
export type RouterUnderTest = {
  router: Router;
  /** At least four places, any two joined by a road, no two the same. */
  joined: readonly LonLat[];
  /** A place no road joins to the others, and one without a road near; absent where the adapter reaches everything. */
  islands?: readonly LonLat[];
  stop(): Promise<void>;
};

/** What every adapter of the `Router` port must do: one suite, run on all of them. */
export function describeRouterContract(name: string, start: () => Promise<RouterUnderTest>): void {
  describe(`the router contract, kept by ${name}`, () => {
    let world: RouterUnderTest;
    let router: Router;
    beforeAll(async () => {
      world = await start();
      router = world.router;
    });
    afterAll(async () => {
      await world.router.close();
      await world.stop();
    });

    /** Places of the world by their number, the islands last. */
    const everywhere = () => [...world.joined, ...(world.islands ?? [])];
    const table = (sources: readonly LonLat[], destinations: readonly LonLat[]) =>
      router.table({ mode: 'car', sources, destinations });

    it('gives a rectangle, row by row, of whole seconds and metres, and says where they come from', async () => {
      const [a, b, c, d] = world.joined as [LonLat, LonLat, LonLat, LonLat];
      const answer = await table([a, b], [b, c, d]);
      expect(answer).toMatchObject({ source: router.name, rows: 2, columns: 3 });
      expect(answer.dataSet).not.toBe('');
      expect(answer.durations).toBeInstanceOf(Int32Array);
      expect(answer.distances).toBeInstanceOf(Int32Array);
      expect(answer.durations).toHaveLength(6);
      expect(answer.distances).toHaveLength(6);
      expect(answer.durations[3]).toBe(0);
      const single = await table([b], [d]);
      expect(answer.durations[5]).toBe(single.durations[0]);
      expect(answer.durations[5]).toBeGreaterThan(0);
    });

    it('tells its error as bounds around 1 and its constant as less than any ride', async () => {
      const { errorFactor, fixedSeconds, durations } = await table(world.joined.slice(0, 2), world.joined.slice(2, 4));
      expect(errorFactor[0]).toBeLessThanOrEqual(1);
      expect(errorFactor[1]).toBeGreaterThanOrEqual(1);
      expect(Math.min(...durations)).toBeGreaterThanOrEqual(fixedSeconds);
    });

    it('is 0 from every place to itself, wherever it lies and however often it is asked for', async () => {
      const places = everywhere();
      const { durations, distances, columns } = await table([...places, ...places], [...places, ...places]);
      for (const row of places.keys()) {
        for (const column of [row, row + places.length]) {
          expect(durations[row * columns + column]).toBe(0);
          expect(distances[row * columns + column]).toBe(0);
        }
      }
    });

    it('marks what cannot be reached, both ways and in both tables, and nothing else', async () => {
      const places = everywhere();
      const { durations, distances, columns } = await table(places, places);
      for (const row of places.keys()) {
        for (const column of places.keys()) {
          const apart = row !== column && Math.max(row, column) >= world.joined.length;
          const cell = row * columns + column;
          if (apart) expect([durations[cell], distances[cell]]).toEqual([UNREACHABLE, UNREACHABLE]);
          else expect(durations[cell]).toBeGreaterThanOrEqual(0);
        }
      }
    });

    it('tells a route the times of the table, leg by leg, and null where the table has none', async () => {
      const [a, b, c] = world.joined as [LonLat, LonLat, LonLat];
      const route = await router.route({ mode: 'car', places: [a, b, b, c] });
      const { durations, distances } = await table([a, b], [b, c]);
      expect(route?.legs.map((leg) => leg.durationSeconds)).toEqual([durations[0], 0, durations[3]]);
      expect(route?.legs.map((leg) => leg.distanceMetres)).toEqual([distances[0], 0, distances[3]]);
      expect(route?.durationSeconds).toBe((durations[0] as number) + (durations[3] as number));
      expect(route?.distanceMetres).toBe((distances[0] as number) + (distances[3] as number));
      for (const island of world.islands ?? []) {
        expect(await router.route({ mode: 'car', places: [a, island] })).toBeNull();
        expect((await router.route({ mode: 'car', places: [island, island] }))?.durationSeconds).toBe(0);
      }
    });

    it('gives the same cells however a table is cut, in whatever order and with repeats', async () => {
      const places = everywhere();
      const whole = await table(places, places);
      const someOf = fc.array(fc.nat({ max: places.length - 1 }), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(someOf, someOf, fc.nat({ max: 12 }), async (rows, columns, cut) => {
          const at = (indexes: number[]) => indexes.map((index) => places[index] as LonLat);
          const left = await table(at(rows), at(columns.slice(0, cut)));
          const right = await table(at(rows), at(columns.slice(cut)));
          const expected = rows.map((row) => columns.map((column) => whole.durations[row * places.length + column]));
          expect(joinRows(left, right)).toEqual(expected);
        }),
        { numRuns: 40 },
      );
    });

    it('asks for its turn before each call, gives each back, and answers the same; it makes none where it gets none', async () => {
      const places = everywhere();
      let [taken, under] = [0, 0];
      const turn = async () => {
        taken++;
        under++;
        return () => void under--;
      };
      const asked = { mode: 'car' as const, sources: places, destinations: places };
      const answer = await router.table({ ...asked, turn });
      expect([...answer.durations]).toEqual([...(await router.table(asked)).durations]);
      expect(under).toBe(0);
      // An estimate is no call to anything.
      expect(taken > 0).toBe(router.name !== 'estimate');
      const never = new AbortController();
      const waits = (signal?: AbortSignal) =>
        new Promise<() => void>((_go, reject) => {
          const giveUp = () => reject(signal?.reason);
          if (signal?.aborted) giveUp();
          else signal?.addEventListener('abort', giveUp);
        });
      const waiting = router.table({ ...asked, signal: never.signal, turn: waits });
      never.abort(new Error('nobody came'));
      if (router.name === 'estimate') await waiting.catch(() => {});
      else await expect(waiting).rejects.toThrow('nobody came');
    });

    it('answers an empty table at once', async () => {
      expect(await table([], world.joined)).toMatchObject({ rows: 0, columns: world.joined.length });
      expect((await table(world.joined, [])).durations).toHaveLength(0);
    });

    it('finds the road nearest to a place', async () => {
      const [place] = world.joined as [LonLat];
      const nearest = await router.nearest({ mode: 'car', place });
      expect(nearest?.distanceMetres).toBeLessThan(1_000);
      expect(nearest?.location).toHaveLength(2);
    });

    it('refuses wrong requests, saying which place is wrong', async () => {
      const refused = (message: RegExp) => ({
        code: 'refused' satisfies RouterErrorCode,
        message: expect.stringMatching(message),
      });
      const [a] = world.joined as [LonLat];
      await expect(table([a], [a, [48.77, 148.3]])).rejects.toMatchObject(refused(/place 1 is \[48.77, 148.3\]/));
      await expect(table([[Number.NaN, 0]], [a])).rejects.toMatchObject(refused(/place 0/));
      await expect(router.route({ mode: 'car', places: [a] })).rejects.toMatchObject(refused(/at least 2/));
      await expect(router.nearest({ mode: 'car', place: [0, 91] })).rejects.toMatchObject(refused(/place 0/));
    });

    it('stops with the reason of the signal', async () => {
      const reason = new Error('enough');
      const request = { mode: 'car' as const, sources: world.joined, destinations: world.joined };
      await expect(router.table({ ...request, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });

    it('is well, and names its data', async () => {
      expect(await router.health()).toMatchObject({ name: router.name, ok: true, dataSet: expect.stringMatching(/./) });
    });
  });
}

function joinRows(left: Table, right: Table): number[][] {
  return Array.from({ length: left.rows }, (_, row) => [...rowOf(left, row), ...rowOf(right, row)]);
}

function rowOf(table: Table, row: number): Int32Array {
  return table.durations.subarray(row * table.columns, (row + 1) * table.columns);
}
