import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { createDatabase } from '../../src/db/client.ts';
import { archiveOffer } from '../../src/services/archive-offer.ts';
import { changeOffer } from '../../src/services/change-offer.ts';
import type { Context } from '../../src/services/context.ts';
import { createOffer } from '../../src/services/create-offer.ts';
import { getMatches } from '../../src/services/get-matches.ts';
import { createMatchMany, followCatalogues, type MatchMany } from '../../src/services/match-many.ts';
import { createOpenDiagnostics } from '../../src/services/open-diagnostics.ts';
import { createPlaceVectors } from '../../src/services/place-vectors.ts';
import type { Actor } from '../../src/services/ports.ts';
import { recordDiagnostic } from '../../src/services/record-diagnostic.ts';
import { giveUpRematch, rematchDiagnostics } from '../../src/services/rematch-diagnostics.ts';
import { rematchForgotten, rematchOffers } from '../../src/services/rematch-offers.ts';
import { reviseDiagnostic } from '../../src/services/revise-diagnostic.ts';
import { startTrial } from '../../src/services/start-trial.ts';
import { BAR_LE_DUC, carpool, loan } from '../factories/offers.ts';
import { actor, diagnosticInput, insertRow, loanRow, rowsOf, seatRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
let database: ReturnType<typeof createDatabase>;
let catalogues: ReturnType<typeof followCatalogues>;
let matchMany: MatchMany;
let program: Context;
let worker: Context;
let visitor: Context;

const nightShift = {
  ...diagnosticInput,
  job: {
    ...diagnosticInput.job,
    cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 5, start: '21:00', end: '05:00' }] },
  },
};

/** At the other end of the department. */
const STENAY = { lon: 5.1867, lat: 49.4906, commune: '55502' };
const elsewhere = { ...diagnosticInput.job, lon: 5.3833, lat: 49.5167, commune: '55502' };

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  database = api.deps.database as ReturnType<typeof createDatabase>;
  catalogues = followCatalogues(database, (_territory, { reason }) => {
    throw new Error(reason);
  });
  matchMany = createMatchMany(catalogues);
  const as = (who: Actor): Context => ({ actor: who, deps: api.deps });
  program = as(actor('meuse', { organisationId: 'org_one', id: 'key_all' }));
  worker = as(actor('meuse', { kind: 'system', organisationId: null, id: 'worker' }));
  visitor = as(
    actor('meuse', {
      kind: 'visitor',
      organisationId: null,
      id: 'visitor',
      scopes: new Set(['diagnostics:read', 'offers:read']),
    }),
  );
});
beforeEach(async () => {
  // Each test starts with an empty catalogue, nobody, and everything looked at.
  await owner`delete from vehicle_loans`;
  await owner`delete from booking_seats`;
  await owner`delete from bookings`;
  await owner`delete from vehicles`;
  await owner`delete from diagnostics`;
  await owner`delete from offers`;
  await rematchOffers({ ctx: worker });
  await owner`delete from rematch_campaigns`;
  await owner`delete from outbox_events`;
});
afterAll(async () => {
  await catalogues?.close();
  await owner?.end();
  await api?.stop();
});

async function recorded(input: unknown = diagnosticInput): Promise<string> {
  const { id } = await recordDiagnostic({ ctx: program, input });
  await api.matchNow(id);
  return id;
}
async function trial(): Promise<string> {
  const { id } = await startTrial({ ctx: visitor, input: diagnosticInput });
  await api.matchNow(id);
  return id;
}
/** What the relay would make jobs of, and forgets: batches of ids. */
async function jobs(): Promise<{ diagnosticIds: string[]; trial: boolean }[]> {
  const events = await owner<{ event: { diagnosticIds: string[]; trial: boolean } }[]>`
    delete from outbox_events where event->>'type' = 'rematchWanted' returning event`;
  return events.map(({ event: { diagnosticIds, trial } }) => ({ diagnosticIds: diagnosticIds.toSorted(), trial }));
}
const plan = () => rematchOffers({ ctx: worker });
const rematch = (...diagnosticIds: string[]) =>
  rematchDiagnostics({ ctx: worker, input: { diagnosticIds }, matchMany });
const matchOf = async (id: string) => {
  const matches = await getMatches({ ctx: program, input: { diagnosticId: id } });
  return { ...matches, told: matches.matches.filter((m) => m.verdict !== 'impossible').map((m) => m.offerId) };
};
const rowOf = async (id: string) =>
  (await owner`select * from matches where diagnostic_id = ${id} order by version desc limit 1`)[0];
const drives = (more = {}) => createOffer({ ctx: program, input: carpool({}, { maxDetourMinutes: 60, ...more }) });

describe('a change of the catalogue', () => {
  it('is followed for the diagnostics it can concern, and for no other', async () => {
    const [early, night] = [await recorded(), await recorded(nightShift)];
    const untouched = await rowOf(night);
    const offer = await drives();
    expect(await plan()).toEqual({ offers: 1, diagnostics: 1 });
    expect(await jobs()).toEqual([{ diagnosticIds: [early], trial: false }]);

    // Until it is made again the old result is there, and says so.
    expect(await matchOf(early)).toMatchObject({ status: 'ready', told: [], rematching: true });
    expect(await rematch(early)).toEqual({ matched: 1 });
    expect(await matchOf(early)).toMatchObject({ status: 'ready', told: [offer.id], rematching: false });
    expect(await rowOf(night)).toEqual(untouched);
  });

  it('concerns nobody whose ways lie far from a driver’s, and whoever lies on them', async () => {
    const [near, far] = [await recorded(), await recorded({ ...diagnosticInput, home: STENAY, job: elsewhere })];
    const untouched = await rowOf(far);
    const offer = await drives({ maxDetourMinutes: 10 });
    const kept = { open: createOpenDiagnostics(), nearness: { catalogues, places: createPlaceVectors() } };
    expect(await rematchOffers({ ctx: worker, kept })).toEqual({ offers: 1, diagnostics: 1 });
    expect(await jobs()).toEqual([{ diagnosticIds: [near], trial: false }]);
    await rematch(near);
    expect((await matchOf(near)).told).toEqual([offer.id]);
    expect(await rowOf(far)).toEqual(untouched);
    // Whoever moves is looked at where they live now.
    await reviseDiagnostic({
      ctx: program,
      input: { id: far, patch: { home: diagnosticInput.home, job: { commune: null, ...diagnosticInput.job } } },
    });
    await api.matchNow(far, 2);
    await owner`delete from outbox_events`;
    await changeOffer({ ctx: program, input: { id: offer.id, patch: { details: { maxDetourMinutes: 20 } } } });
    expect(await rematchOffers({ ctx: worker, kept })).toEqual({ offers: 1, diagnostics: 2 });
    expect(await jobs()).toEqual([{ diagnosticIds: [near, far].sort(), trial: false }]);
  });

  it('is looked at once, and nothing is matched twice for it', async () => {
    const id = await recorded();
    await drives();
    const both = await Promise.all([plan(), plan()]);
    expect(both.reduce((sum, { diagnostics }) => sum + diagnostics, 0)).toBe(1);
    expect(await plan()).toEqual({ offers: 0, diagnostics: 0 });
    expect((await jobs()).flatMap(({ diagnosticIds }) => diagnosticIds)).toEqual([id]);
    const matched = await Promise.all([rematch(id), rematch(id), rematch(id)]);
    expect(matched.reduce((sum, one) => sum + one.matched, 0)).toBe(1);
    expect(await rematch(id)).toEqual({ matched: 0 });
  });

  it('is one with those that came with it: a burst asks once', async () => {
    const ids = [await recorded(), await recorded(), await recorded()].sort();
    const offers = [];
    for (let n = 0; n < 6; n++) offers.push(await drives());
    await changeOffer({ ctx: program, input: { id: offers[0]?.id ?? '', patch: { title: 'Autre' } } });
    expect(await plan()).toEqual({ offers: 6, diagnostics: 3 });
    expect(await jobs()).toEqual([{ diagnosticIds: ids, trial: false }]);
    expect(await rematch(...ids)).toEqual({ matched: 3 });
    for (const id of ids) expect((await matchOf(id)).told).toHaveLength(6);
  });

  it('concerns those whose result tells of the offer, whatever became of it', async () => {
    const offer = await drives();
    const [id, night] = [await recorded(), await recorded(nightShift)];
    await plan();
    await jobs();
    const { told } = await matchOf(id);
    expect(told).toEqual([offer.id]);
    // Its new hours suit neither; the result of the first tells of it all the same.
    const trips = [{ direction: 'outbound', weekdays: [3], departureTime: '18:00' }];
    await changeOffer({ ctx: program, input: { id: offer.id, patch: { details: { trips } } } });
    expect(await plan()).toEqual({ offers: 1, diagnostics: 1 });
    await rematch(id, night);
    expect((await matchOf(id)).told).toEqual([]);

    const other = await drives();
    await plan();
    await rematch(id);
    await jobs();
    await archiveOffer({ ctx: program, input: { id: other.id } });
    expect(await plan()).toEqual({ offers: 1, diagnostics: 1 });
    expect(await jobs()).toEqual([{ diagnosticIds: [id], trial: false }]);
    await rematch(id);
    expect((await matchOf(id)).told).toEqual([]);
  });

  it('is also that an offer is full, or free again', async () => {
    const offer = await createOffer({
      ctx: program,
      input: loan({}, { units: 1, requiredLicence: null, deskHours: [] }),
    });
    const id = await recorded({ ...diagnosticInput, means: { ...diagnosticInput.means, depositCents: 100_000 } });
    await plan();
    await jobs();
    expect((await matchOf(id)).told).toEqual([offer.id]);
    await owner`delete from outbox_events`;

    await insertRow(owner, 'vehicles', {
      territory_id: 'meuse',
      id: 'veh-1',
      offer_id: offer.id,
      label: 'Voiture',
      vehicle_type: 'car',
      status: 'available',
      organisation_id: 'org_one',
      created_at: '2026-11-22T08:00:00Z',
      updated_at: '2026-11-22T08:00:00Z',
    });
    await insertRow(
      owner,
      'vehicle_loans',
      loanRow('meuse', { offer_id: offer.id, period: '[2026-12-01,2027-06-30]' }),
    );
    // The database itself leaves word, whoever took the vehicle.
    expect(await owner`select event from outbox_events`).toEqual([{ event: { type: 'catalogueChanged' } }]);
    expect(await plan()).toEqual({ offers: 1, diagnostics: 1 });
    await rematch(id);
    expect((await matchOf(id)).told).toEqual([]);

    await owner`update vehicle_loans set status = 'cancelled'`;
    expect(await plan()).toEqual({ offers: 1, diagnostics: 1 });
    await rematch(id);
    expect((await matchOf(id)).told).toEqual([offer.id]);
  });

  it('is a seat taken, too', async () => {
    const offer = await drives({ seats: 1 });
    const id = await recorded();
    await plan();
    await jobs();
    const served = async () => (await matchOf(id)).matches[0]?.coverage.served;
    const before = await served();
    const [, person] = rowsOf('meuse').find(([table]) => table === 'beneficiaries') ?? [];
    await insertRow(owner, 'beneficiaries', { ...person, organisation_id: 'org_one', reference: 'SEAT' });
    const [, booking] = rowsOf('meuse').find(([table]) => table === 'bookings') ?? [];
    await insertRow(owner, 'bookings', {
      ...booking,
      offer_id: offer.id,
      organisation_id: null,
      provider_organisation_id: null,
      date: '2026-12-07',
    });
    await insertRow(owner, 'booking_seats', seatRow('meuse', { offer_id: offer.id, date: '2026-12-07' }));
    expect(await plan()).toEqual({ offers: 1, diagnostics: 1 });
    await rematch(id);
    expect(await served()).toBeLessThan(before ?? 0);
    await owner`delete from bookings`;
    await owner`delete from beneficiaries where reference = 'SEAT'`;
  });

  it('concerns a trial where the public sees the offer, after those whom somebody accompanies', async () => {
    const [file, nameless] = [await recorded(), await trial()];
    await createOffer({ ctx: program, input: carpool({ visibility: 'territory' }, { maxDetourMinutes: 60 }) });
    await plan();
    expect(await jobs()).toEqual([{ diagnosticIds: [file], trial: false }]);
    await rematch(file);
    await drives();
    await plan();
    expect(await jobs()).toEqual([
      { diagnosticIds: [file], trial: false },
      { diagnosticIds: [nameless], trial: true },
    ]);
  });

  it('concerns nobody whose appointments are over', async () => {
    const goal = { type: 'interview', place: BAR_LE_DUC, dates: [{ date: '2026-11-24', arriveBy: '09:00' }] };
    const { id } = await recordDiagnostic({ ctx: program, input: { home: diagnosticInput.home, goal } });
    await api.matchNow(id);
    api.moveClock({ hours: 96 });
    await drives();
    expect((await plan()).diagnostics).toBe(0);
  });

  it('leaves no line in the audit, and one result for each version', async () => {
    const id = await recorded();
    const audit = async () => (await owner`select count(*)::int as n from audit_entries`)[0]?.n;
    await drives();
    const before = await audit();
    await plan();
    await rematch(id);
    expect(await audit()).toBe(before);
    expect(await owner`select version from matches where diagnostic_id = ${id}`).toHaveLength(1);
  });
});

describe('what may go wrong', () => {
  it('a result made on an older catalogue, stored after the change was looked at, is made again', async () => {
    const id = await recorded();
    const [before] = await owner<
      { version: number }[]
    >`select version::int from catalogue_versions where territory_id = 'meuse'`;
    const stored = await database.transact(worker.actor, ({ matches }) => matches.find(id, 1));
    if (stored?.result == null) throw new Error('no result');
    const { result } = stored;
    await drives({ maxDetourMinutes: 1 });
    await plan();
    await rematch(id);
    await jobs();
    // As if a match that began before the change ended now.
    await database.transact(worker.actor, ({ matches }) =>
      matches.saveReady(id, 1, '2026-11-22T08:00:00Z', result, before?.version),
    );
    expect((await matchOf(id)).rematching).toBe(true);
    expect(await rematchForgotten({ ctx: worker })).toBe(1);
    expect(await jobs()).toEqual([{ diagnosticIds: [id], trial: false }]);
    await rematch(id);
    expect((await matchOf(id)).rematching).toBe(false);
  });

  it('each result of a job is stored before the next one is made', async () => {
    const ids = [await recorded(), await recorded()].toSorted();
    await drives();
    await plan();
    const waiting: boolean[][] = [];
    const watched: MatchMany = ({ onMatched, ...call }) =>
      matchMany({
        ...call,
        async onMatched(one) {
          await onMatched(one);
          waiting.push(await Promise.all(ids.map(async (id) => (await matchOf(id)).rematching === true)));
        },
      });
    await rematchDiagnostics({ ctx: worker, input: { diagnosticIds: ids }, matchMany: watched });
    expect(waiting).toEqual([
      [false, true],
      [false, false],
    ]);
  });

  it('a job that is lost is made again after a while, and not before', async () => {
    const id = await recorded();
    await drives();
    await plan();
    await jobs();
    expect(await rematchForgotten({ ctx: worker })).toBe(0);
    api.moveClock({ minutes: 11 });
    expect(await rematchForgotten({ ctx: worker })).toBe(1);
    expect(await jobs()).toEqual([{ diagnosticIds: [id], trial: false }]);
    expect(await rematchForgotten({ ctx: worker })).toBe(0);
  });

  it('a first match under way is left to its own job', async () => {
    const { id } = await recordDiagnostic({ ctx: program, input: diagnosticInput });
    await drives();
    expect(await plan()).toEqual({ offers: 1, diagnostics: 0 });
    expect(await jobs()).toEqual([]);
    await api.matchNow(id);
    expect(await matchOf(id)).toMatchObject({ rematching: false });
    expect(await rematchForgotten({ ctx: worker })).toBe(0);
  });

  it('a diagnostic revised meanwhile is matched in its new version by its own job', async () => {
    const id = await recorded();
    await drives();
    await plan();
    await reviseDiagnostic({ ctx: program, input: { id, patch: { means: { maxWalkMinutes: 20 } } } });
    expect(await rematch(id)).toEqual({ matched: 0 });
    const [campaign] = (await database.transact(program.actor, ({ rematching }) => rematching.progress(1))).campaigns;
    expect(campaign?.total).toBe(1);
    await rematchForgotten({ ctx: worker });
    const [after] = (await database.transact(program.actor, ({ rematching }) => rematching.progress(1))).campaigns;
    expect(after).toMatchObject({ done: 1, endedAt: expect.any(String) });
  });

  it('one that cannot be matched keeps the others from nothing, and its old result when it is given up', async () => {
    const [good, bad] = [await recorded(), await recorded()];
    const offer = await drives();
    await plan();
    await jobs();
    const failing: MatchMany = (call) => {
      if (call.records.some(({ id }) => id === bad)) throw new Error('no way');
      return matchMany(call);
    };
    const input = { diagnosticIds: [good, bad] };
    await expect(rematchDiagnostics({ ctx: worker, input, matchMany: failing })).rejects.toThrow('no way');
    expect((await matchOf(good)).told).toEqual([offer.id]);
    expect(await matchOf(bad)).toMatchObject({ status: 'ready', told: [], rematching: true });
    await giveUpRematch({ ctx: worker, input });
    expect(await jobs()).toEqual([{ diagnosticIds: [bad], trial: false }]);
    await giveUpRematch({ ctx: worker, input: { diagnosticIds: [bad] } });
    expect(await matchOf(bad)).toMatchObject({ status: 'ready', told: [], rematching: false });
    expect(await jobs()).toEqual([]);
    const [campaign] = (await database.transact(program.actor, ({ rematching }) => rematching.progress(1))).campaigns;
    expect(campaign).toMatchObject({ total: 2, done: 2, endedAt: expect.any(String) });
  });

  it('of a job that was given up with nothing done, each gets a job of its own, and only what is alone is given up', async () => {
    const [one, two, visitors] = [await recorded(), await recorded(), await trial()];
    const offer = await drives();
    await plan();
    await jobs();
    await giveUpRematch({ ctx: worker, input: { diagnosticIds: [one, two, visitors] } });
    const alone = await jobs();
    expect(alone).toHaveLength(3);
    expect(alone).toEqual(
      expect.arrayContaining([
        { diagnosticIds: [one], trial: false },
        { diagnosticIds: [two], trial: false },
        { diagnosticIds: [visitors], trial: true },
      ]),
    );
    await giveUpRematch({ ctx: worker, input: { diagnosticIds: [one] } });
    expect(await rematch(one, two)).toEqual({ matched: 1 });
    expect((await matchOf(two)).told).toEqual([offer.id]);
  });

  it('facts that are none any more concern nobody else', async () => {
    const [good, broken] = [await recorded(), await recorded()];
    await owner`update diagnostic_versions set facts = '{}' where diagnostic_id = ${broken}`;
    await drives();
    expect((await plan()).diagnostics).toBe(1);
    expect(await rematch(good, broken)).toEqual({ matched: 1 });
  });
});

describe('progress', () => {
  it('is told by the API to whoever keeps the catalogue, and the result says that it is being made again', async () => {
    const id = await recorded();
    await drives();
    await plan();
    const { body } = await api.get('/api/rematching');
    expect(body.campaigns).toEqual([
      {
        id: expect.any(Number),
        reason: 'catalogue',
        offers: 1,
        total: 1,
        done: 0,
        startedAt: expect.any(String),
        endedAt: null,
      },
    ]);
    expect((await api.get(`/api/diagnostics/${id}/matches`)).body).toMatchObject({ status: 'ready', rematching: true });
    await rematch(id);
    expect((await api.get('/api/rematching')).body.campaigns).toMatchObject([{ done: 1, endedAt: expect.any(String) }]);
    expect((await api.get(`/api/diagnostics/${id}/matches`)).body.rematching).toBe(false);
    expect((await api.get('/api/rematching', { key: 'reader' })).status).toBe(403);
    expect((await api.get('/api/rematching', { key: null })).status).toBe(401);
    expect((await api.get('/api/rematching', { key: 'neighbour' })).body.campaigns).toEqual([]);
  });

  it('is on the page of a trial, with the result there was', async () => {
    const id = await trial();
    const page = async () => (await api.app.request(`/pro/essai/${id}`)).text();
    expect(await page()).not.toContain('Le catalogue a changé');
    await drives();
    await plan();
    const changed = await page();
    expect(changed).toMatch(/Le catalogue a changé\s: résultat en cours de mise à jour\./);
    expect(changed).toContain('id="rides"');
    await rematch(id);
    expect(await page()).not.toContain('Le catalogue a changé');
  });
});
