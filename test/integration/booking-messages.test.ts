import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { cancelBooking } from '../../src/services/bookings/cancel-booking.ts';
import { changeBooking } from '../../src/services/bookings/change-booking.ts';
import { followBookings } from '../../src/services/bookings/follow-bookings.ts';
import { getBooking } from '../../src/services/bookings/get-booking.ts';
import { remindRides } from '../../src/services/bookings/remind-rides.ts';
import { rideLinkHash } from '../../src/services/bookings/ride-link.ts';
import { tellBooking } from '../../src/services/bookings/tell-booking.ts';
import type { Context } from '../../src/services/context.ts';
import { followUp } from '../../src/services/follow-up.ts';
import { sendMessage } from '../../src/services/messages/send-message.ts';
import { SmsError } from '../../src/services/ports/messages.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { letIn, linkTo, THERE, workerOf } from '../support/rides.ts';
import { createMember } from '../support/sign-in.ts';

const LINA = { first_name: 'Lina', last_name: 'Morel', phone: '06 39 98 00 01', email: 'lina@exemple.invalid' };
const DRIVER = { name: 'Camille Exemple', phone: '06 39 98 11 11', email: 'camille@example.org' };
const SECRET_HOME = { ...THERE.home, label: '4 rue du Secret' };

let api: TestApi;
let owner: postgres.Sql;
let claire: { id: string; email: string; ctx: Context };
let people = 0;
let events = 0;
let moved = 0;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  const member = await createMember(
    { url: api.url, clock: api.deps.clock },
    { organisationId: 'org_one', role: 'mobilityAdvisor', displayName: 'Claire Thomas' },
  );
  const role = 'mobilityAdvisor' as const;
  const scopes = new Set(SCOPES_OF_ROLE[role]);
  const actor = {
    kind: 'member' as const,
    territoryId: 'meuse',
    organisationId: 'org_one',
    scopes,
    id: member.id,
    role,
  };
  claire = { id: member.id, email: member.email, ctx: { actor, deps: api.deps } };
});
beforeEach(async () => {
  api.moveClock({ minutes: -moved });
  moved = 0;
  await owner`delete from bookings`;
  await owner`delete from messages`;
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

function wait(hours: number) {
  const minutes = Math.round(hours * 60);
  moved += minutes;
  api.moveClock({ minutes });
}

async function booked(identity: Record<string, unknown> = LINA, more: Record<string, unknown> = {}) {
  people += 1;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: `B-told-${people}` };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  const beneficiaryId: string = body.beneficiary.id;
  await owner`update beneficiary_identities set ${owner(identity)} where beneficiary_id = ${beneficiaryId}`;
  const { provider = DRIVER, details = {}, ...asked } = more;
  const offerId = (await api.post('/api/offers', carpool({ provider }, details as Record<string, unknown>))).body.id;
  const { bookings } = await bookForPerson({
    ctx: claire.ctx,
    input: { beneficiary: { id: beneficiaryId }, offerId, ...THERE, home: SECRET_HOME, ...asked },
  });
  const [booking] = bookings;
  if (booking === undefined) throw new Error('Nothing was booked.');
  return { id: booking.id, booking, beneficiaryId };
}

/** What the relay and the workers do: news is written, then what is due is sent. */
async function deliver() {
  const ctx = workerOf(api);
  const [letters, texts] = [api.letters.length, api.texts.length];
  await writeNews();
  const waiting = await owner<
    { id: string }[]
  >`select id from messages where status = 'waiting' order by created_at, id`;
  for (const { id } of waiting) await sendMessage({ ctx, input: { messageId: id } });
  return {
    sms: api.texts.slice(texts).map(({ to, text }) => ({ to, text })),
    mails: api.letters.slice(letters),
  };
}
const change = (id: string, patch: unknown, ctx = claire.ctx) => changeBooking({ ctx, input: { id, patch } });
const toOf = (messages: readonly { to: string }[]) => messages.map(({ to }) => to).toSorted();
const LINA_SMS = '+33639980001';
const DRIVER_SMS = '+33639981111';

function byLink(text: string): Context {
  const token = /http:\/\/localhost\/t\/meuse\/(\S+)/.exec(text)?.[1] ?? '';
  return { actor: visitorOf('meuse', rideLinkHash(token) ?? ''), deps: api.deps };
}

it('asks whoever drives by mail and SMS, each with a link of its own, and says communes only', async () => {
  const { id } = await booked();
  const { sms, mails } = await deliver();
  expect([toOf(sms), toOf(mails)]).toEqual([[DRIVER_SMS], [DRIVER.email]]);
  const texts = [sms[0]?.text ?? '', mails[0]?.text ?? ''];
  for (const text of texts) {
    expect(text).toMatch(/mercredi 25 novembre à [34] h \d\d, de Commercy à Bar-le-Duc/);
    expect(text).toMatch(/Répondez avant le lundi 23 novembre à 9 h 00/);
    expect(text).not.toMatch(/Secret|Lina|Morel|06 39 98 00 01|Structure|emploi/);
    const seen = await getBooking({ ctx: byLink(text), input: { id: null } });
    expect([seen.id, seen.side, seen.from, seen.firstName]).toEqual([id, 'provider', 'Commercy', null]);
    expect((await api.app.request(/\/t\/meuse\/\S+/.exec(text)?.[0] ?? '')).status).toBe(200);
  }
  expect(new Set(texts.map((text) => /\/t\/meuse\/(\S+)/.exec(text)?.[1])).size).toBe(2);
  // The token is nowhere kept, and leads nowhere a day after the ride.
  const [row] =
    await owner`select link_hashes::text as hashes, link_expires_at - arrive_at = interval '24 hours' as a_day from bookings`;
  expect(row?.a_day).toBe(true);
  for (const text of texts) expect(row?.hashes).not.toContain(/\/t\/meuse\/(\S+)/.exec(text)?.[1]);
  wait(24 * 4);
  await expect(getBooking({ ctx: byLink(texts[0] ?? ''), input: { id: null } })).rejects.toMatchObject({
    code: 'notFound',
  });
});

it('tells one event once, however often and by however many workers', async () => {
  const { id } = await booked();
  const [event] = await owner<{ event: { bookingId: string; eventId: number } }[]>`
    select event from outbox_events where event->>'bookingId' = ${id}`;
  const ctx = workerOf(api);
  const input = event?.event ?? { bookingId: '', eventId: 0 };
  await Promise.all([1, 2, 3].map(() => tellBooking({ ctx, input })));
  await tellBooking({ ctx, input });
  const [row] = await owner`select count(*)::int as n from messages`;
  expect(row?.n).toBe(2);
  const [links] = await owner`select cardinality(link_hashes) as n from bookings where id = ${id}`;
  expect(links?.n).toBe(2);
  await deliver();
  await expect(tellBooking({ ctx: claire.ctx, input })).rejects.toMatchObject({ code: 'forbidden' });
});

it('tells the person when and where once it is accepted, never the job; who drives gets the way to the place', async () => {
  const { id, booking } = await booked();
  const asked = await deliver();
  await changeBookingByLink(asked.sms[0]?.text ?? '', { answer: 'accept' });
  const { sms, mails } = await deliver();
  expect([toOf(sms), toOf(mails)]).toEqual([
    [LINA_SMS, DRIVER_SMS].toSorted(),
    [DRIVER.email, claire.email].toSorted(),
  ]);
  const told = sms.find(({ to }) => to === LINA_SMS)?.text ?? '';
  expect(told).toMatch(/Départ mercredi 25 novembre à [34] h \d\d/);
  // Where whoever drives lives is told on the page, not in an SMS.
  expect([booking.ride?.pickUp, told]).toEqual(['3 rue des Fleurs', expect.stringContaining('au lieu convenu')]);
  expect(told).toContain('http://localhost/fr/mes-trajets');
  expect(told).toContain(DRIVER.phone);
  expect(told).not.toMatch(/Secret|Lina|Structure|Bar-le-Duc|emploi/);
  const adviser = mails.find(({ to }) => to === claire.email);
  expect(adviser?.text).toMatch(/\/pro\/personnes\/ben_/);
  expect(JSON.stringify(adviser)).not.toMatch(/Lina|Morel|Commercy/);
  const kept = await owner`select to_address, body from messages where about_id = ${id}`;
  expect(kept.every(({ to_address, body }) => to_address === null && body === null)).toBe(true);
});

it('names the place where that is public: a meeting point, or that of a structure', async () => {
  const station = { label: 'Gare de Commercy', lon: 5.5931, lat: 48.7633 };
  const [point, structure] = [
    await booked(LINA, { details: { meetingPoints: [station], origin: station } }),
    await booked(LINA, { provider: { ...DRIVER, siret: '12345678900099' } }),
  ];
  for (const { id } of [point, structure]) await change(id, { status: 'confirmed' });
  const { sms } = await deliver();
  const told = sms.filter(({ to, text }) => to === LINA_SMS && text.includes('Départ')).map(({ text }) => text);
  expect(told.toSorted((a, b) => (a.includes('Gare') ? -1 : b.includes('Gare') ? 1 : 0))).toEqual([
    expect.stringContaining('Gare de Commercy'),
    expect.stringContaining('3 rue des Fleurs'),
  ]);
});

it.each([
  ['en', /You leave Wednesday,? 25 November at 0[34]:\d\d/],
  ['ar', /الأربعاء، 25 نوفمبر الساعة \u20660[34]:\d\d\u2069/],
  ['uk', /середа, 25 листопада, 0[34]:\d\d/],
  ['falc', /Départ : mercredi 25 novembre à [34] h \d\d/],
])('writes in the language of whoever rides: %s', async (language, said) => {
  const { id } = await booked(LINA, { rider: { language } });
  await change(id, { status: 'confirmed' });
  const { sms } = await deliver();
  const text = sms.find(({ to }) => to === LINA_SMS)?.text ?? '';
  expect(text).toMatch(said);
  expect(text).toContain(`http://localhost/${language}/mes-trajets`);
});

it('tells a refusal, another time, and the answer to it', async () => {
  const first = await booked();
  await deliver();
  await change(first.id, { status: 'refused', reason: 'hours', message: 'Secret du conducteur' });
  const refused = await deliver();
  expect(toOf(refused.sms)).toEqual([LINA_SMS]);
  expect(refused.sms[0]?.text).toMatch(/n'est pas possible.*mes-trajets/);
  expect(refused.sms[0]?.text).not.toContain('Secret');

  const second = await booked();
  const asked = await deliver();
  await changeBookingByLink(asked.sms[0]?.text ?? '', { answer: 'proposeTime', departAt: '03:50' });
  const proposed = await deliver();
  expect([toOf(proposed.sms), toOf(proposed.mails)]).toEqual([[LINA_SMS], [claire.email]]);
  expect(proposed.sms[0]?.text).toContain('3 h 50');
  // Halfway, it is the person who is waited for.
  wait(13);
  await followBookings({ ctx: workerOf(api) });
  const reminded = await deliver();
  expect([toOf(reminded.sms), toOf(reminded.mails)]).toEqual([[], []]);
  // In the morning, while it may still be answered.
  wait(10.5);
  expect(toOf((await deliver()).sms)).toEqual([LINA_SMS]);
  expect(second.id).not.toBe(first.id);
});

it('reminds whoever does not answer, then says no to the person and lets the driver off', async () => {
  await booked();
  await deliver();
  wait(12);
  await followBookings({ ctx: workerOf(api) });
  // It is nine in the evening: the mail leaves, the SMS waits.
  const halfway = await deliver();
  expect([toOf(halfway.sms), toOf(halfway.mails)]).toEqual([[], [DRIVER.email]]);
  expect(halfway.mails[0]?.subject).toMatch(/^Rappel/);
  wait(11);
  expect(toOf((await deliver()).sms)).toEqual([DRIVER_SMS]);
  wait(1);
  await followBookings({ ctx: workerOf(api) });
  const over = await deliver();
  expect(toOf(over.sms)).toEqual([LINA_SMS, DRIVER_SMS].toSorted());
  expect(toOf(over.mails)).toEqual([DRIVER.email, claire.email].toSorted());
});

it('gives the person their own time for another hour, and reminds them in the middle of it', async () => {
  await booked();
  const asked = await deliver();
  // Nine in the evening: whoever drives is reminded, and answers half an hour later.
  wait(12);
  await followBookings({ ctx: workerOf(api) });
  await deliver();
  wait(0.5);
  await changeBookingByLink(asked.sms[0]?.text ?? '', { answer: 'proposeTime', departAt: '03:50' });
  await followBookings({ ctx: workerOf(api) });
  expect(toOf((await deliver()).sms)).toEqual([]);
  wait(10.5);
  // Eight in the morning: told once, though the half of the driver's time is long over.
  expect(await followBookings({ ctx: workerOf(api) })).toMatchObject({ asked: 0, lapsed: 0 });
  expect(toOf((await deliver()).sms)).toEqual([LINA_SMS]);
  wait(7);
  expect(await followBookings({ ctx: workerOf(api) })).toMatchObject({ asked: 1, lapsed: 0 });
  const again = await deliver();
  expect([toOf(again.sms), again.sms[0]?.text.includes('3 h 50')]).toEqual([[LINA_SMS], true]);
});

it('does not send in the morning what is no more: a cancellation overtakes what is held', async () => {
  const { id } = await booked();
  await deliver();
  wait(14);
  await change(id, { status: 'confirmed' });
  expect(toOf((await deliver()).sms)).toEqual([]);
  await change(id, { status: 'cancelled', reason: 'illness' });
  await deliver();
  wait(10);
  const { sms } = await deliver();
  expect(toOf(sms)).toEqual([LINA_SMS, DRIVER_SMS].toSorted());
  for (const { text } of sms) expect(text).toContain('annulé');
});

it('does not say yes in the morning to whoever called it off at night, nor ask again whoever has answered', async () => {
  const { id, beneficiaryId } = await booked();
  await deliver();
  // Eleven at night.
  wait(14);
  await change(id, { status: 'confirmed' });
  await deliver();
  await change(id, { status: 'cancelled' }, await letIn(api, owner, beneficiaryId));
  await deliver();
  wait(10);
  const morning = await deliver();
  expect(toOf(morning.sms)).toEqual([DRIVER_SMS]);
  expect(morning.sms[0]?.text).toContain('annulé');

  // Nine in the morning again, then nine in the evening and a minute: the reminder is held, and the mail is read at once.
  await booked();
  const asked = await deliver();
  wait(12);
  await followBookings({ ctx: workerOf(api) });
  await deliver();
  await changeBookingByLink(asked.sms[0]?.text ?? '', { answer: 'refuse', reason: 'hours' });
  await deliver();
  wait(12);
  expect(toOf((await deliver()).sms)).toEqual([LINA_SMS]);
});

it('wakes nobody for a ride they never said yes to', async () => {
  const { id } = await booked();
  await deliver();
  // Half past eleven at night; the ride is at five.
  wait(24 * 2 + 14.5);
  await change(id, { status: 'cancelled' });
  const night = await deliver();
  expect(toOf(night.sms)).toEqual([LINA_SMS]);
  expect(night.mails.find(({ to }) => to === DRIVER.email)?.text).toContain('n’attend plus de réponse');
});

it('does not wait for the morning with a cancellation when the ride is at five', async () => {
  const { id } = await booked();
  await change(id, { status: 'confirmed' });
  await deliver();
  // The night before, at half past eleven.
  wait(24 * 2 + 14.5);
  await changeAsDriver(id, 'vehicleBroken');
  const { sms } = await deliver();
  expect(toOf(sms)).toEqual([LINA_SMS]);
  expect(sms[0]?.text).toContain('annulé');
});

it('tells somebody discreet only that there is something, in their hours, and has them called where that is too late', async () => {
  const evening = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '18:00', to: '20:00' }];
  const identity = { ...LINA, discreet: true, safe_hours: owner.json(evening) };
  const { id, beneficiaryId } = await booked(identity);
  await change(id, { status: 'confirmed' });
  expect(toOf((await deliver()).sms)).not.toContain(LINA_SMS);
  wait(9.5);
  const { sms } = await deliver();
  expect(sms).toEqual([{ to: LINA_SMS, text: 'Du nouveau pour vous : http://localhost/fr/mes-trajets' }]);
  wait(24 * 2 + 4);
  await changeAsDriver(id, 'vehicleBroken');
  expect(toOf((await deliver()).sms)).toEqual([]);
  const calls = await owner`select reason from call_backs where beneficiary_id = ${beneficiaryId}`;
  expect(calls.map(({ reason }) => reason)).toEqual(['Prévenir la personne : son trajet est annulé.']);
});

it('writes a mail to whoever has no mobile phone, and has called whoever has neither', async () => {
  const mail = await booked({ ...LINA, phone: '03 29 45 00 00' });
  await change(mail.id, { status: 'confirmed' });
  const { sms, mails } = await deliver();
  expect(toOf(sms)).toEqual([DRIVER_SMS]);
  expect(mails.find(({ to }) => to === LINA.email)?.text).toContain(`/fr/mes-trajets/${mail.id}`);
  const neither = await booked({ ...LINA, phone: null, email: null });
  await change(neither.id, { status: 'confirmed' });
  await deliver();
  const calls = await owner`select reason, member_id from call_backs where beneficiary_id = ${neither.beneficiaryId}`;
  expect(calls).toMatchObject([{ reason: 'Prévenir la personne : son trajet est confirmé.', member_id: claire.id }]);
});

it('writes to the number of the file, whatever number is typed with a ride: it may be somebody else’s', async () => {
  const typed = (id: string) => owner`update bookings set booked_by = 'person',
    rider = rider || '{"phone": "06 39 98 77 77", "email": "autre@exemple.invalid"}' where id = ${id}`;
  const { id } = await booked();
  await typed(id);
  await change(id, { status: 'confirmed' });
  expect(toOf((await deliver()).sms)).toEqual([LINA_SMS, DRIVER_SMS].toSorted());
  const unreached = await booked({ ...LINA, phone: null, email: null });
  await typed(unreached.id);
  await change(unreached.id, { status: 'confirmed' });
  const { sms, mails } = await deliver();
  expect([toOf(sms), toOf(mails)]).toEqual([[DRIVER_SMS], [DRIVER.email]]);
  const calls = await owner`select reason from call_backs where beneficiary_id = ${unreached.beneficiaryId}`;
  expect(calls.map(({ reason }) => reason)).toEqual(['Prévenir la personne : son trajet est confirmé.']);
});

it('has whoever drives called where nothing can be written to them, of what they do not know yet', async () => {
  const provider = { name: 'Transport du Val', phone: '03 53 01 00 12' };
  const { id, beneficiaryId } = await booked(LINA, { provider });
  const calls = async () =>
    (await owner`select reason, member_id from call_backs where beneficiary_id = ${beneficiaryId}`)
      .map(({ reason, member_id }) => [
        /^Appeler (?:vite )?qui conduit(?:, | : )(.*?)(?:,| :)/.exec(reason)?.[1],
        member_id,
      ])
      .toSorted();
  const { sms, mails } = await deliver();
  expect([sms, mails]).toEqual([[], []]);
  const first = ['et noter la réponse', claire.id];
  expect(await calls()).toEqual([first]);
  // They answer whoever calls; the person says yes to it by themselves.
  await change(id, { departAt: '03:50' });
  await deliver();
  expect(await calls()).toEqual([first]);
  await change(id, { acceptTime: true }, await letIn(api, owner, beneficiaryId));
  await deliver();
  const second = ['la personne prend l’autre heure', claire.id];
  expect(await calls()).toEqual([first, second]);
  await change(id, { status: 'cancelled' });
  await deliver();
  expect(await calls()).toEqual([first, second, ['le trajet est annulé', claire.id]]);
});

it('tells the person at once that nobody came, and only the adviser that the person did not', async () => {
  const [one, two] = [await booked(), await booked()];
  for (const { id } of [one, two]) await change(id, { status: 'confirmed' });
  await deliver();
  // A quarter past five in the morning.
  wait(24 * 2 + 20.25);
  await change(one.id, { status: 'noShow', who: 'driver' });
  const absent = await deliver();
  expect([toOf(absent.sms), toOf(absent.mails)]).toEqual([[LINA_SMS], [claire.email]]);
  expect(absent.sms[0]?.text).toMatch(/personne n'est venu.*mes-trajets/);
  await change(two.id, { status: 'noShow', who: 'person' });
  const missed = await deliver();
  expect([toOf(missed.sms), toOf(missed.mails)]).toEqual([[], [claire.email]]);
});

it('reminds both sides the evening before, a ride at five too, once, and nobody of a ride that is not', async () => {
  const { id } = await booked();
  const off = await booked();
  for (const one of [id, off.id]) await change(one, { status: 'confirmed' });
  await change(off.id, { status: 'cancelled' });
  await booked();
  await deliver();
  const remind = () => remindRides({ ctx: workerOf(api) });
  // Tuesday at 16:55, 17:00 and 20:00 there.
  wait(24 * 2 + 7 + 55 / 60);
  expect(await remind()).toBe(0);
  wait(5 / 60);
  const runs = await Promise.all([remind(), remind(), remind()]);
  expect(runs.reduce((sum, n) => sum + n, 0)).toBe(1);
  expect(await remind()).toBe(0);
  const { sms, mails } = await deliver();
  expect([toOf(sms), toOf(mails)]).toEqual([[LINA_SMS, DRIVER_SMS].toSorted(), [DRIVER.email]]);
  expect(sms.find(({ to }) => to === LINA_SMS)?.text).toMatch(/demain, départ mercredi 25 novembre à [34] h/);
  wait(3);
  await owner`delete from idempotency_keys`;
  expect(await remind()).toBe(0);
});

it('lets what fails for one ride keep no other waiting, nor what else falls due', async () => {
  const [first, second] = [await booked(), await booked()];
  for (const { id } of [first, second]) await change(id, { status: 'confirmed' });
  const [bad, good] = [first.id, second.id].toSorted() as [string, string];
  await deliver();
  await owner.unsafe(`create function fails() returns trigger language plpgsql as $$ begin
      if new.dedupe_key like '%${bad}%' then raise exception 'broken row'; end if; return new; end $$;
    create trigger fails before insert on messages for each row execute function fails()`);
  wait(24 * 2 + 8);
  await expect(followUp({ ctx: workerOf(api) })).rejects.toThrow('broken row');
  const told = await owner`select distinct about_id from messages where dedupe_key like '%reminder%'`;
  expect(told.map(({ about_id }) => about_id)).toEqual([good]);
  await owner`drop function fails cascade`;
  expect(await followUp({ ctx: workerOf(api) })).toMatchObject({ ridesReminded: 1, appointments: 0 });

  wait(24 * 4);
  await owner.unsafe(`create function fails() returns trigger language plpgsql as $$ begin
      if new.id = '${bad}' then raise exception 'broken row'; end if; return new; end $$;
    create trigger fails before update on bookings for each row execute function fails()`);
  await expect(followUp({ ctx: workerOf(api) })).rejects.toThrow('broken row');
  const states = await owner`select id, status from bookings`;
  expect(Object.fromEntries(states.map(({ id, status }) => [id, status]))).toEqual({
    [bad]: 'confirmed',
    [good]: 'done',
  });
  await owner`drop function fails cascade`;
});

it('tells whoever booked for themselves, and nobody’s adviser but where something went wrong', async () => {
  const { id, beneficiaryId } = await booked();
  await owner`update bookings set organisation_id = null, booked_by = 'person' where id = ${id}`;
  await change(id, { status: 'confirmed' });
  expect(toOf((await deliver()).mails)).toEqual([DRIVER.email]);
  const device = await letIn(api, owner, beneficiaryId);
  await change(id, { status: 'cancelled' }, device);
  const { sms, mails } = await deliver();
  expect([toOf(sms), toOf(mails)]).toEqual([[DRIVER_SMS], [DRIVER.email]]);
});

/** The SMS that wait, sent while the provider does not answer, or refuses. */
async function tryInVain({ refused = false } = {}): Promise<void> {
  const send = () => Promise.reject(new SmsError(refused ? 'http-400' : 'http-503', { refused }));
  const ctx = { ...workerOf(api), deps: { ...api.deps, sms: { ...api.deps.sms, send } } };
  const waiting = await owner<{ id: string }[]>`
    select id from messages where status = 'waiting' and channel = 'sms' order by created_at, id`;
  for (const { id } of waiting) await sendMessage({ ctx, input: { messageId: id } });
}
/** News is written, and nothing is sent yet. */
async function writeNews(): Promise<void> {
  const news = await owner<{ id: number; event: { bookingId: string; eventId: number } }[]>`
    select id::int, event from outbox_events where event->>'type' = 'bookingMoved' and id > ${events} order by id`;
  for (const { id, event } of news) {
    await tellBooking({ ctx: workerOf(api), input: event });
    events = Math.max(events, id);
  }
}
const callsOf = async (beneficiaryId: string) =>
  (
    await owner`select reason from call_backs where beneficiary_id = ${beneficiaryId} and done_at is null order by reason`
  ).map(({ reason }) => String(reason));

describe('a message that does not reach the person in time', () => {
  it('is told by somebody who calls: before the ride, once, and what is newest', async () => {
    const { id, beneficiaryId } = await booked();
    await deliver();
    await change(id, { status: 'confirmed' });
    await writeNews();
    await tryInVain();
    expect(await callsOf(beneficiaryId)).toEqual([]);
    // Half past two in the morning; the ride is at four.
    wait(24 * 2 + 17.5);
    await tryInVain();
    await tryInVain();
    const confirmed =
      /^Message non remis\. À dire à la personne avant le mercredi 25 novembre à [34] h \d\d : son trajet du mercredi 25 novembre à [34] h \d\d est confirmé\.$/;
    expect(await callsOf(beneficiaryId)).toEqual([expect.stringMatching(confirmed)]);
    await changeAsDriver(id, 'vehicleBroken');
    await writeNews();
    await tryInVain();
    expect(await callsOf(beneficiaryId)).toEqual([expect.stringMatching(/: son trajet du .* est annulé\.$/)]);
    // Who has called has called; that the hour passes is no news.
    await owner`update call_backs set done_at = now(), done_by = 'mem_one' where beneficiary_id = ${beneficiaryId}`;
    wait(3);
    await tryInVain();
    expect(await callsOf(beneficiaryId)).toEqual([]);
    const left =
      await owner`select failure from messages where about_id = ${id} and status = 'waiting' and channel = 'sms'`;
    expect(left).toEqual([]);
  });

  it('nor after it, when nothing was sent all night: the call says that the hour has passed', async () => {
    const { id, beneficiaryId } = await booked();
    await deliver();
    await change(id, { status: 'confirmed' });
    await writeNews();
    wait(24 * 2 + 20);
    expect(toOf((await deliver()).sms)).toEqual([]);
    expect(await callsOf(beneficiaryId)).toEqual([
      expect.stringMatching(/^Message non remis, et l’heure est passée\./),
    ]);
  });

  it('because their hours come too late: at once, and not when the ride has left', async () => {
    const evening = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '18:00', to: '20:00' }];
    const { id, beneficiaryId } = await booked({ ...LINA, discreet: true, safe_hours: owner.json(evening) });
    await deliver();
    await change(id, { status: 'confirmed' });
    await writeNews();
    // Tuesday at seven in the evening it is not taken; at nine there is no evening left before the ride.
    wait(24 * 2 + 10);
    await tryInVain();
    expect(await callsOf(beneficiaryId)).toEqual([]);
    wait(2);
    expect(toOf((await deliver()).sms)).toEqual([DRIVER_SMS]);
    expect(await callsOf(beneficiaryId)).toEqual([expect.stringMatching(/À dire à la personne avant le mercredi 25/)]);
  });

  it('because their number is refused for good; which wakes nobody for a reminder', async () => {
    const { id, beneficiaryId } = await booked();
    await deliver();
    await change(id, { status: 'confirmed' });
    await deliver();
    wait(24 * 2 + 8);
    await remindRides({ ctx: workerOf(api) });
    await tryInVain({ refused: true });
    expect(await callsOf(beneficiaryId)).toEqual([]);
    await change(id, { status: 'cancelled', reason: 'illness' });
    await writeNews();
    await tryInVain({ refused: true });
    // Whoever drives has a mail as well.
    expect(await callsOf(beneficiaryId)).toEqual([expect.stringMatching(/À dire à la personne.*annulé/)]);
  });

  it('and somebody discreet whom nobody came for is called too', async () => {
    const evening = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '18:00', to: '20:00' }];
    const { id, beneficiaryId } = await booked({ ...LINA, discreet: true, safe_hours: owner.json(evening) });
    await change(id, { status: 'confirmed' });
    await deliver();
    wait(24 * 2 + 20.25);
    await change(id, { status: 'noShow', who: 'driver' });
    await deliver();
    expect(await callsOf(beneficiaryId)).toContainEqual(expect.stringMatching(/personne n’est venu/));
  });

  it('a question is called about before it lapses, and is not sent after', async () => {
    const { id, beneficiaryId } = await booked(LINA, { provider: { name: 'Camille Exemple', phone: DRIVER.phone } });
    await writeNews();
    await tryInVain();
    expect(await callsOf(beneficiaryId)).toEqual([]);
    const [row] = await owner<{ left: number }[]>`
      select extract(epoch from answer_due_at - ${api.deps.clock.now().toString()})::float / 3600 as left from bookings where id = ${id}`;
    wait((row?.left ?? 0) - 1);
    await tryInVain();
    expect(await callsOf(beneficiaryId)).toEqual([
      expect.stringMatching(/À dire à qui conduit.*un trajet lui est demandé/),
    ]);
    wait(1.1);
    expect(toOf((await deliver()).sms)).toEqual([]);
  });

  it('and somebody whom nobody came for, whose number is refused', async () => {
    const { id, beneficiaryId } = await booked();
    await change(id, { status: 'confirmed' });
    await deliver();
    wait(24 * 2 + 20.25);
    await change(id, { status: 'noShow', who: 'driver' });
    await writeNews();
    await tryInVain({ refused: true });
    expect(await callsOf(beneficiaryId)).toContainEqual(expect.stringMatching(/personne n’est venu/));
  });

  it('nor whoever drives, who has no mail: a ride they do not know of is called', async () => {
    const { id, beneficiaryId } = await booked(LINA, { provider: { name: 'Camille Exemple', phone: DRIVER.phone } });
    await writeNews();
    await tryInVain({ refused: true });
    expect(await callsOf(beneficiaryId)).toEqual([
      expect.stringMatching(
        /^Message non remis\. À dire à qui conduit avant le lundi 23 novembre à 9 h 00 : un trajet lui est demandé/,
      ),
    ]);
    expect((await owner`select status from bookings where id = ${id}`)[0]?.status).toBe('requested');
  });
});

it('does not send a yes that waits for a server once the ride is called off', async () => {
  const { id } = await booked();
  await deliver();
  await change(id, { status: 'confirmed' });
  await writeNews();
  await tryInVain();
  await changeAsDriver(id, 'vehicleBroken');
  const { sms } = await deliver();
  expect(sms.filter(({ to }) => to === LINA_SMS).map(({ text }) => text)).toEqual([expect.stringMatching(/annulé/)]);
});

it('still tells the person of a yes when somebody is named to drive before it has left', async () => {
  const { id } = await booked();
  await deliver();
  await change(id, { status: 'confirmed' });
  await writeNews();
  await tryInVain();
  await owner`insert into booking_events (territory_id, booking_id, at, kind, by_kind, retention_class)
    select territory_id, booking_id, at, 'assign', 'provider', retention_class from booking_events where booking_id = ${id} order by id desc limit 1`;
  const [event] = await owner<
    { id: string }[]
  >`select id from booking_events where booking_id = ${id} order by id desc limit 1`;
  await tellBooking({ ctx: workerOf(api), input: { bookingId: id, eventId: Number(event?.id) } });
  const { sms } = await deliver();
  expect(sms.filter(({ to }) => to === LINA_SMS).map(({ text }) => text)).toEqual([expect.stringMatching(/c.est oui/)]);
});

it('leaves nothing of a person in what is written down of the work', async () => {
  const { id } = await booked();
  await change(id, { status: 'confirmed' });
  await deliver();
  const journals = await owner`select event::text as t from outbox_events union all
    select (action || entity_id || array_to_string(fields, ' ')) from audit_entries union all
    select body::text from idempotency_keys union all select key from idempotency_keys`;
  const all = journals.map(({ t }) => t).join('\n');
  expect(all).not.toMatch(/Lina|Morel|0639980001|06 39 98|lina@|Secret|Camille/);
  expect(api.lines.join('\n')).not.toMatch(/Lina|0639980001|\/t\/meuse/);
});

async function changeBookingByLink(text: string, answer: Record<string, unknown>) {
  await answerBooking({ ctx: byLink(text), input: { id: null, answer } });
}

async function changeAsDriver(id: string, reason: string) {
  await cancelBooking({ ctx: await linkTo(api, owner, id), input: { id: null, reason: reason as 'vehicleBroken' } });
}
