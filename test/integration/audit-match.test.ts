import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOsrmRouter } from '../../geo/osrm.ts';
import type { Router } from '../../geo/router.ts';
import { type Offer, offerInputSchema } from '../../src/domain/catalogue/offer.ts';
import { LISTING } from '../../src/domain/matching/tally.ts';
import { type AuditWish, auditMatch, isAudited } from '../../src/services/audit-match.ts';
import type { Context } from '../../src/services/context.ts';
import { matchDiagnostic } from '../../src/services/match-diagnostic.ts';
import { createMatchMany, followCatalogues } from '../../src/services/match-many.ts';
import { measureOffers } from '../../src/services/measure-offers.ts';
import { createPlaceVectors, type PlaceVectors } from '../../src/services/place-vectors.ts';
import type { OutboxEvent } from '../../src/services/ports.ts';
import { createRoadSurvey } from '../../src/services/road-survey.ts';
import { inTerritory } from '../../workers/in-territory.ts';
import { carpool } from '../factories/offers.ts';
import { actor, diagnosticInput } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type OsrmServer, startOsrmServer } from '../support/osrm-server.ts';
import { until } from '../support/until.ts';

/** A catalogue larger than what is listed whole, on known roads: drivers are ruled out by bounds. */
const OFFERS = LISTING.allUpTo + 20;
let server: OsrmServer;
let router: Router;
let api: TestApi;
let owner: postgres.Sql;
let catalogues: ReturnType<typeof followCatalogues>;
let worker: Context;

beforeAll(async () => {
  server = await startOsrmServer({
    durationSeconds: ([a, b], [c, d]) => Math.round(6000 * Math.hypot(c - a, d - b)),
    behaviour: { dataVersion: '1' },
  });
  router = createOsrmRouter({ urls: { car: server.url, foot: server.url } });
  api = await startApi({ configured: router });
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  catalogues = followCatalogues(api.deps.database, () => {});
  worker = inTerritory({ ...api.deps, survey: createRoadSurvey(api.deps.routers) }, 'meuse');
  const program = actor('meuse', { organisationId: 'org_one' });
  await api.deps.database.transact(program, async ({ offers }) => {
    for (let n = 0; n < OFFERS; n++) {
      // Some pass by in time, more than are told as misses come a little late, the others drive at the other end.
      const isLate = n >= 15 && n < 320;
      const [east, north] = n < 320 ? [(n % 15) / 250, 0] : [0.1, 0.5 + (n % 20) / 100];
      const at = (lon: number, lat: number) => ({ lon: lon + east, lat: lat + north });
      const places = { origin: at(5.5931, 48.7633), destination: at(5.1606, 48.7729), meetingPoints: [] };
      const run = { weekdays: [1, 2, 3, 4, 5], flexibilityMinutes: 15 };
      const trips = [{ ...run, direction: 'outbound', departureTime: isLate ? '04:30' : '04:00' }];
      const input = offerInputSchema.parse(carpool({ title: `Trajet ${n}` }, { ...places, trips }));
      await offers.insert({ ...input, id: `off_${String(n).padStart(5, '0')}`, version: 1 } as Offer);
    }
  });
  expect(await measureOffers({ ctx: worker, input: { limit: 2_000 } })).toBe(OFFERS);
}, 120_000);
beforeEach(async () => {
  await owner`delete from match_audits`;
  await owner`delete from outbox_events`;
});
afterAll(async () => {
  await catalogues?.close();
  await owner?.end();
  await router?.close();
  await server?.close();
  await api?.stop();
});

/** One person matched, with those landmark times; what is wished for then, and what was told. */
async function matched(places: PlaceVectors, auditEvery = 1) {
  const { id } = (await api.post('/api/diagnostics', diagnosticInput)).body;
  const matchMany = createMatchMany(catalogues, places, auditEvery);
  await matchDiagnostic({ ctx: worker, input: { diagnosticId: id, version: 1 }, matchMany });
  const events = await owner<{ event: OutboxEvent }[]>`
    select event from outbox_events where event->>'type' = 'auditWanted'`;
  const [wish] = events.flatMap(({ event }) => (event.type === 'auditWanted' ? [event] : []));
  return { id, wish: wish as AuditWish, told: await told(id) };
}
async function told(id: string): Promise<string[]> {
  const { body } = await api.get(`/api/diagnostics/${id}/matches`);
  return body.matches
    .filter((m: { verdict: string }) => m.verdict !== 'impossible')
    .map((m: { offerId: string }) => m.offerId);
}
const audit = (wish: AuditWish) => auditMatch({ ctx: worker, input: wish, catalogues });
const sums = () => api.deps.database.transact(worker.actor, ({ audits }) => audits.sums());
const health = async () => (await api.get('/health', { key: null })).body.territories[0].audits;

/** Roads seen as if everybody lived an hour and a half farther from everywhere than they do. */
function tooFar(): PlaceVectors {
  const honest = createPlaceVectors();
  return {
    async of(...asked) {
      const timed = await honest.of(...asked);
      if (timed === null) return null;
      const vectors = [...timed.vectors].map(([key, { times, slack }]) => {
        const later = times.map((seconds, k) => (k < times.length / 2 ? seconds + 5_400 : seconds));
        return [key, { times: later, slack }] as const;
      });
      return { ...timed, vectors: new Map(vectors) };
    },
  };
}

describe('a result held against the reference', () => {
  it('agrees with honest bounds, and is counted', async () => {
    const { wish, told: before, id } = await matched(createPlaceVectors());
    expect(before.length).toBeGreaterThan(5);
    expect(await health()).toBeUndefined();
    expect(await audit(wish)).toBe('equal');
    expect(await sums()).toMatchObject({ audited: 1, differing: 0, voided: 0, lastDifference: null });
    expect(await health()).toEqual({ audited: 1, differing: 0 });
    expect(await told(id)).toEqual(before);
  });

  it('differs where a bound ruled out too much: that is counted, and the result is put right', async () => {
    const { told: right } = await matched(createPlaceVectors());
    await owner`delete from outbox_events`;
    const { id, wish, told: before } = await matched(tooFar());
    const lost = right.filter((offerId) => !before.includes(offerId));
    expect(lost).not.toEqual([]);
    const found = await audit(wish);
    if (typeof found === 'string') throw new Error(found);
    expect(found).toMatchObject({ diagnosticId: id, version: 1, what: expect.stringMatching(/^rank/) });
    expect(lost.some((offerId) => found.offerIds.includes(offerId))).toBe(true);
    expect(await told(id)).toEqual(right);
    expect(await sums()).toMatchObject({ audited: 1, differing: 1, voided: 0, lastDifference: found });
    expect(await health()).toEqual({ audited: 1, differing: 1 });
    // Again, should the job come twice: now they agree.
    expect(await audit(wish)).toBe('equal');
  });

  it('leaves a result that another match is storing at that very moment', async () => {
    const { id, wish } = await matched(tooFar());
    const { transact } = api.deps.database;
    const stored = () => transact(worker.actor, ({ matches }) => matches.find(id, 1));
    const before = await stored();
    if (before?.result == null) throw new Error('no result');
    const { result } = before;
    const later = new Date(Date.parse(wish.computedAt) + 1).toISOString();
    let commit = () => {};
    const told = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let isStored = false;
    const match = transact(worker.actor, async ({ matches }) => {
      await matches.saveReady(id, 1, later, result, wish.catalogueVersion);
      isStored = true;
      await told;
    });
    await until(() => isStored);
    // It reads the result that is about to be replaced, and then waits for who replaces it.
    const audited = audit(wish);
    try {
      await until(async () => {
        const waiting = await owner`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return waiting.length > 0;
      }, 30_000);
    } finally {
      commit();
    }
    await match;
    expect(await audited).toMatchObject({ diagnosticId: id });
    const after = await stored();
    expect(after?.computedAt).toBe(later);
    expect(after?.result).toEqual(result);
  });

  it('says nothing once the catalogue, the result or the roads have changed', async () => {
    const { id, wish, told: before } = await matched(tooFar());
    expect(await audit({ ...wish, computedAt: '2026-11-22T08:00:01Z' })).toBe('void');
    server.setBehaviour({ dataVersion: '2' });
    expect(await audit(wish)).toBe('void');
    server.setBehaviour({ dataVersion: '1' });
    await api.patch('/api/offers/off_00900', { title: 'Autre' }, { headers: { 'if-match': '"1"' } });
    expect(await audit(wish)).toBe('void');
    expect(await sums()).toMatchObject({ audited: 0, differing: 0, voided: 3 });
    expect(await told(id)).toEqual(before);
    expect(await audit({ ...wish, diagnosticId: 'dia_none' })).toBe('void');
  });

  it('is wished for where something was ruled out, for one in so many, always the same', async () => {
    expect((await matched(createPlaceVectors(), 0)).wish).toBeUndefined();
    const many = Array.from({ length: 20_000 }, (_, n) => ({ id: `dia_${n}`, version: 1 + (n % 3) }));
    const taken = many.filter((one) => isAudited(one, 200));
    expect(taken.length).toBeGreaterThan(50);
    expect(taken.length).toBeLessThan(200);
    expect(many.filter((one) => isAudited(one, 200))).toEqual(taken);
    expect(many.every((one) => isAudited(one, 1))).toBe(true);
    expect(many.some((one) => isAudited(one, 0))).toBe(false);
  });

  it('is no business of those outside', async () => {
    const { wish } = await matched(createPlaceVectors());
    const ctx = { ...worker, actor: actor('meuse', { organisationId: 'org_one' }) };
    await expect(auditMatch({ ctx, input: wish, catalogues })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
