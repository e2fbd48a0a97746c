import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { archiveOffer } from '../../src/services/archive-offer.ts';
import { bookOwnDraft } from '../../src/services/bookings/book-own-draft.ts';
import { getRideOptions, searchRides } from '../../src/services/bookings/search-rides.ts';
import { letGoOfSearch } from '../../src/services/bookings/watch-search.ts';
import type { Context } from '../../src/services/context.ts';
import { createOffer } from '../../src/services/create-offer.ts';
import { openDraft } from '../../src/services/drafts/open-draft.ts';
import { createMatchMany, followCatalogues } from '../../src/services/match-many.ts';
import { rematchDiagnostics } from '../../src/services/rematch-diagnostics.ts';
import { rematchForgotten, rematchOffers } from '../../src/services/rematch-offers.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { RIDE_FORM } from '../../src/web/booking/ride-form.tsx';
import { carpool } from '../factories/offers.ts';
import { actor } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { letIn, THERE, workerOf } from '../support/rides.ts';

let api: TestApi;
let owner: postgres.Sql;
let catalogues: ReturnType<typeof followCatalogues>;
let program: Context;
let worker: Context;
let visitor: Context;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  catalogues = followCatalogues(api.deps.database, (_territory, { reason }) => {
    throw new Error(reason);
  });
  program = { actor: actor('meuse', { organisationId: 'org_one', id: 'key_all' }), deps: api.deps };
  worker = workerOf(api);
  visitor = { actor: visitorOf('meuse'), deps: api.deps };
});
beforeEach(async () => {
  await owner`delete from bookings`;
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

const drives = async () => (await createOffer({ ctx: program, input: carpool({ visibility: 'public' }) })).id;
const goes = (id: string) => archiveOffer({ ctx: program, input: { id } });

async function search(replaces: string | null = null): Promise<string> {
  const { searchId } = await searchRides({ ctx: visitor, input: THERE, replaces });
  await api.matchNow(searchId);
  await owner`delete from outbox_events`;
  return searchId;
}
const look = (searchId: string) => getRideOptions({ ctx: visitor, input: { searchId, journey: THERE } });
async function seen(searchId: string): Promise<[status: string, offers: string[]]> {
  const { status, options } = await look(searchId);
  return [status, options.map(({ offerId }) => offerId).toSorted()];
}
/** So long ago was it begun, matched and looked at. */
async function minutesPass(searchId: string, minutes: number): Promise<void> {
  const passed = `${minutes} minutes`;
  await owner`update diagnostics set watched_until = watched_until - ${passed}::interval where id = ${searchId}`;
  await owner`update matches set computed_at = computed_at - ${passed}::interval where diagnostic_id = ${searchId}`;
}

/** What the workers do about changes of the catalogue: the searches that are matched again. */
async function follow(): Promise<string[]> {
  await rematchOffers({ ctx: worker });
  await rematchForgotten({ ctx: worker });
  const ids = (await events('rematchWanted')).flatMap(({ diagnosticIds = [] }) => diagnosticIds);
  await rematchDiagnostics({ ctx: worker, input: { diagnosticIds: ids }, matchMany: createMatchMany(catalogues) });
  return ids.toSorted();
}
async function events(type: string): Promise<{ diagnosticId?: string; diagnosticIds?: string[] }[]> {
  const rows = await owner<{ event: { diagnosticId?: string; diagnosticIds?: string[] } }[]>`
    delete from outbox_events where event->>'type' = ${type} returning event`;
  return rows.map(({ event }) => event);
}

describe('a search for rides, when the catalogue changes', () => {
  it('is made again while somebody may be choosing, who is told that an option has gone', async () => {
    const [stays, leaves] = [await drives(), await drives()];
    const searchId = await search();
    expect(await seen(searchId)).toEqual(['ready', [stays, leaves].toSorted()]);
    await minutesPass(searchId, 29);
    await goes(leaves);
    expect(await follow()).toEqual([searchId]);
    expect(await seen(searchId)).toEqual(['ready', [stays]]);
    // The last look counts, not the first.
    await minutesPass(searchId, 29);
    const comes = await drives();
    expect(await follow()).toEqual([searchId]);
    expect(await seen(searchId)).toEqual(['ready', [stays, comes].toSorted()]);
  });

  it('is left as it is where nobody looks any more; whoever comes back waits for what is there now', async () => {
    const [stays, leaves] = [await drives(), await drives()];
    const [left, watched] = [await search(), await search()];
    await minutesPass(left, 30);
    await goes(leaves);
    const comes = await drives();
    expect(await follow()).toEqual([watched]);

    expect(await seen(left)).toEqual(['pending', []]);
    expect(await events('diagnosticRecorded')).toMatchObject([{ diagnosticId: left }]);
    // Looking again and again asks for nothing more.
    expect(await seen(left)).toEqual(['pending', []]);
    expect(await events('diagnosticRecorded')).toEqual([]);
    await api.matchNow(left);
    expect(await seen(left)).toEqual(['ready', [stays, comes].toSorted()]);
    await goes(stays);
    expect(await follow()).toEqual([left, watched].toSorted());
    expect(await seen(left)).toEqual(['ready', [comes]]);
  });

  it('is not made again either where it was asked for before everybody left, and holds up no campaign', async () => {
    const offer = await drives();
    const searchId = await search();
    await goes(offer);
    await rematchOffers({ ctx: worker });
    await minutesPass(searchId, 30);
    const matchMany = createMatchMany(catalogues);
    const { matched } = await rematchDiagnostics({ ctx: worker, input: { diagnosticIds: [searchId] }, matchMany });
    expect(matched).toBe(0);
    await owner`update matches set wanted_at = '2000-01-01'`;
    expect(await rematchForgotten({ ctx: worker })).toBe(0);
    expect(await owner`select done, total from rematch_campaigns where ended_at is not null`).toMatchObject([
      { done: 1, total: 1 },
    ]);
  });

  it('is of no use once it is booked', async () => {
    const offerId = await drives();
    const [booked, other] = [await search(), await search()];
    const { options } = await look(booked);
    const { body } = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE);
    const device = await letIn(api, owner, body.beneficiary.id);
    const { id } = await openDraft({ ctx: device, input: { form: RIDE_FORM, typed: {} } });
    const asked = {
      draftId: id,
      form: RIDE_FORM,
      quotes: options.map(({ quote }) => quote),
      rider: { firstName: 'Amina', phone: '+33639981234', email: null, language: 'fr' },
    };
    const { bookings } = await bookOwnDraft({ ctx: device, input: { ...asked, searchId: booked } });
    expect(bookings).toHaveLength(1);
    await goes(offerId);
    expect((await follow()).filter((id) => id !== body.id)).toEqual([other]);
    // The form that was sent leads elsewhere; nothing breaks for whoever has the page open.
    expect(await seen(booked)).toEqual(['pending', []]);
  });

  it('is of no use once the form has another one, which may be the answer to the same button twice', async () => {
    const offerId = await drives();
    const first = await search();
    const once = { ...visitor, idempotency: { key: 'rides-1', requestHash: 'rides-1' } };
    const both = await Promise.all(
      [1, 2].map(() => searchRides({ ctx: once, input: THERE, replaces: first }).then(({ searchId }) => searchId)),
    );
    const [second = ''] = both;
    expect(both).toEqual([second, second]);
    await api.matchNow(second);
    await goes(offerId);
    expect(await follow()).toEqual([second]);
  });

  it('is nobody else’s to keep or to leave', async () => {
    const offerId = await drives();
    const searchId = await search();
    const elsewhere: Context = { actor: visitorOf('ardennes'), deps: api.deps };
    await letGoOfSearch({ ctx: elsewhere, input: { searchId, because: 'booked' } });
    await api.deps.database.transact(program.actor, ({ rideSearches }) =>
      rideSearches.watch(searchId, { until: '2000-01-01T00:00:00Z' }),
    );
    await goes(offerId);
    expect(await follow()).toEqual([searchId]);
  });
});
