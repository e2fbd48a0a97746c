import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEvent, archiveEvent, cancelEvent, changeEvent } from '../../src/services/network/change-event.ts';
import { addPartner } from '../../src/services/network/change-partner.ts';
import { getEvent, getEventDesk, listEvents } from '../../src/services/network/find-events.ts';
import { followEvents } from '../../src/services/network/follow-events.ts';
import { signUp } from '../../src/services/network/sign-up.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { worker } from '../factories/rows.ts';
import { type Firm, openFirm } from '../support/firm.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

const meeting = {
  title: 'Rencontre du réseau mobilité',
  kind: 'meeting',
  audience: 'professionals',
  date: '2026-12-08',
  from: '09:00',
  until: '11:00',
  place: { label: 'Salle des Fêtes', commune: '55122', lon: 5.5905, lat: 48.7612 },
};
const CONSENT = 'Oui, pour cet événement.';

let firm: Firm;
let visits = 0;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.stop());

const centre = () => firm.as('resourceCentre', 'org_team');
const system = () => ({ actor: worker(), deps: firm.deps });
const announce = async (more: object = {}) => (await addEvent({ ctx: centre(), input: { ...meeting, ...more } })).id;
/** Each from a connection of their own, unless they say which. */
const come = (eventId: string, contact: string, more: object = {}) => {
  visits += 1;
  const input = {
    eventId,
    address: `10.0.${visits >> 8}.${visits & 255}`,
    name: 'Sam Durand',
    contact,
    consent: CONSENT,
  };
  return signUp({ ctx: firm.passerBy, input: { ...input, ...more } });
};
const written = (contact: string) =>
  firm.owner<{ channel: string; subject: string; body: string }[]>`
    select channel, subject, body from messages where to_address = ${contact} order by created_at, id`;
const linkOf = (body: string) => /\/fr\/evenements\/inscription\/[a-z]+\/[a-z0-9]+/.exec(body)?.[0] ?? '';
const passerBy = () => openBrowser(answering(firm.app));

describe('events of the network', () => {
  it('are written by the pôle ressources alone, read by everybody of the territory, with every change audited', async () => {
    const { id: organiserId } = await addPartner({
      ctx: centre(),
      input: { name: 'Mission locale', kind: 'employment' },
    });
    const id = await announce({ organiserId });
    for (const role of ['prescriber', 'provider', 'employer', 'department', 'admin'] as const) {
      const ctx = firm.as(role, 'org_firm');
      expect((await getEvent({ ctx, input: { id } })).organiser?.name).toBe('Mission locale');
      for (const forbidden of [
        addEvent({ ctx, input: meeting }),
        changeEvent({ ctx, input: { id, expectedVersion: 1, facts: meeting } }),
        cancelEvent({ ctx, input: { id, reason: 'Non' } }),
        getEventDesk({ ctx, input: { id } }),
      ]) {
        await expect(forbidden).rejects.toMatchObject({ code: 'forbidden' });
      }
    }
    const abroad = firm.as('resourceCentre', 'org_firm', 'voisin');
    await expect(getEvent({ ctx: abroad, input: { id } })).rejects.toMatchObject({ code: 'notFound' });
    await changeEvent({ ctx: centre(), input: { id, expectedVersion: 1, facts: { ...meeting, title: 'Rencontre' } } });
    const late = changeEvent({ ctx: centre(), input: { id, expectedVersion: 1, facts: meeting } });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    await expect(archiveEvent({ ctx: centre(), input: { id, isArchived: true } })).rejects.toMatchObject({
      code: 'conflict',
    });
    await cancelEvent({ ctx: centre(), input: { id, reason: 'Salle fermée' } });
    await cancelEvent({ ctx: centre(), input: { id, reason: 'Encore' } });
    await archiveEvent({ ctx: centre(), input: { id, isArchived: true } });
    expect((await listEvents({ ctx: firm.passerBy, input: { when: 'coming' } })).map((one) => one.id)).not.toContain(
      id,
    );
    await archiveEvent({ ctx: centre(), input: { id, isArchived: false } });
    expect(await getEvent({ ctx: firm.passerBy, input: { id } })).toMatchObject({ cancelReason: 'Salle fermée' });
    const audited = await firm.owner`select action from audit_entries where entity_id = ${id} order by id`;
    expect(audited.map(({ action }) => action)).toEqual([
      'event.added',
      'event.changed',
      'event.cancelled',
      'event.archived',
      'event.restored',
    ]);
  });

  it.each([
    ['an hour that the clocks skip', { date: '2027-03-28', from: '02:30' }, ['from']],
    ['a day that is over', { date: '2026-11-01' }, ['date']],
    ['a year too many', { date: '2126-12-08' }, ['date']],
    ['nowhere', { place: null }, ['place']],
    ['two places', { onlineUrl: 'https://visio.exemple.invalid/salon' }, ['onlineUrl']],
    ['a link that is none', { place: null, onlineUrl: 'javascript:alert(1)' }, ['onlineUrl']],
    ['another country', { place: { commune: '55122', lon: 13.4, lat: 52.5 } }, ['place', 'place.commune']],
    ['no place at all', { places: 0 }, ['places']],
    ['nobody’s structure', { organiserId: 'par_jamais' }, ['organiserId']],
    ['no title', { title: ' ' }, ['title']],
  ])('refuses %s', async (_what, more, paths) => {
    const refused = await announce(more).catch((error) => error);
    expect(refused).toMatchObject({ code: 'invalid' });
    for (const { path } of refused.errors) expect(paths).toContain(path);
  });
});

describe('signing up', () => {
  it('gives the last place to one of many at once, and seats the others in their order as places come free', async () => {
    const id = await announce({ places: 2 });
    const contacts = Array.from({ length: 12 }, (_, i) => `personne${i}@exemple.invalid`);
    const told = await Promise.all(contacts.map((contact) => come(id, contact)));
    expect(told.filter((status) => status === 'seated')).toHaveLength(2);
    const { event, signUps } = await getEventDesk({ ctx: centre(), input: { id } });
    expect([event.seated, event.waiting]).toEqual([2, 10]);
    const [leaver] = signUps.filter(({ status }) => status === 'seated');
    const next = signUps.filter(({ status }) => status === 'waiting');
    const link = linkOf((await written(leaver?.contact ?? ''))[0]?.body ?? '');
    const page = passerBy();
    expect(await (await page.get(link)).text()).toContain('Me désinscrire');
    expect((await getEventDesk({ ctx: centre(), input: { id } })).event.seated).toBe(2);
    expect((await page.post(link, {})).status).toBe(303);
    expect((await page.post(link, {})).status).toBe(404);
    // Whoever comes now stands behind who waits.
    expect(await come(id, 'tard@exemple.invalid')).toBe('waiting');
    expect(await followEvents({ ctx: system() })).toEqual({ placesGiven: 1 });
    expect(await followEvents({ ctx: system() })).toEqual({ placesGiven: 0 });
    const after = await getEventDesk({ ctx: centre(), input: { id } });
    expect([after.event.seated, after.event.waiting]).toEqual([2, 10]);
    const first = next[0]?.contact ?? '';
    expect(after.signUps.find(({ contact }) => contact === first)?.status).toBe('seated');
    const letters = await written(first);
    expect(letters.map(({ subject }) => subject.split(' :')[0]).toSorted()).toEqual([
      'Une place s’est libérée pour vous',
      'Vous êtes sur la liste d’attente',
    ]);
    // The link of the first message still signs off.
    expect((await passerBy().post(linkOf(letters[0]?.body ?? ''), {})).status).toBe(303);
    // Nobody is seated past the limit, whoever writes it.
    const forced = firm.owner`update event_sign_ups set status = 'seated' where event_id = ${id}`;
    await expect(forced).rejects.toMatchObject({ code: '23P01' });
  });

  it('is one sign-up of a contact, however often it is sent, and tells nobody that it was there', async () => {
    const id = await announce();
    const path = `/fr/evenements/${id}`;
    const fields = { token: 'one', name: 'Noa Petit', contact: '06 39 98 00 41', consent: 'oui' };
    const sent = await Promise.all([passerBy().post(path, fields), passerBy().post(path, fields)]);
    expect(sent.map(({ headers }) => headers.get('location'))).toEqual([`${path}?fait=seated`, `${path}?fait=seated`]);
    const again = await passerBy().post(path, { ...fields, token: 'two', name: 'Un autre' });
    expect(again.headers.get('location')).toBe(`${path}?fait=seated`);
    const { signUps } = await getEventDesk({ ctx: centre(), input: { id } });
    expect(signUps).toMatchObject([{ name: 'Noa Petit', contact: '+33639980041', channel: 'sms' }]);
    expect(await written('+33639980041')).toHaveLength(1);
    const shown = await (await passerBy().get(path)).text();
    expect(shown).not.toContain('Noa Petit');
    for (const [more, field] of [
      [{ name: '' }, 'name'],
      [{ contact: '' }, 'contact'],
      [{ contact: '03 29 00 00 01' }, 'contact'],
      [{ contact: 'nulle@part' }, 'contact'],
      [{ consent: '' }, 'consent'],
    ] as const) {
      const wrong = await passerBy().post(path, { ...fields, token: 'x', ...more });
      const html = await wrong.text();
      expect([field, wrong.status, html.includes(`href="#${field}"`)]).toEqual([field, 422, true]);
      expect(html).toContain('value="Noa Petit"'.replace('Noa Petit', 'name' in more ? '' : 'Noa Petit'));
    }
  });

  it('takes a form from its own pages alone, and no more than so many from one connection', async () => {
    const id = await announce();
    const foreign = await firm.app.request(`/fr/evenements/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ name: 'A', contact: 'a@exemple.invalid', consent: 'oui' }),
    });
    expect(foreign.status).toBe(403);
    const address = '10.9.9.9';
    const many = Array.from({ length: 41 }, (_, i) => i);
    const outcomes: string[] = [];
    for (const i of many) {
      outcomes.push(await come(id, `foule${i}@exemple.invalid`, { address }).catch(({ code }) => code));
    }
    expect(outcomes.filter((one) => one === 'seated')).toHaveLength(40);
    expect(outcomes.at(-1)).toBe('tooManyRequests');
  });

  it('tells whoever signed up that it is moved or called off, and why; link and name are forgotten some weeks later', async () => {
    const id = await announce({ place: null, onlineUrl: 'https://visio.exemple.invalid/salon' });
    await come(id, 'lou@exemple.invalid');
    expect((await written('lou@exemple.invalid'))[0]?.body).toContain('https://visio.exemple.invalid/salon');
    expect(await (await passerBy().get(`/fr/evenements/${id}`)).text()).not.toContain('visio.exemple.invalid');
    const facts = { ...meeting, date: '2026-12-09' };
    await changeEvent({
      ctx: centre(),
      input: { id, expectedVersion: 1, facts: { ...facts, description: 'Café', places: 40 } },
    });
    // More places and other words are no reason to write to anybody.
    await changeEvent({ ctx: centre(), input: { id, expectedVersion: 2, facts: { ...facts, places: 50 } } });
    await cancelEvent({ ctx: centre(), input: { id, reason: 'Salle fermée pour travaux' } });
    const letters = await written('lou@exemple.invalid');
    expect(letters).toHaveLength(3);
    const bodyOf = (subject: string) => letters.find((letter) => letter.subject.startsWith(subject))?.body;
    expect(bodyOf('Changement')).toContain('mercredi 9 décembre 2026');
    expect(bodyOf('Annulé')).toContain('Salle fermée pour travaux');
    await expect(come(id, 'tard@exemple.invalid')).rejects.toMatchObject({ code: 'conflict' });
    const kept = () => firm.owner`select id from event_sign_ups where event_id = ${id}`;
    const [row] = await firm.owner<{ until: Date }[]>`
      select purge_after as until from event_sign_ups where event_id = ${id}`;
    expect(row?.until.toISOString()).toBe('2027-01-08T10:00:00.000Z');
    await firm.owner`update event_sign_ups set purge_after = ${firm.deps.clock.now().toString()} where event_id = ${id}`;
    expect(await kept()).toHaveLength(1);
    expect((await purgeExpired({ ctx: system() })).signUps).toBe(1);
    expect(await kept()).toHaveLength(0);
  });
});

describe('calendars of events', () => {
  const unfolded = (text: string) => text.replace(/\r\n[ \t]/g, '').split('\r\n');
  const blockOf = (lines: readonly string[], id: string) => {
    const at = lines.findIndex((line) => line.startsWith(`UID:${id}@`));
    const end = lines.indexOf('END:VEVENT', at);
    return at < 0 ? [] : lines.slice(lines.lastIndexOf('BEGIN:VEVENT', at), end);
  };

  it('tell hours on the clocks of the territory around their changes, and keep what is called off', async () => {
    const spring = await announce({ title: 'Nuit de mars', date: '2027-03-28', from: '01:30', until: '03:30' });
    const autumn = await announce({ title: 'Nuit d’octobre', date: '2027-10-31', from: '01:00', until: '04:00' });
    await cancelEvent({ ctx: centre(), input: { id: autumn, reason: 'Trop tard' } });
    const response = await passerBy().get('/fr/evenements.ics');
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const lines = unfolded(await response.text());
    expect(blockOf(lines, spring)).toEqual(
      expect.arrayContaining([
        'DTSTART;TZID=Europe/Paris:20270328T013000',
        'DTEND;TZID=Europe/Paris:20270328T033000',
        'STATUS:CONFIRMED',
        'LOCATION:Commercy\\, Salle des Fêtes',
      ]),
    );
    expect(blockOf(lines, autumn)).toEqual(
      expect.arrayContaining([
        'DTSTART;TZID=Europe/Paris:20271031T010000',
        'DTEND;TZID=Europe/Paris:20271031T040000',
        'STATUS:CANCELLED',
      ]),
    );
    // Each change of the clocks is in the document itself: no rule has to be guessed.
    expect(lines).toContain('DTSTART:20270328T020000');
    expect(lines).toContain('DTSTART:20271031T030000');
    const one = unfolded(await (await passerBy().get(`/fr/evenements/${spring}/agenda.ics`)).text());
    expect(blockOf(one, spring)).toContain('SUMMARY:Nuit de mars');
    expect(blockOf(one, autumn)).toEqual([]);
    expect((await passerBy().get('/fr/evenements/jamais/agenda.ics')).status).toBe(404);
  });
});

describe('pages of who keeps them', () => {
  let camille: Browser;
  beforeAll(async () => {
    const member = { organisationId: 'org_team', role: 'resourceCentre' } as const;
    camille = await signIn(firm.app, await createMember({ url: firm.url, clock: firm.deps.clock }, member));
  });

  it('announce once, refill what is wrong, show who comes, and two who change at once', async () => {
    const add = '/ressources/evenements/nouveau';
    const fields = {
      ...{ title: 'Permanence', kind: 'dropIn', audience: 'everybody', date: '2026-12-10' },
      ...{ from: '14:00', until: '16:00', place: 'Commercy', places: '3' },
    };
    const wrong = await camille.send(add, { token: 'a', ...fields, date: '2027-03-28', from: '02:30' });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('les horloges avancent')]);
    const sent = [
      await camille.send(add, { token: 'b', ...fields }),
      await camille.send(add, { token: 'b', ...fields }),
    ];
    const [path = ''] = (sent[0]?.headers.get('location') ?? '').split('?');
    expect(sent[1]?.headers.get('location')).toBe(`${path}?fait=ajout`);
    await come(path.split('/').at(-1) ?? '', 'visible@exemple.invalid');
    expect(await (await camille.get(path)).text()).toContain('visible@exemple.invalid');
    const version = '1';
    expect((await camille.send(`${path}/modifier`, { ...fields, version, places: '4' })).status).toBe(303);
    expect((await camille.send(`${path}/modifier`, { ...fields, version, places: '5' })).status).toBe(409);
    const unsaid = await camille.send(`${path}/annuler`, { reason: '' });
    expect(unsaid.status).toBe(422);
    expect((await camille.send(`${path}/annuler`, { reason: 'Conseillère absente' })).status).toBe(303);
    expect((await camille.send(`${path}/archiver`, {})).status).toBe(303);
    expect(await (await camille.get('/ressources/evenements/archives')).text()).toContain('Permanence');
  });
});
