import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import type { Context } from '../../src/services/context.ts';
import { newDeviceSecret } from '../../src/services/way-in/secrets.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { hashOf, insertRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { linkTo, THERE } from '../support/rides.ts';

let api: TestApi;
let owner: postgres.Sql;
let people = 0;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

/** Somebody who waits for an answer, in a browser that was let in. */
async function waiting() {
  people += 1;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: `B-live-${people}` };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  const secret = newDeviceSecret();
  const now = api.deps.clock.now();
  await insertRow(owner, 'way_ins', {
    territory_id: 'meuse',
    id: `way-live-${people}`,
    kind: 'device',
    token_hash: hashOf(secret),
    beneficiary_id: body.beneficiary.id,
    created_by: 'visitor',
    created_at: now.toString(),
    expires_at: now.add({ hours: 24 * 365 }).toString(),
    last_seen_at: now.toString(),
    retention_class: 'file',
  });
  const offerId = (await api.post('/api/offers', carpool({ visibility: 'public' }))).body.id;
  const scopes = new Set(['bookings:write', 'offers:read'] as const);
  const actor = { kind: 'program', id: 'key', territoryId: 'meuse', organisationId: 'org_one', scopes } as const;
  const ctx: Context = { actor, deps: api.deps };
  const { bookings } = await bookForPerson({
    ctx,
    input: { beneficiary: { id: body.beneficiary.id }, offerId, ...THERE },
  });
  const id = bookings[0]?.id ?? '';
  const open = (path: string, signal?: AbortSignal) =>
    api.app.request(path, { headers: { cookie: `appareil=meuse.${secret}` }, ...(signal ? { signal } : {}) });
  return { id, page: `/fr/mes-trajets/${id}`, open };
}
const answer = async (id: string) =>
  answerBooking({ ctx: await linkTo(api, owner, id), input: { id: null, answer: { answer: 'accept' } } });
const streamOf = (html: string) => /data-live="([^"]+)"/.exec(html)?.[1] ?? null;

it('tells a page that waits for an answer as soon as it comes, once, and ends', async () => {
  const { id, page, open } = await waiting();
  const html = await (await open(page)).text();
  const path = streamOf(html) ?? '';
  expect(path).toBe(`${page}/evenements?version=1`);
  // Without script it looks again by itself; with script it is told.
  expect(html).toMatch(/<noscript><meta http-equiv="refresh" content="60"\/?><\/noscript>/);
  const stream = await open(path);
  expect([stream.status, stream.headers.get('content-type'), stream.headers.get('cache-control')]).toEqual([
    200,
    expect.stringContaining('text/event-stream'),
    expect.stringContaining('no-store'),
  ]);
  const said = stream.text();
  await answer(id);
  expect((await said).match(/event: changed/g)).toHaveLength(1);

  const after = await (await open(page)).text();
  expect([streamOf(after), after.includes('http-equiv="refresh"')]).toEqual([null, false]);
  // Whoever was not told in time is told at once.
  expect(await (await open(path)).text()).toContain('event: changed');
});

it('holds one connection for each person, and none once it is closed', async () => {
  const one = await waiting();
  const other = await waiting();
  const path = (who: typeof one) => `${who.page}/evenements?version=1`;
  const closing = new AbortController();
  const first = await one.open(path(one), closing.signal);
  expect((await one.open(path(one))).status).toBe(429);
  const theirs = await other.open(path(other));
  expect(theirs.status).toBe(200);
  await theirs.body?.cancel();
  await first.body?.cancel();
  await expect
    .poll(async () => {
      const again = await one.open(path(one));
      await again.body?.cancel();
      return again.status;
    })
    .toBe(200);
});

it('tells nobody of a ride that is not theirs', async () => {
  const one = await waiting();
  const other = await waiting();
  expect((await other.open(`${one.page}/evenements?version=1`)).status).toBe(404);
  const stranger = await api.app.request(`${one.page}/evenements?version=1`);
  expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/fr/mes-trajets/entrer']);
});
