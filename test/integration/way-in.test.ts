import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readContact } from '../../src/domain/booking/contact.ts';
import { newPlanSecret } from '../../src/services/plans/plan-link.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { askForLink } from '../../src/services/way-in/ask-for-link.ts';
import { confirmBirthYear, leaveDevice } from '../../src/services/way-in/confirm-birth-year.ts';
import { findRider } from '../../src/services/way-in/find-rider.ts';
import { openLink } from '../../src/services/way-in/open-link.ts';
import { newDeviceSecret } from '../../src/services/way-in/secrets.ts';
import { sendLink } from '../../src/services/way-in/send-link.ts';
import { useLink as takeLink } from '../../src/services/way-in/use-link.ts';
import { hashOf, insertRow, rowsOf, worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { openWalledSession, reach, type WalledSession } from '../support/walled-session.ts';

let api: TestApi;
let owner: postgres.Sql;
let app: WalledSession;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  app = openWalledSession(api.url);
  await owner`update organisations set kind = 'mobilityPlatform' where id = 'org_one'`;
});
afterAll(async () => {
  await app?.close();
  await owner?.end();
  await api?.stop();
});
/** Each trial is a day of its own: what one asked for hinders no other. */
beforeEach(() => api.moveClock({ hours: 24 }));

type Person = { phone?: string; email?: string; born?: string; name?: string; discreet?: boolean; closed?: boolean };
let people = 0;
async function open(person: Person): Promise<string> {
  people += 1;
  const id = `ben_way_${people}`;
  const kept = { territory_id: 'meuse', retention_class: 'file' };
  const now = api.deps.clock.now().toString();
  await insertRow(owner, 'beneficiaries', {
    ...kept,
    id,
    organisation_id: 'org_one',
    created_at: now,
    version: 1,
    closed_at: person.closed ? now : null,
  });
  const access = { beneficiary_id: id, organisation_id: 'org_one', scope: 'file', basis: 'mission', from: now };
  await insertRow(owner, 'beneficiary_access', { ...kept, ...access });
  await insertRow(owner, 'beneficiary_identities', {
    ...kept,
    beneficiary_id: id,
    first_name: person.name ?? null,
    phone: person.phone ?? null,
    phone_digits: person.phone?.replace(/\D/g, '') ?? null,
    email: person.email ?? null,
    birth_date: person.born ?? null,
    discreet: person.discreet ?? false,
    search_text: '',
  });
  return id;
}

const visitor = (link?: string) => ({ actor: visitorOf('meuse', link), deps: api.deps });
const ask = (contact: string, more: { address?: string; draftId?: string; link?: string } = {}) =>
  askForLink({
    ctx: visitor(more.link),
    input: { contact, language: 'fr', address: more.address ?? '10.0.0.1', draftId: more.draftId ?? null },
  });
/** The last link asked for, that was not used. */
const asked = async (contact: string) => {
  const read = readContact(contact);
  const [row] =
    await owner`select * from way_ins where kind = 'link' and contact = ${'contact' in read ? read.contact : ''}
    order by created_at desc limit 1`;
  return row as Record<string, unknown> & { id: string };
};
/** What a worker does with what was asked for, and the link in the message that it wrote. */
async function sent(wayInId: string) {
  await sendLink({ ctx: { actor: worker(), deps: api.deps }, input: { wayInId } });
  const messages = await owner`select * from messages where about_id = ${wayInId}`;
  const message = messages[0] as Record<string, string>;
  return { message, count: messages.length, token: /\/l\/meuse\/(\w+)/.exec(message.body ?? '')?.[1] ?? '' };
}
async function linkFor(contact: string, more = {}) {
  await ask(contact, more);
  return (await sent((await asked(contact)).id)).token;
}
const enter = (token: string, deviceSecret = newDeviceSecret()) =>
  takeLink({ deps: api.deps, input: { territoryId: 'meuse', token, deviceSecret } });
const rider = (deviceSecret: string) => findRider({ deps: api.deps, input: { territoryId: 'meuse', deviceSecret } });
const state = async (token: string) =>
  (await openLink({ deps: api.deps, input: { territoryId: 'meuse', token } })).state;
async function personBehind(contact: string) {
  const deviceSecret = newDeviceSecret();
  expect(await enter(await linkFor(contact), deviceSecret)).not.toBeNull();
  return (await rider(deviceSecret))?.device.personId;
}

describe('asking for a link', () => {
  it('is answered and written down alike whether the contact is known or not', async () => {
    await open({ phone: '0639980001', name: 'Amina' });
    const rows: unknown[] = [];
    for (const contact of ['06 39 98 00 01', '06 39 98 00 02']) {
      expect(await ask(contact)).toEqual({ channel: 'sms' });
      const { id: _, contact: said, ...row } = await asked(contact);
      expect(said).toBe(`+33${contact.replaceAll(' ', '').slice(1)}`);
      rows.push(row);
    }
    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]).toMatchObject({ beneficiary_id: null, token_hash: null, sent_at: null });
  });

  it('sends an SMS that says neither job, status nor structure, once however often the worker runs', async () => {
    await open({ phone: '0639980003', name: 'Bruno' });
    await ask('06 39 98 00 03');
    const { id } = await asked('06 39 98 00 03');
    await sent(id);
    const { message, count } = await sent(id);
    expect(count).toBe(1);
    expect(message).toMatchObject({ channel: 'sms', to_address: '+33639980003', status: 'waiting' });
    expect(message.body).toMatch(/^Pouvoir Bouger : .*http:\/\/localhost\/l\/meuse\/[a-z2-9]{24}$/);
    expect(message.body).not.toMatch(/Bruno|emploi|RSA|Structure/i);
  });

  it('writes a mail, and neutral words where somebody asked for discretion', async () => {
    await open({ email: 'Discrete@exemple.invalid', name: 'Chloé', discreet: true });
    await ask('discrete@exemple.invalid');
    const { message } = await sent((await asked('discrete@exemple.invalid')).id);
    expect(message).toMatchObject({ channel: 'email', to_address: 'discrete@exemple.invalid', subject: 'Votre lien' });
    expect(message.body).not.toMatch(/Pouvoir Bouger|trajet/i);
  });

  it('keeps no secret: a hash in its row, nothing of a person in the outbox and the audit', async () => {
    await open({ phone: '0639980004', name: 'Denis' });
    const token = await linkFor('06 39 98 00 04');
    const row = await asked('06 39 98 00 04');
    expect(row.token_hash).toBe(hashOf(token));
    const told = await owner`select event::text as text from outbox_events
      union all select concat_ws(' ', action, entity_id, fields::text) from audit_entries`;
    for (const { text } of told) expect(text).not.toMatch(/639980004|Denis/);
  });

  it('says what is wrong with a contact before anything is asked', async () => {
    expect(await ask('03 29 45 00 00')).toEqual({ fault: 'noSms' });
    expect(await ask('<script>alert(1)</script>')).toEqual({ fault: 'unclear' });
  });

  it('is for so many a connection, a contact and a day, and says of the contact nothing', async () => {
    const count = async (contact: string) =>
      (await owner`select 1 from way_ins where contact = ${contact} and created_at >= ${day()}`).length;
    const day = () => new Date(api.deps.clock.now().subtract({ hours: 1 }).epochMilliseconds).toISOString();
    // A button pressed twice sends one.
    await Promise.all([ask('06 39 98 00 05'), ask('06 39 98 00 05')]);
    expect(await count('+33639980005')).toBe(1);
    for (let n = 0; n < 10; n++) {
      api.moveClock({ minutes: 1 });
      expect(await ask('06 39 98 00 05', { address: `10.1.0.${n}` })).toEqual({ channel: 'sms' });
    }
    expect(await count('+33639980005')).toBe(6);
    for (let n = 0; n < 20; n++) await ask(`06 39 98 01 ${10 + n}`, { address: '10.2.0.1' });
    await expect(ask('06 39 98 01 99', { address: '10.2.0.1' })).rejects.toMatchObject({ code: 'tooManyRequests' });
    expect(await ask('06 39 98 01 99', { address: '10.2.0.2' })).toEqual({ channel: 'sms' });
  });

  it('is for so many in a territory, whoever asks from wherever', async () => {
    const from = (n: number) => ask(`06 39 98 ${20 + Math.floor(n / 50)} ${10 + (n % 50)}`, { address: `10.3.0.${n}` });
    // Whoever comes at the same moment is let through; nobody is once so many were asked for.
    for (let n = 0; n < 60; n += 20) await Promise.all(Array.from({ length: 20 }, (_, more) => from(n + more)));
    await expect(from(70)).rejects.toMatchObject({ code: 'tooManyRequests' });
    api.moveClock({ minutes: 11 });
    expect(await from(71)).toEqual({ channel: 'sms' });
  });

  it('goes on with a form only of whoever asks', async () => {
    const [mine, other] = [hashOf('mine'), hashOf('other')];
    const draft = { territory_id: 'meuse', form: 'booking', answers: {}, retention_class: 'draft' };
    const at = api.deps.clock.now().toString();
    const stamps = { created_at: at, updated_at: at, purge_after: '2030-01-01T00:00:00Z' };
    await insertRow(owner, 'form_drafts', { ...draft, ...stamps, id: 'dra_mine', holder_hash: mine });
    await insertRow(owner, 'form_drafts', { ...draft, ...stamps, id: 'dra_other', holder_hash: other });
    await ask('06 39 98 00 06', { draftId: 'dra_other', link: mine });
    expect((await asked('06 39 98 00 06')).draft_id).toBeNull();
    api.moveClock({ minutes: 1 });
    const deviceSecret = newDeviceSecret();
    const token = await linkFor('06 39 98 00 06', { draftId: 'dra_mine', link: mine });
    expect(await enter(token, deviceSecret)).toEqual({ draftId: 'dra_mine', language: 'fr' });
    const [moved] = await owner`select holder_hash from form_drafts where id = 'dra_mine'`;
    expect(moved).toEqual({ holder_hash: hashOf(deviceSecret) });
  });
});

describe('whose contact it is', () => {
  it('is the one person of it, the one still accompanied, and nobody else’s of a telephone that a family shares', async () => {
    const alone = await open({ phone: '0639980011', name: 'Seule' });
    expect(await personBehind('06 39 98 00 11')).toBe(alone);
    await open({ phone: '0639980012', name: 'Ancien', closed: true });
    const present = await open({ phone: '0639980012', name: 'Présent' });
    expect(await personBehind('06 39 98 00 12')).toBe(present);
    const family = [
      await open({ phone: '0639980013', name: 'Mère' }),
      await open({ phone: '0639980013', name: 'Fils' }),
    ];
    const first = await personBehind('06 39 98 00 13');
    expect(family).not.toContain(first);
    expect(first).toMatch(/^ben_/);
    api.moveClock({ minutes: 2 });
    expect(await personBehind('06 39 98 00 13')).toBe(first);
  });

  it('opens a file with the team where nobody is known, one for two links', async () => {
    const first = await linkFor('06 39 98 00 14');
    api.moveClock({ minutes: 2 });
    const second = await linkFor('06 39 98 00 14');
    const secrets = [newDeviceSecret(), newDeviceSecret()] as const;
    await Promise.all([enter(first, secrets[0]), enter(second, secrets[1])]);
    const found = await Promise.all(secrets.map(rider));
    const [one, other] = found.map((each) => each?.device.personId);
    expect(one).toBe(other);
    const [file] =
      await owner`select b.organisation_id, i.phone, i.phone_digits, i.language, b.purge_after is not null as kept
      from beneficiaries b join beneficiary_identities i on i.beneficiary_id = b.id where b.id = ${one as string}`;
    expect(file).toEqual({
      organisation_id: 'org_one',
      phone: '0639980014',
      phone_digits: '0639980014',
      language: 'fr',
      kept: true,
    });
  });
});

describe('a link', () => {
  it('is opened without being used up, and lets one device in of twenty at once', async () => {
    const person = await open({ phone: '0639980021', name: 'Élise' });
    const token = await linkFor('06 39 98 00 21');
    for (let n = 0; n < 3; n++) expect(await state(token)).toBe('usable');
    expect(await state(token.toUpperCase())).toBe('usable');
    const tries = await Promise.all(Array.from({ length: 20 }, () => enter(token)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    const devices = await owner`select kind from way_ins where beneficiary_id = ${person} and kind = 'device'`;
    expect(devices).toHaveLength(1);
    // Forwarded once it was used: told so, and nothing more.
    expect(await state(token)).toBe('used');
    expect(await enter(token)).toBeNull();
    const [row] = await owner`select contact from way_ins where token_hash = ${hashOf(token)}`;
    expect(row).toEqual({ contact: null });
  });

  it('sent twice from one page, also at once, lets that browser in', async () => {
    await open({ phone: '0639980022', name: 'Farid' });
    const token = await linkFor('06 39 98 00 22');
    const secret = newDeviceSecret();
    const both = await Promise.all([enter(token, secret), enter(token, secret)]);
    expect(both).toEqual([
      { draftId: null, language: 'fr' },
      { draftId: null, language: 'fr' },
    ]);
    expect(await enter(token, secret)).not.toBeNull();
  });

  it('is over after thirty minutes, and unknown is the same as never there', async () => {
    await open({ phone: '0639980023', name: 'Gaël' });
    const token = await linkFor('06 39 98 00 23');
    api.moveClock({ minutes: 29 });
    expect(await state(token)).toBe('usable');
    api.moveClock({ minutes: 1 });
    expect(await state(token)).toBe('gone');
    expect(await enter(token)).toBeNull();
    expect(await state(newPlanSecret())).toBe('gone');
    expect(await state('😀')).toBe('gone');
    expect(await enter('x')).toBeNull();
  });

  it('asked for and not sent in an hour is not sent any more', async () => {
    await ask('06 39 98 00 24');
    const { id } = await asked('06 39 98 00 24');
    api.moveClock({ minutes: 61 });
    await sendLink({ ctx: { actor: worker(), deps: api.deps }, input: { wayInId: id } });
    expect(await owner`select 1 from messages where about_id = ${id}`).toHaveLength(0);
  });

  it('is of one territory', async () => {
    await open({ phone: '0639980025', name: 'Hugo' });
    const token = await linkFor('06 39 98 00 25');
    const there = { deps: api.deps, input: { territoryId: 'voisin', token, deviceSecret: newDeviceSecret() } };
    expect(await takeLink(there)).toBeNull();
    expect(await state(token)).toBe('usable');
  });
});

describe('a device', () => {
  async function letIn(person: Person & { phone: string }) {
    const id = await open(person);
    const secret = newDeviceSecret();
    await enter(await linkFor(person.phone), secret);
    return { id, secret };
  }
  const seenAt = async (secret: string) =>
    (await owner`select last_seen_at from way_ins where token_hash = ${hashOf(secret)}`)[0]?.last_seen_at as Date;

  it('sees its own rides, of one territory, and nothing of any file', async () => {
    const { id, secret } = await letIn({ phone: '0639980031', name: 'Inès', born: '1990-01-01' });
    const stranger = await open({ phone: '0639980032', name: 'Jean' });
    const rows = rowsOf('meuse');
    const [, offer] = rows.find(([table]) => table === 'offers') ?? [];
    const [, booking] = rows.find(([table]) => table === 'bookings') ?? [];
    await insertRow(owner, 'offers', { ...offer, id: 'off_way' });
    const now = api.deps.clock.now().toString();
    for (const [bookingId, beneficiary_id] of [
      ['boo_own', id],
      ['boo_other', stranger],
    ]) {
      await insertRow(owner, 'bookings', {
        ...booking,
        id: bookingId,
        beneficiary_id,
        offer_id: 'off_way',
        organisation_id: 'org_one',
        provider_organisation_id: null,
        created_at: now,
      });
    }
    const posture = { kind: 'visitor', territory: 'meuse', link: hashOf(secret), now };
    const seen = await app.as(posture, (tx) => tx`select id from bookings`);
    expect(seen.map((row) => row.id)).toEqual(['boo_own']);
    for (const table of ['beneficiaries', 'beneficiary_identities', 'diagnostics', 'action_plans', 'referrals']) {
      expect([table, await app.as(posture, (tx) => reach(tx`select 1 from ${tx(table)}`))]).toEqual([table, 0]);
    }
    expect(await app.as(posture, (tx) => reach(tx`select 1 from way_ins`))).toBe(1);
    expect(await app.as(posture, (tx) => reach(tx`update way_ins set beneficiary_id = ${stranger}`))).toBe(0);
    expect(await app.as({ ...posture, territory: 'voisin' }, (tx) => reach(tx`select 1 from bookings`))).toBe(0);
    expect(await app.as({ ...posture, link: '' }, (tx) => reach(tx`select 1 from bookings`))).toBe(0);
  });

  it('is written down as seen once a day', async () => {
    const { id, secret } = await letIn({ phone: '0639980033', name: 'Karim' });
    const first = await seenAt(secret);
    api.moveClock({ hours: 23 });
    expect((await rider(secret))?.device.personId).toBe(id);
    expect(await seenAt(secret)).toEqual(first);
    api.moveClock({ hours: 2 });
    await rider(secret);
    expect((await seenAt(secret)).getTime()).toBeGreaterThan(first.getTime());
  });

  it('is asked for the year of birth after ninety days of silence, and ends after three wrong ones', async () => {
    const { id, secret } = await letIn({ phone: '0639980034', name: 'Léa', born: '1999-05-02' });
    api.moveClock({ hours: 24 * 90 });
    const silent = await rider(secret);
    expect(silent?.device).toMatchObject({ personId: null, asks: 'birthYear' });
    const posture = { kind: 'visitor', territory: 'meuse', link: hashOf(secret), now: api.deps.clock.now().toString() };
    expect((await app.as(posture, (tx) => tx`select way_in_person() as id`))[0]?.id).toBeNull();
    const answer = (year: number) => silent && confirmBirthYear({ ctx: silent.ctx, input: { year } });
    expect(await answer(1998)).toBe('wrong');
    expect(await answer(1997)).toBe('wrong');
    expect(await answer(1999)).toBe('right');
    expect((await rider(secret))?.device).toMatchObject({ personId: id, asks: null });
    api.moveClock({ hours: 24 * 91 });
    for (const said of ['wrong', 'wrong', 'ended']) expect(await answer(1950)).toBe(said);
    expect(await rider(secret)).toBeNull();
    expect(await answer(1999)).toBe('ended');
  });

  it('needs another link where no year is known', async () => {
    const { secret } = await letIn({ phone: '0639980035', name: 'Malo' });
    api.moveClock({ hours: 24 * 120 });
    const silent = await rider(secret);
    expect(silent?.device).toMatchObject({ personId: null, asks: 'newLink' });
    expect(silent && (await confirmBirthYear({ ctx: silent.ctx, input: { year: 1999 } }))).toBe('newLink');
  });

  it('is left for good', async () => {
    const { secret } = await letIn({ phone: '0639980036', name: 'Nina' });
    const found = await rider(secret);
    if (found) await leaveDevice({ ctx: found.ctx });
    expect(await rider(secret)).toBeNull();
  });

  it('and every link are forgotten when they are over', async () => {
    const { id, secret } = await letIn({ phone: '0639980037', name: 'Omar' });
    const left = async () => {
      await purgeExpired({ ctx: { actor: worker(), deps: api.deps } });
      const rows = await owner`select kind from way_ins where beneficiary_id = ${id} order by kind`;
      return rows.map(({ kind }) => kind);
    };
    expect(await left()).toEqual(['device', 'link']);
    api.moveClock({ hours: 49 });
    expect(await left()).toEqual(['device']);
    const found = await rider(secret);
    if (found) await leaveDevice({ ctx: found.ctx });
    api.moveClock({ hours: 24 * 31 });
    expect(await left()).toEqual([]);
  });
});
