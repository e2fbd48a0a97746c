import { deflateRawSync, inflateRawSync } from 'node:zlib';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { answerTime } from '../../src/services/bookings/answer-time.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { prepareOwnRides, writeOwnRides } from '../../src/services/bookings/book-own-rides.ts';
import { cancelBooking } from '../../src/services/bookings/cancel-booking.ts';
import { followBookings } from '../../src/services/bookings/follow-bookings.ts';
import { getBooking } from '../../src/services/bookings/get-booking.ts';
import { listOwnRides } from '../../src/services/bookings/list-bookings.ts';
import { getOwnJourney } from '../../src/services/bookings/own-journey.ts';
import { reportRide } from '../../src/services/bookings/report-ride.ts';
import { getRideOptions, searchRides } from '../../src/services/bookings/search-rides.ts';
import type { Context } from '../../src/services/context.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool, loan } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { FIVE_O_CLOCK, letIn, linkTo, ONE_O_CLOCK, THERE, workerOf } from '../support/rides.ts';

let api: TestApi;
let owner: postgres.Sql;
let people = 0;
let adviser: Context;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 4, onnotice: () => {} });
  adviser = { actor: actorOf('org_one'), deps: api.deps };
});
beforeEach(async () => {
  await owner`update offers set archived_at = now() where archived_at is null`;
  await owner`delete from bookings`;
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

function actorOf(organisationId: string): Context['actor'] {
  const scopes = new Set(['bookings:write', 'bookings:answer', 'offers:read', 'diagnostics:read'] as const);
  return { kind: 'program', id: `key ${organisationId}`, territoryId: 'meuse', organisationId, scopes };
}

async function aPerson(): Promise<{ id: string; reference: string }> {
  people += 1;
  const reference = `B-ride-${people}`;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  return { id: body.beneficiary.id, reference };
}
const anOffer = async (more: Record<string, unknown> = {}, details: Record<string, unknown> = {}): Promise<string> =>
  (await api.post('/api/offers', carpool({ visibility: 'public', ...more }, details))).body.id;

const bookFor = (reference: string, offerId: string, more: Record<string, unknown> = {}) =>
  bookForPerson({ ctx: adviser, input: { beneficiary: { reference }, offerId, ...THERE, ...more } });

async function requested(details: Record<string, unknown> = {}) {
  const person = await aPerson();
  const offerId = await anOffer({}, details);
  const { bookings } = await bookFor(person.reference, offerId);
  const id = bookings[0]?.id ?? '';
  return { person, offerId, id };
}
const statusOf = async (id: string) => (await owner`select status, reason from bookings where id = ${id}`)[0];
const seatsHeld = async () => (await owner`select count(*)::int as held from booking_seats where holding`)[0]?.held;

describe('a ride is searched, promised and asked for', () => {
  it('by the person, with what the engine found and nothing else', async () => {
    const offerId = await anOffer();
    await anOffer(
      { title: 'Trop tard' },
      { trips: [{ direction: 'outbound', weekdays: [3], departureTime: '09:00', flexibilityMinutes: 5 }] },
    );
    await api.post('/api/offers', loan({ visibility: 'public' }));
    const journey = { ...THERE, rides: [FIVE_O_CLOCK, ONE_O_CLOCK] };
    const visitor: Context = { actor: visitorOf('meuse'), deps: api.deps };
    const { searchId } = await searchRides({ ctx: visitor, input: journey });
    await api.matchNow(searchId);
    const found = await getRideOptions({ ctx: visitor, input: { searchId, journey } });
    expect(found.options.map((option) => [option.offerId, option.rides.length])).toEqual([[offerId, 2]]);
    const [option] = found.options;
    expect(option?.rides[0]?.arrives.time).toMatch(/^04:[0-5]\d$/);
    expect((option?.rides[0]?.arrives.time ?? '') <= '04:50').toBe(true);
    expect((option?.rides[1]?.departs.time ?? '') >= '13:00').toBe(true);

    // Nothing of the driver's own is told to whoever looks: neither street nor name.
    expect(JSON.stringify({ ...option, quote: '' })).not.toMatch(/Fleurs|Camille|03 00/);

    const person = await aPerson();
    const device = await letIn(api, owner, person.id);
    await owner`update beneficiaries set purge_after = ${api.deps.clock.now().add({ hours: 24 }).toString()}
      where id = ${person.id}`;
    const prepared = await prepareOwnRides(device, { quote: option?.quote, rider: { firstName: 'Amina 🌻 أمينة' } });
    const asked = await api.deps.database.transact(device.actor, (stores) => writeOwnRides(device, stores, prepared));
    expect(asked.failed).toEqual([]);
    expect(asked.bookings.map(({ status, bookedBy }) => [status, bookedBy])).toEqual([
      ['requested', 'person'],
      ['requested', 'person'],
    ]);
    const { coming } = await listOwnRides({ ctx: device });
    expect(coming.map(({ departs }) => departs)).toEqual(option?.rides.map(({ departs }) => departs));
    expect(await seatsHeld()).toBe(2);
    expect(JSON.stringify(coming)).not.toMatch(/Fleurs|Camille|03 00/);
    // Whoever rides is not forgotten, though no professional had to do with it.
    const [file] = await owner<{ kept: string }[]>`select retention_class || ' ' ||
      extract(day from purge_after - ${api.deps.clock.now().toString()}::timestamptz) as kept
      from beneficiaries where id = ${person.id}`;
    expect(file?.kept).toBe('file 731');
    // Sent twice it is one.
    const again = await api.deps.database.transact(device.actor, (stores) => writeOwnRides(device, stores, prepared));
    expect(again.bookings.map(({ id }) => id)).toEqual(asked.bookings.map(({ id }) => id));
    expect(await seatsHeld()).toBe(2);
  });

  it('not on a promise that somebody else signed, that is of another territory, or too old', async () => {
    await anOffer();
    const visitor: Context = { actor: visitorOf('meuse'), deps: api.deps };
    const { searchId } = await searchRides({ ctx: visitor, input: THERE });
    await api.matchNow(searchId);
    const found = await getRideOptions({ ctx: visitor, input: { searchId, journey: THERE } });
    const quote = found.options[0]?.quote ?? '';
    const device = await letIn(api, owner, (await aPerson()).id);
    const [text = '', signature = ''] = quote.split('.');
    const told = inflateRawSync(Buffer.from(text, 'base64url')).toString();
    expect(told).toContain('"priceCents":200');
    const cheaper = deflateRawSync(told.replace('"priceCents":200', '"priceCents":100')).toString('base64url');
    await expect(prepareOwnRides(device, { quote: `${cheaper}.${signature}` })).rejects.toMatchObject({
      code: 'invalid',
    });
    const elsewhere = { ...device, actor: { ...device.actor, territoryId: 'ardennes' } };
    await expect(prepareOwnRides(elsewhere, { quote })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is told, and not asked for, when the offer has changed since', async () => {
    const offerId = await anOffer();
    const visitor: Context = { actor: visitorOf('meuse'), deps: api.deps };
    const { searchId } = await searchRides({ ctx: visitor, input: THERE });
    await api.matchNow(searchId);
    const found = await getRideOptions({ ctx: visitor, input: { searchId, journey: THERE } });
    await api.patch(`/api/offers/${offerId}`, { details: { pricePerRideCents: 900 } });
    const device = await letIn(api, owner, (await aPerson()).id);
    const prepared = await prepareOwnRides(device, { quote: found.options[0]?.quote });
    const asked = await api.deps.database.transact(device.actor, (stores) => writeOwnRides(device, stores, prepared));
    expect([asked.bookings.length, asked.failed.map(({ code }) => code)]).toEqual([0, ['changed']]);
  });

  it('never by a device that lets nobody in', async () => {
    await anOffer();
    const visitor: Context = { actor: visitorOf('meuse', 'f'.repeat(64)), deps: api.deps };
    await expect(listOwnRides({ ctx: visitor })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('by a professional for somebody, whose name is kept beside it', async () => {
    const { id } = await requested();
    const [row] = await owner`select booked_by, organisation_id, answer_due_at from bookings where id = ${id}`;
    expect(row).toMatchObject({ booked_by: 'key org_one', organisation_id: 'org_one' });
  });

  it('says the rule that fails, the date that is past, and what is no ride', async () => {
    const { reference } = await aPerson();
    const offerId = await anOffer();
    const late = { rides: [{ ...FIVE_O_CLOCK, at: '09:00' }] };
    await expect(bookFor(reference, offerId, late)).rejects.toMatchObject({ code: 'invalid' });
    const past = { rides: [{ ...FIVE_O_CLOCK, date: '2026-11-20' }] };
    await expect(bookFor(reference, offerId, past)).rejects.toMatchObject({ code: 'invalid' });
    const loanId = (await api.post('/api/offers', loan())).body.id;
    await expect(bookFor(reference, loanId)).rejects.toMatchObject({ code: 'invalid' });
    await expect(bookFor('B-nobody', offerId)).rejects.toMatchObject({ code: 'notFound' });
    expect(await seatsHeld()).toBe(0);
  });
});

describe('a whole rota', () => {
  it('is asked for in one go, each date on its own: full dates are listed', async () => {
    const offerId = await anOffer({}, { seats: 1 });
    const first = await aPerson();
    await bookFor(first.reference, offerId);
    const second = await aPerson();
    const dates = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-28'];
    const rides = dates.map((date) => ({ ...FIVE_O_CLOCK, date }));
    const found = await bookFor(second.reference, offerId, { rides });
    expect(found.bookings.map(({ date }) => date)).toEqual(['2026-11-24', '2026-11-26']);
    // A Saturday, on which nobody drives.
    expect(found.failed.map(({ date, code }) => [date, code])).toEqual([
      ['2026-11-25', 'seat'],
      ['2026-11-28', 'weekday'],
    ]);
    expect(found.bookings.every(({ groupId }) => groupId === found.groupId)).toBe(true);
  });
});

describe('one seat', () => {
  it('is given to exactly one of two hundred at once, and nothing is left of the others', async () => {
    const offerId = await anOffer({}, { seats: 1 });
    const all = await Promise.all(Array.from({ length: 20 }, aPerson));
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        bookFor(all[n % 20]?.reference ?? '', offerId).then(
          ({ bookings }) => bookings[0]?.beneficiaryId,
          (error: { code?: string; message: string; cause?: unknown }) =>
            error.code ?? `${error.message} ${error.cause}`,
        ),
      ),
    );
    const winners = new Set(answers.filter((one) => one?.startsWith('ben')));
    expect(winners.size).toBe(1);
    expect(new Set(answers.filter((one) => !one?.startsWith('ben')))).toEqual(new Set(['conflict']));
    expect(await seatsHeld()).toBe(1);
    const [{ rows } = {}] = await owner`select count(*)::int as rows from bookings`;
    expect(rows).toBe(1);
  }, 120_000);
});

describe('whoever is asked', () => {
  it('is told communes before the answer, then the meeting point and a first name, then communes again', async () => {
    const { person, offerId } = await requested();
    const { bookings } = await bookFor(person.reference, offerId, {
      rides: [{ ...FIVE_O_CLOCK, date: '2026-11-26' }],
      rider: { firstName: 'Amina' },
    });
    const id = bookings[0]?.id ?? '';
    const link = await linkTo(api, owner, id);
    const before = await getBooking({ ctx: link, input: { id: null } });
    expect(before).toMatchObject({
      side: 'provider',
      from: 'Commercy',
      to: 'Bar-le-Duc',
      firstName: null,
      pickUp: null,
    });
    await answerBooking({ ctx: link, input: { id: null, answer: { answer: 'accept' } } });
    expect(await statusOf(id)).toMatchObject({ status: 'confirmed' });
    const after = await getBooking({ ctx: link, input: { id: null } });
    expect(after).toMatchObject({ status: 'confirmed', firstName: 'Amina' });
    const rider = await getBooking({ ctx: await letIn(api, owner, person.id), input: { id } });
    expect(rider.offer.provider).toMatchObject({ name: 'Camille Exemple', phone: '03 00 00 00 00' });
    // Twice is told, and changes nothing.
    await expect(answerBooking({ ctx: link, input: { id: null, answer: { answer: 'accept' } } })).rejects.toMatchObject(
      {
        code: 'conflict',
      },
    );
  });

  it('refuses with a reason: the seat is free again', async () => {
    const { id } = await requested();
    const link = await linkTo(api, owner, id);
    const refuse = (more: object) =>
      answerBooking({ ctx: link, input: { id: null, answer: { answer: 'refuse', ...more } } });
    await expect(refuse({})).rejects.toMatchObject({ code: 'invalid' });
    await expect(refuse({ reason: 'other' })).rejects.toMatchObject({ code: 'invalid' });
    await refuse({ reason: 'notAvailable' });
    expect(await statusOf(id)).toEqual({ status: 'refused', reason: 'notAvailable' });
    expect(await seatsHeld()).toBe(0);
  });

  it('proposes another time, which the person takes or not', async () => {
    const { person, id } = await requested();
    const link = await linkTo(api, owner, id);
    const device = await letIn(api, owner, person.id);
    const propose = (departAt: string) =>
      answerBooking({ ctx: link, input: { id: null, answer: { answer: 'proposeTime', departAt } } });
    await propose('04:00');
    expect((await getBooking({ ctx: device, input: { id } })).proposal).toMatchObject({ time: '04:00' });
    // Nobody takes it for the person.
    await expect(answerBooking({ ctx: link, input: { id: null, answer: { answer: 'accept' } } })).rejects.toMatchObject(
      {
        code: 'conflict',
      },
    );
    await answerTime({ ctx: device, input: { id, accept: true } });
    const ride = await getBooking({ ctx: device, input: { id } });
    expect(ride).toMatchObject({ status: 'confirmed', proposal: null, departs: { date: '2026-11-25', time: '04:00' } });
    expect(await seatsHeld()).toBe(1);
  });

  it('cannot answer for another ride, nor read one by its id', async () => {
    const one = await requested();
    const other = await requested();
    const link = await linkTo(api, owner, one.id);
    await expect(getBooking({ ctx: link, input: { id: other.id } })).rejects.toMatchObject({ code: 'notFound' });
    await expect(
      answerBooking({ ctx: link, input: { id: other.id, answer: { answer: 'accept' } } }),
    ).rejects.toMatchObject({ code: 'notFound' });
    expect(await statusOf(other.id)).toMatchObject({ status: 'requested' });
  });
});

describe('a person', () => {
  it('sees and calls off their own rides alone', async () => {
    const mine = await requested();
    const theirs = await requested();
    const device = await letIn(api, owner, mine.person.id);
    await expect(getBooking({ ctx: device, input: { id: theirs.id } })).rejects.toMatchObject({ code: 'notFound' });
    await expect(cancelBooking({ ctx: device, input: { id: theirs.id } })).rejects.toMatchObject({ code: 'notFound' });
    await cancelBooking({ ctx: device, input: { id: mine.id } });
    expect(await statusOf(mine.id)).toMatchObject({ status: 'cancelled', reason: 'plansChanged' });
    expect(await seatsHeld()).toBe(1);
    await expect(
      answerBooking({ ctx: device, input: { id: mine.id, answer: { answer: 'accept' } } }),
    ).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('whose device was ended sees nothing any more', async () => {
    const { person, id } = await requested();
    const device = await letIn(api, owner, person.id);
    await owner`update way_ins set revoked_at = now() where beneficiary_id = ${person.id}`;
    await expect(getBooking({ ctx: device, input: { id } })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('a provider that is gone meanwhile', () => {
  it('leaves what was promised as it was told, and no other hour of it', async () => {
    const { person, offerId, id } = await requested({ seats: 1 });
    const other = await requested();
    const device = await letIn(api, owner, person.id);
    const link = await linkTo(api, owner, id);
    await answerBooking({ ctx: link, input: { id: null, answer: { answer: 'proposeTime', departAt: '04:00' } } });
    await api.remove(`/api/offers/${offerId}`);
    await expect(answerTime({ ctx: device, input: { id, accept: true } })).rejects.toMatchObject({ code: 'conflict' });
    expect(await statusOf(id)).toMatchObject({ status: 'requested' });
    expect((await getBooking({ ctx: device, input: { id } })).offer.title).not.toBe('');
    await answerTime({ ctx: device, input: { id, accept: false } });
    expect(await statusOf(id)).toMatchObject({ status: 'refused', reason: 'timeDeclined' });

    const theirs = await letIn(api, owner, other.person.id);
    await api.remove(`/api/offers/${other.offerId}`);
    const theirLink = await linkTo(api, owner, other.id);
    await answerBooking({ ctx: theirLink, input: { id: null, answer: { answer: 'accept' } } });
    expect(await getBooking({ ctx: theirs, input: { id: other.id } })).toMatchObject({ status: 'confirmed' });
    await cancelBooking({ ctx: theirs, input: { id: other.id } });
    expect(await seatsHeld()).toBe(0);
  });
});

describe('a hundred bookings a minute', () => {
  it('of one person end where nobody could ride them all, and nothing is held beyond', async () => {
    const { person, offerId, id } = await requested({ seats: 8 });
    await owner`insert into bookings select (jsonb_populate_record(b, jsonb_build_object('id', 'bkg_' || n,
      'depart_at', b.depart_at + n * interval '1 minute'))).* from bookings b, generate_series(1, 118) n where b.id = ${id}`;
    const asked = await bookFor(person.reference, offerId, {
      rides: ['2026-11-26', '2026-11-27'].map((date) => ({ ...FIVE_O_CLOCK, date })),
    });
    expect([asked.bookings.length, asked.failed.map(({ code }) => code)]).toEqual([1, ['tooMany']]);
    expect(await seatsHeld()).toBe(2);
    await expect(bookFor(person.reference, offerId, { rides: [ONE_O_CLOCK] })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('a ride that is asked for again', () => {
  it('comes back as it did, not as it was called off, nor from another shift', async () => {
    const person = await aPerson();
    const offerId = await anOffer();
    const ask = async (direction: 'outbound' | 'return', date: string, at: string) => {
      const { bookings } = await bookFor(person.reference, offerId, { rides: [{ direction, date, at }] });
      await owner`update bookings set ${owner({ status: 'confirmed' })} where id = ${bookings[0]?.id ?? ''}`;
      return bookings[0]?.id ?? '';
    };
    const wishesOf = async (id: string) => {
      const { rides } = await getOwnJourney({ ctx: await letIn(api, owner, person.id), input: { id, alone: false } });
      return rides.map(({ date, at }) => `${date} ${at}`);
    };
    const out = await ask('outbound', '2026-11-25', '04:50');
    const first = await ask('return', '2026-11-25', '13:00');
    await owner`update bookings set status = 'cancelled', depart_from = '2026-11-25T10:00Z' where id = ${first}`;
    expect(await wishesOf(out)).toEqual(['2026-11-25 04:50', '2026-11-25 11:00']);
    const back = await ask('return', '2026-11-25', '13:00');
    expect(await wishesOf(out)).toEqual(['2026-11-25 04:50', '2026-11-25 13:00']);
    // A week that turns: in the afternoon of the day before, at dawn on the next.
    await owner`insert into bookings select (jsonb_populate_record(b, jsonb_build_object('id', 'bkg_before',
      'depart_at', b.depart_at - interval '15 hours', 'arrive_by', b.arrive_by - interval '15 hours'))).*
      from bookings b where id = ${out}`;
    expect(await wishesOf(back)).toEqual(['2026-11-25 04:50', '2026-11-25 13:00']);
  });
});

describe('time', () => {
  it('reminds halfway, lets lapse what nobody answered, and takes a silent ride for done', async () => {
    const asked = await requested();
    const kept = await requested();
    await answerBooking({ ctx: await linkTo(api, owner, kept.id), input: { id: null, answer: { answer: 'accept' } } });
    const worker = workerOf(api);
    expect(await followBookings({ ctx: worker })).toEqual({ asked: 0, lapsed: 0, completed: 0 });
    api.moveClock({ hours: 13 });
    expect(await followBookings({ ctx: worker })).toEqual({ asked: 1, lapsed: 0, completed: 0 });
    expect(await followBookings({ ctx: worker })).toEqual({ asked: 0, lapsed: 0, completed: 0 });
    api.moveClock({ hours: 24 });
    expect(await followBookings({ ctx: worker })).toEqual({ asked: 0, lapsed: 1, completed: 0 });
    expect(await statusOf(asked.id)).toEqual({ status: 'refused', reason: 'noAnswer' });
    expect(await seatsHeld()).toBe(1);
    const link = await linkTo(api, owner, kept.id);
    await expect(reportRide({ ctx: link, input: { id: null, outcome: 'done' } })).rejects.toMatchObject({
      code: 'conflict',
    });
    api.moveClock({ hours: 24 * 6 });
    expect(await followBookings({ ctx: worker })).toEqual({ asked: 0, lapsed: 0, completed: 1 });
    expect(await statusOf(kept.id)).toMatchObject({ status: 'done' });
    api.moveClock({ hours: -(13 + 24 + 24 * 6) });
  });
});
