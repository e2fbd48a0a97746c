import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdministration } from '../../src/db/administration.ts';
import type { Role } from '../../src/domain/accounts/roles.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let advisor: Browser;
let prescriber: Browser;
let employer: Browser;
let stranger: Browser;
const members: Record<string, { id: string; email: string }> = {};

const clock = () => api.deps.clock;
async function member(name: string, organisationId: string, role: Role): Promise<Browser> {
  const made = await createMember({ url: api.url, clock: clock() }, { organisationId, role, displayName: name });
  members[name] = made;
  return signIn(api.app, made);
}

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  const administration = createAdministration({ url: api.url, clock: clock() });
  const organisation = (id: string, kind: 'mobilityPlatform' | 'employer', phone: string | null) =>
    administration.upsertOrganisation('meuse', { id, name: `Structure ${id}`, kind, phone, illustrative: true });
  await organisation('org_team', 'mobilityPlatform', '03 29 11 22 33');
  await organisation('org_works', 'employer', null);
  await administration.close();
  advisor = await member('Inès', 'org_team', 'mobilityAdvisor');
  await member('Jo', 'org_team', 'mobilityAdvisor');
  prescriber = await member('Basile', 'org_one', 'prescriber');
  employer = await member('Emma', 'org_works', 'employer');
  stranger = await member('Chloé', 'org_two', 'mobilityAdvisor');
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

const html = async (response: Response | Promise<Response>) => (await response).text();
const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
const NEW = '/pro/demandes/nouvelle';
const FIELDS = {
  firstName: 'Amina',
  lastName: 'Benali',
  phone: '06 12 34 56 78',
  commune: 'Commercy (55200)',
  goalKind: 'job',
  when: '5 h – 13 h',
  need: 'Embauche à 5 h.',
  agreed: 'oui',
};

/** As a browser does: the page first, then its form with what it holds. */
async function send(browser: Browser, fields: Record<string, string> = FIELDS) {
  const page = await html(browser.get(NEW));
  const response = await browser.post(NEW, {
    formToken: hidden(page, 'formToken'),
    once: hidden(page, 'once'),
    ...fields,
  });
  return { response, id: /envoyees\/([^?]+)/.exec(response.headers.get('location') ?? '')?.[1] ?? '' };
}

async function act(browser: Browser, id: string, action: string, fields: Record<string, string>) {
  const page = await html(browser.get(`/pro/demandes/${id}`));
  return browser.post(`/pro/demandes/${id}/${action}`, {
    formToken: hidden(page, 'formToken'),
    seen: hidden(page, 'seen'),
    ...fields,
  });
}

describe('from a request to its answer, page by page', () => {
  it('a prescriber sends, an adviser takes up, notes, makes an appointment and answers', async () => {
    const { response, id } = await send(prescriber);
    expect(response.status).toBe(303);
    const sent = await html(prescriber.get(response.headers.get('location') ?? ''));
    expect(sent).toContain('La demande est envoyée');
    expect(await html(advisor.get('/pro/demandes'))).toContain('Amina Benali');

    const request = await html(advisor.get(`/pro/demandes/${id}`));
    expect(request).toContain('Embauche à 5');
    expect(request).toContain('Basile');
    const taken = await act(advisor, id, 'prendre', {});
    expect(taken.status).toBe(303);
    const beneficiaryId = decodeURIComponent(/personnes\/(.+)$/.exec(taken.headers.get('location') ?? '')?.[1] ?? '');

    const newPage = await html(advisor.get(`/pro/rendez-vous/nouveau?personne=${beneficiaryId}`));
    expect(newPage).toContain('Rendez-vous avec Amina Benali');
    expect(newPage).toContain('Aucun courriel ne peut lui être envoyé');
    const made = await advisor.post('/pro/rendez-vous', {
      formToken: hidden(newPage, 'formToken'),
      once: hidden(newPage, 'once'),
      personne: beneficiaryId,
      date: '26/11/2026',
      time: '14h',
      duration: '45',
      placeKind: 'office',
      place: '3 rue de la Gare',
      memberId: members.Jo?.id ?? '',
    });
    expect(made.status).toBe(303);
    expect(made.headers.get('location')).toBe(`/pro/personnes/${beneficiaryId}#contacts`);
    expect(await html(advisor.get('/pro/rendez-vous'))).toContain('Aucun rendez-vous prévu');
    expect(await html(advisor.get('/pro/rendez-vous?tous=1'))).toContain('jeudi 26');

    const noted = await advisor.send(
      '/pro/contacts',
      { personne: beneficiaryId, kind: 'voicemail', text: '' },
      '/pro/rappels',
    );
    expect(noted.status).toBe(303);
    const calls = await html(advisor.get('/pro/rappels'));
    expect(calls).toContain('Sans réponse au dernier appel');
    expect(calls).toContain('href="tel:0612345678"');

    const closed = await act(advisor, id, 'clore', { outcome: 'solutionFound', text: 'Une voiture dès lundi.' });
    expect(closed.status).toBe(303);
    const answer = await html(prescriber.get(`/pro/demandes/envoyees/${id}`));
    expect(answer).toContain('Une solution est en place');
    expect(answer).toContain('Une voiture dès lundi.');
    expect(await html(prescriber.get('/pro/demandes/envoyees'))).toContain('Close');
  });

  it('sends one request of one form, however often, and keeps what was typed where something lacks', async () => {
    const page = await html(prescriber.get(NEW));
    const fields = { formToken: hidden(page, 'formToken'), once: hidden(page, 'once'), ...FIELDS, firstName: 'Une' };
    const [one, other] = await Promise.all([prescriber.post(NEW, fields), prescriber.post(NEW, fields)]);
    expect(one.headers.get('location')).toBe(other.headers.get('location'));
    expect((await owner`select id from service_requests where person->>'firstName' = 'Une'`).length).toBe(1);

    const { response } = await send(prescriber, {
      lastName: 'Benali',
      phone: '06 12',
      commune: 'Nulle-Part',
      need: '',
    });
    expect(response.status).toBe(422);
    const wrong = await response.text();
    expect(wrong).toMatch(/<title>Erreur\s:\s/);
    for (const field of ['phone', 'commune', 'need', 'goalKind', 'agreed']) expect(wrong).toContain(`href="#${field}"`);
    expect(wrong).toContain('value="06 12"');
    expect(wrong).toContain('value="Nulle-Part"');
  });

  it('shows what a colleague did meanwhile, and keeps what was written', async () => {
    const { id } = await send(prescriber, { ...FIELDS, firstName: 'Simultanée', phone: '0611223344' });
    const page = await html(advisor.get(`/pro/demandes/${id}`));
    api.moveClock({ seconds: 5 });
    await act(advisor, id, 'attribuer', { memberId: members.Jo?.id ?? '' });
    const late = await advisor.post(`/pro/demandes/${id}/decliner`, {
      formToken: hidden(page, 'formToken'),
      seen: hidden(page, 'seen'),
      reason: 'outsideTerritory',
      text: 'Longue explication à ne pas perdre.',
    });
    expect(late.status).toBe(409);
    const shown = await late.text();
    expect(shown).toContain('Cette demande a changé entre-temps');
    expect(shown).toContain('Longue explication à ne pas perdre.');
    expect(shown).toContain('Attribuée');
  });

  it('asks whether it is somebody known, before another file is opened', async () => {
    const { id } = await send(prescriber, { ...FIELDS, firstName: 'AMINA', need: 'Encore elle' });
    const page = await html(advisor.get(`/pro/demandes/${id}`));
    expect(page).toContain('C’est Amina Benali, du dossier existant');
    const unanswered = await act(advisor, id, 'prendre', {});
    expect(unanswered.status).toBe(422);
    expect(await unanswered.text()).toContain('href="#file"');
    expect((await act(advisor, id, 'prendre', { file: 'nouveau' })).status).toBe(303);
  });

  it('refuses 50,001 characters with what was pasted, and takes 50,000', async () => {
    const { id } = await send(prescriber, { ...FIELDS, firstName: 'Collée', phone: '0655443322' });
    const note = (text: string) =>
      advisor.send('/pro/contacts', { demande: id, kind: 'note', text }, `/pro/demandes/${id}`);
    const pasted = 'é '.repeat(25_000);
    expect((await note(pasted)).status).toBe(303);
    const refused = await note(`${pasted}x`);
    expect(refused.status).toBe(422);
    const shown = await refused.text();
    expect(shown).toContain('Ce texte est trop long');
    expect(shown).toContain(`${pasted}x`);
    const { length } = await owner`select id from contact_entries where request_id = ${id}`;
    expect(length).toBe(1);
  });

  it('takes 50,000 characters of Arabic too, which travel as six times as many bytes', async () => {
    const { id } = await send(prescriber, { ...FIELDS, firstName: 'Arabe', phone: '0655443311' });
    const pasted = 'مرحبا '.repeat(8_333);
    const sent = await advisor.send(
      '/pro/contacts',
      { demande: id, kind: 'note', text: pasted },
      `/pro/demandes/${id}`,
    );
    expect(sent.status).toBe(303);
    expect(await html(advisor.get(`/pro/demandes/${id}`))).toContain('مرحبا مرحبا');
  });
});

describe('an employer', () => {
  it('asks for somebody they hire, and reads an answer that does not say how', async () => {
    const { id } = await send(employer, { ...FIELDS, firstName: 'Paul', lastName: 'Embauché', phone: '0700000001' });
    expect(await html(employer.get(NEW))).toContain('La personne que vous employez');
    await act(advisor, id, 'decliner', { reason: 'alreadyFollowed', text: 'Merci, nous reprenons contact.' });
    const told = await html(employer.get(`/pro/demandes/envoyees/${id}`));
    expect(told).toContain('Merci, nous reprenons contact.');
    expect(told).not.toMatch(/déjà accompagnée/);
    for (const path of ['/pro/demandes', '/pro/rappels', '/pro/rendez-vous', `/pro/demandes/${id}`]) {
      expect((await employer.get(path)).status).toBe(403);
    }
    expect((await employer.get(`${NEW}?personne=ben_any`)).status).toBe(403);
  });
});

describe('nobody else sees it', () => {
  it('another team finds neither page nor list, the same as of an id that never was', async () => {
    const { id } = await send(prescriber, { ...FIELDS, firstName: 'Cachée', phone: '0600112233' });
    const [app] = await owner<{ id: string }[]>`select id from appointments limit 1`;
    const [call] = await owner<{ id: string }[]>`select id from call_backs limit 1`;
    for (const [real, never] of [
      [`/pro/demandes/${id}`, '/pro/demandes/req_never'],
      [`/pro/demandes/envoyees/${id}`, '/pro/demandes/envoyees/req_never'],
      [`/pro/rendez-vous/${app?.id}`, '/pro/rendez-vous/app_never'],
      [`/pro/rappels/${call?.id}`, '/pro/rappels/cal_never'],
      [`/pro/rendez-vous/nouveau?demande=${id}`, '/pro/rendez-vous/nouveau?demande=req_never'],
    ] as const) {
      const [one, other] = [await stranger.get(real), await stranger.get(never)];
      expect([real, one.status]).toEqual([real, 404]);
      expect(other.status).toBe(404);
      expect(await one.text()).toBe(await other.text());
    }
    for (const list of [
      '/pro/demandes',
      '/pro/rappels?tous=1',
      '/pro/rendez-vous?tous=1',
      '/pro/demandes/envoyees?toutes=1',
    ]) {
      expect(await html(stranger.get(list))).not.toMatch(/Amina|Cachée|Benali/);
    }
    const visitor = openBrowser(answering(api.app));
    expect((await visitor.get(`/pro/demandes/${id}`)).headers.get('location')).toMatch(/^\/connexion/);
  });
});

describe('a calendar', () => {
  it('is read by its address alone, with no name in it, and on the clock of the territory', async () => {
    const page = await html(advisor.get('/pro/rendez-vous'));
    const shown = await html(advisor.post('/pro/agenda', { formToken: hidden(page, 'formToken') }));
    const path = /\/calendar\/[^<]+\.ics/.exec(shown)?.[0] ?? '';
    const visitor = openBrowser(answering(api.app));
    const empty = await visitor.get(path);
    expect(empty.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await empty.text()).toContain('BEGIN:VCALENDAR');

    const [row] = await owner<{ id: string }[]>`select id from appointments limit 1`;
    await owner`update appointments set member_id = ${members.Inès?.id ?? ''} where id = ${row?.id ?? ''}`;
    const feed = (await html(visitor.get(path))).replace(/\r\n[ \t]/g, '');
    expect(feed).toContain('SUMMARY:Rendez-vous');
    expect(feed).toContain('DTSTART;TZID=Europe/Paris:20261126T140000');
    expect(feed).toContain('DTEND;TZID=Europe/Paris:20261126T144500');
    expect(feed).toMatch(/DTSTAMP:\d{8}T\d{6}Z\r/);
    expect(feed).toMatch(/LAST-MODIFIED:\d{8}T\d{6}Z\r/);
    expect(feed).toContain('LOCATION:3 rue de la Gare');
    expect(feed).toContain('BEGIN:VTIMEZONE');
    expect(feed).not.toMatch(/Amina|Benali|06 ?12|Commercy/);
    expect(feed.split('\r\n').length).toBeGreaterThan(20);

    await advisor.post('/pro/agenda/fermer', { formToken: hidden(page, 'formToken') });
    const [gone, never] = [await visitor.get(path), await visitor.get('/calendar/meuse.nothing.ics')];
    expect([gone.status, never.status]).toEqual([404, 404]);
    expect(await gone.text()).toBe(await never.text());
  });
});

describe('the page without an account', () => {
  const ask = async (fields: Record<string, string>) => {
    const visitor = openBrowser(answering(api.app));
    const page = await html(visitor.get('/fr/demande'));
    return visitor.post('/fr/demande', { once: hidden(page, 'once'), ...fields });
  };
  const mine = { firstName: 'Léa', phone: '06 99 99 99 99', goalKind: 'interview', commune: 'Verdun' };

  it('sends to what happens next and the number to call, the same for a known number', async () => {
    const [unknown, known] = [await ask({ ...mine, phone: '0690909090' }), await ask({ ...mine, phone: '0612345678' })];
    expect([unknown.status, known.status]).toEqual([303, 303]);
    expect(unknown.headers.get('location')).toBe('/fr/demande/envoyee');
    expect(known.headers.get('location')).toBe('/fr/demande/envoyee');
    const after = await html(openBrowser(answering(api.app)).get('/fr/demande/envoyee'));
    expect(after).toContain('Et maintenant');
    expect(after).toContain('href="tel:0329112233"');
    const inbox = await html(advisor.get('/pro/demandes'));
    expect(inbox).toContain('La personne elle-même');
    expect(inbox).toContain('Verdun');
  });

  it('says what lacks, and keeps the rest', async () => {
    const answer = await ask({ when: 'le matin', phone: '06' });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    for (const field of ['firstName', 'phone', 'goalKind']) expect(page).toContain(`href="#${field}"`);
    expect(page).toContain('value="le matin"');
    expect(page).toContain('Ce numéro n’est pas complet');
    expect((await ask({ ...mine, phone: '' })).status).toBe(422);
  });

  it('stops a connection that sends very many, with the number to call', async () => {
    let last = await ask({ ...mine, phone: '0680000000' });
    for (let n = 1; n < 25 && last.status === 303; n++) last = await ask({ ...mine, phone: `06800000${10 + n}` });
    expect(last.status).toBe(429);
    expect(last.headers.get('retry-after')).toBe('3600');
    const page = await last.text();
    expect(page).toContain('href="tel:0329112233"');
    expect(page).toContain('value="Léa"');
  });

  it('is not offered in a language it is not written in', async () => {
    const visitor = openBrowser(answering(api.app));
    expect((await visitor.get('/xx/demande')).status).toBe(404);
  });
});

it('nothing of anybody is in the audit, the outbox or what the server says', async () => {
  const rows = await owner`select action, entity, entity_id, fields::text as fields from audit_entries`;
  const events = await owner`select event::text as event from outbox_events`;
  expect(rows.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'request.sent',
      'request.takenUp',
      'request.closed',
      'appointment.made',
      'contact.recorded',
    ]),
  );
  expect(JSON.stringify([rows, events, api.lines])).not.toMatch(/Amina|Benali|Embauche|0612345678|06 12/);
});
