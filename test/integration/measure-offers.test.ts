import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import type { LonLat } from '../../geo/router.ts';
import type { Offer } from '../../src/domain/catalogue/offer.ts';
import type { Context } from '../../src/services/context.ts';
import { measureOffers } from '../../src/services/measure-offers.ts';
import { BEFORE_ANYTHING, type RoadSurvey } from '../../src/services/ports.ts';
import { actor, carpoolInput, loanInput } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
let roads = 'roads-1';
let since: string | null = null;
let asked: string[][] = [];
let chosen = 0;
const program = actor('meuse', { organisationId: 'org_one' });
const worker = actor('meuse', { kind: 'system', organisationId: null, id: 'worker' });

/** Two landmarks and 32-bit seconds: what an engine may encode as it likes. */
const survey: RoadSurvey = {
  dataSet: async () => roads,
  async chooseLandmarks({ gazetteer }) {
    chosen++;
    const [a, b] = gazetteer.communes();
    return new Uint8Array(new Float64Array([a?.lon ?? 0, a?.lat ?? 0, b?.lon ?? 0, b?.lat ?? 0]).buffer);
  },
  async measure({ landmarks, offers }) {
    asked.push(offers.map(({ id }) => id));
    const [a, b, c, d] = new Float64Array(new Uint8Array(landmarks).buffer) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const estimate = createEstimateRouter();
    return Promise.all(
      offers.map(async (offer) => {
        const places = placesOf(offer);
        const vectors = await estimate.table({
          mode: 'car',
          sources: places,
          destinations: [
            [a, b],
            [c, d],
          ],
        });
        const own = await estimate.table({ mode: 'car', sources: places, destinations: places });
        return {
          offerId: offer.id,
          offerVersion: offer.version,
          dataSet: roads,
          vectors: new Uint8Array(vectors.durations.buffer),
          own: new Uint8Array(own.durations.buffer),
        };
      }),
    );
  },
};
function placesOf(offer: Offer): LonLat[] {
  if (offer.kind !== 'carpool') throw new Error(`${offer.kind} is not measured`);
  const { origin, destination, meetingPoints } = offer.details;
  return [origin, destination, ...meetingPoints].map(({ lon, lat }): LonLat => [lon, lat]);
}

const context = (more: Partial<Context['deps']> = {}): Context => ({
  actor: worker,
  deps: { ...api.deps, survey, routers: (id) => ({ ...api.deps.routers(id), since }), ...more },
});
const measure = (limit = 500) => measureOffers({ ctx: context(), input: { limit } });
const add = (id: string, input: object = carpoolInput) =>
  api.deps.database.transact(program, ({ offers }) => offers.insert({ ...input, id, version: 1 } as Offer));
const known = async () => {
  const { changed } = await api.deps.database.transact(worker, ({ offers }) =>
    offers.changesSince(BEFORE_ANYTHING, { limit: 100 }),
  );
  return Object.fromEntries(changed.map(({ offer, roads: found }) => [offer.id, found?.dataSet ?? null]));
};

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
});
beforeEach(async () => {
  await owner`delete from offers`;
  await owner`delete from landmark_sets`;
  [roads, since, asked, chosen] = ['roads-1', '2026-11-01T00:00:00Z', [], 0];
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

describe('measuring offers', () => {
  it('takes carpools that were not measured, some at a time, and none twice', async () => {
    for (const n of [1, 2, 3]) await add(`off-${n}`);
    await add('off-loan', loanInput);
    expect([await measure(2), await measure(2), await measure(2)]).toEqual([2, 1, 0]);
    expect(asked).toEqual([['off-1', 'off-2'], ['off-3']]);
    expect(chosen).toBe(1);
    expect(await known()).toEqual({ 'off-1': 'roads-1', 'off-2': 'roads-1', 'off-3': 'roads-1', 'off-loan': null });
    const { changed } = await api.deps.database.transact(worker, ({ offers }) =>
      offers.changesSince(BEFORE_ANYTHING, { limit: 100 }),
    );
    const first = changed.find(({ offer }) => offer.id === 'off-1');
    // Two places, two landmarks; the way from a place to itself is none.
    expect(first?.roads?.vectors).toHaveLength(2 * 2 * 4);
    expect(new Int32Array(new Uint8Array(first?.roads?.own ?? []).buffer)[0]).toBe(0);
  });

  it('goes on past carpools that cannot be read, however many come first', async () => {
    for (const n of [1, 2, 3, 4, 5]) await add(`off-${n}`);
    await owner`update offers set details = '{}' where id in ('off-1', 'off-2', 'off-4')`;
    expect([await measure(2), await measure(2)]).toEqual([2, 0]);
    expect(asked).toEqual([['off-3', 'off-5']]);
  });

  it('measures an offer again in its next version', async () => {
    await add('off-1');
    await measure();
    await api.deps.database.transact(program, ({ offers }) =>
      offers.update({ ...carpoolInput, id: 'off-1', version: 2 } as Offer, 1),
    );
    expect(await known()).toEqual({ 'off-1': null });
    expect(await measure()).toBe(1);
    expect(await known()).toEqual({ 'off-1': 'roads-1' });
  });

  it('measures everything anew on new roads, with landmarks of their own', async () => {
    await add('off-1');
    await add('off-2');
    await measure();
    [roads, since] = ['roads-2', '2026-11-02T00:00:00Z'];
    expect(await measure(1)).toBe(1);
    // What was measured on the old roads is gone with their landmarks.
    expect(await known()).toEqual({ 'off-1': 'roads-2', 'off-2': null });
    expect([await measure(1), await measure(1)]).toEqual([1, 0]);
    expect(chosen).toBe(2);
    const sets = await owner`select data_set from landmark_sets`;
    expect(sets).toEqual([{ data_set: 'roads-2' }]);
  });

  it('of two machines on different roads leaves it to the one whose roads came later', async () => {
    await add('off-1');
    const later = () => {
      [roads, since] = ['roads-2', '2026-11-02T00:00:00Z'];
      return measure();
    };
    const earlier = () => {
      [roads, since] = ['roads-1', '2026-11-01T00:00:00Z'];
      return measure();
    };
    expect([await earlier(), await later(), await earlier(), await later()]).toEqual([1, 1, 0, 0]);
    await add('off-2');
    expect([await earlier(), await later()]).toEqual([0, 1]);
    expect(await known()).toEqual({ 'off-1': 'roads-2', 'off-2': 'roads-2' });
    expect(chosen).toBe(2);
    // The other has done nothing for so long that it may be gone.
    await owner`update offer_roads set measured_at = measured_at - interval '25 hours'`;
    expect(await earlier()).toBe(2);
    expect(await known()).toEqual({ 'off-1': 'roads-1', 'off-2': 'roads-1' });
  });

  it('follows a server that took up other data, and knows not when', async () => {
    await add('off-1');
    expect(await measure()).toBe(1);
    roads = 'roads-2';
    expect(await measure()).toBe(1);
    expect(await known()).toEqual({ 'off-1': 'roads-2' });
  });

  it('keeps nothing of roads that were replaced on the way', async () => {
    await add('off-1');
    const late: RoadSurvey = {
      ...survey,
      async measure(call) {
        const rows = await survey.measure(call);
        return rows.map((row) => ({ ...row, dataSet: 'roads-9' }));
      },
    };
    expect(await measureOffers({ ctx: context({ survey: late }), input: { limit: 5 } })).toBe(0);
    expect(await known()).toEqual({ 'off-1': null });
  });

  it('waits while no real road answers, and where nobody measures', async () => {
    await add('off-1');
    const away: RoadSurvey = { ...survey, dataSet: async () => null };
    expect(await measureOffers({ ctx: context({ survey: away }), input: { limit: 5 } })).toBe(0);
    const { survey: _, ...deps } = context().deps;
    expect(await measureOffers({ ctx: { actor: worker, deps }, input: { limit: 5 } })).toBe(0);
    await expect(measureOffers({ ctx: { ...context(), actor: program }, input: { limit: 5 } })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
