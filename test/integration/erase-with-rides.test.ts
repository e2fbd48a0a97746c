import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { tellBooking } from '../../src/services/bookings/tell-booking.ts';
import type { Context } from '../../src/services/context.ts';
import { erasePerson } from '../../src/services/people/erase-person.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { setClosed } from '../../src/services/people/set-closed.ts';
import { carpool } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { FIVE_O_CLOCK, linkTo, ONE_O_CLOCK, THERE, workerOf } from '../support/rides.ts';
import { createMember } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let ctx: Context;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  const { id } = await createMember(
    { url: api.url, clock: api.deps.clock },
    { organisationId: 'org_one', role: 'referent' },
  );
  const scopes = new Set(SCOPES_OF_ROLE.referent);
  const actor = {
    kind: 'member',
    id,
    role: 'referent',
    territoryId: 'meuse',
    organisationId: 'org_one',
    scopes,
  } as const;
  ctx = { actor, deps: api.deps };
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

const rides = [FIVE_O_CLOCK, ONE_O_CLOCK];
const somebody = async (firstName: string) =>
  (await openPerson({ ctx, input: { firstName, lastName: 'Quatrepommes', phone: '06 39 98 00 11' } })).id;
const book = (id: string, offerId: string) =>
  bookForPerson({ ctx, input: { beneficiary: { id }, offerId, ...THERE, rides } });
const toDriver = () =>
  owner<{ body: string; about: string }[]>`select body, about_id as about from messages
    where to_address in ('+33639980055', 'conduite@exemple.fr') order by created_at, id`;

it('a file with rides to come goes once they are called off: whoever drives is told, nobody is named, the seats are free', async () => {
  const provider = { name: 'Camille Exemple', phone: '06 39 98 00 55', email: 'conduite@exemple.fr' };
  const offerId: string = (await api.post('/api/offers', carpool({ provider }, { seats: 1 }))).body.id;
  const person = await somebody('Zéphyrine');
  const { bookings } = await book(person, offerId);
  const [out, back] = bookings.map(({ id }) => id);
  await answerBooking({
    ctx: await linkTo(api, owner, String(out)),
    input: { id: null, answer: { answer: 'accept', message: '' } },
  });

  // A name that is not theirs erases nothing, and calls nothing off.
  await expect(erasePerson({ ctx, input: { id: person, confirmation: 'Zoé' } })).rejects.toMatchObject({
    code: 'invalid',
  });
  expect((await owner`select status from bookings order by depart_at`).map(({ status }) => status)).toEqual([
    'confirmed',
    'requested',
  ]);

  await erasePerson({ ctx, input: { id: person, confirmation: 'Zéphyrine Quatrepommes' } });
  expect(await owner`select id from bookings`).toEqual([]);
  expect(await owner`select booking_id from booking_seats`).toEqual([]);
  const told = await toDriver();
  expect(told.filter(({ body, about }) => about === out && /annulé. Ne vous déplacez pas/i.test(body))).not.toEqual([]);
  expect(told.filter(({ body, about }) => about === back && /n’attend plus de réponse/.test(body))).not.toEqual([]);
  for (const { body } of told) expect(body).not.toMatch(/Zéphyrine|Quatrepommes|998 ?00 ?11/);

  // A worker that comes later finds nothing, and tells nobody twice.
  const events = await owner`select event from outbox_events where event->>'type' = 'bookingMoved'`;
  for (const { event } of events) {
    await tellBooking({ ctx: workerOf(api), input: { bookingId: event.bookingId, eventId: event.eventId } });
  }
  expect(await toDriver()).toHaveLength(told.length);

  // The seat is somebody else's now.
  const next = await somebody('Bruno');
  expect((await book(next, offerId)).failed).toEqual([]);
});

it('sent twice it is erased once', async () => {
  const offerId: string = (await api.post('/api/offers', carpool())).body.id;
  const person = await somebody('Amina');
  await book(person, offerId);
  const once: Context = { ...ctx, idempotency: { key: 'erase-amina', requestHash: 'same' } };
  const input = { id: person, confirmation: 'Amina Quatrepommes' };
  await erasePerson({ ctx: once, input });
  await erasePerson({ ctx: once, input });
  await expect(erasePerson({ ctx, input })).rejects.toMatchObject({ code: 'notFound' });
});

it('a file with rides to come is put away once it is said what becomes of them', async () => {
  const provider = { name: 'Camille Exemple', phone: '06 39 98 00 55', email: 'conduite@exemple.fr' };
  const offerId: string = (await api.post('/api/offers', carpool({ provider }))).body.id;
  const statuses = async (person: string) =>
    (await owner`select status from bookings where beneficiary_id = ${person}`).map(({ status }) => status);
  const isClosed = async (person: string) =>
    (await owner`select closed_at from beneficiaries where id = ${person}`)[0]?.closed_at !== null;
  const [left, kept] = [await somebody('Inès'), await somebody('Joël')];
  for (const person of [left, kept]) {
    await book(person, offerId);
    await expect(setClosed({ ctx, input: { id: person, closed: true } })).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'rides', message: expect.stringContaining('2 trajets sont encore à venir') }],
    });
    expect([await isClosed(person), await statuses(person)]).toEqual([false, ['requested', 'requested']]);
  }
  const before = (await toDriver()).length;

  await setClosed({ ctx, input: { id: kept, closed: true, rides: 'keep' } });
  expect([await isClosed(kept), await statuses(kept)]).toEqual([true, ['requested', 'requested']]);
  await setClosed({ ctx, input: { id: left, closed: true, rides: 'callOff' } });
  expect([await isClosed(left), await statuses(left)]).toEqual([true, ['cancelled', 'cancelled']]);
  const told = (await toDriver()).slice(before);
  expect(told.filter(({ body }) => /n’attend plus de réponse/.test(body))).not.toEqual([]);
});
