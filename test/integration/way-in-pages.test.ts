import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/i18n/languages.ts';
import { findWayInSpeech } from '../../src/i18n/way-in/index.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { actorOf, type Member } from '../../src/services/ports/accounts.ts';
import { sendLink } from '../../src/services/way-in/send-link.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;

beforeAll(async () => {
  api = await startApi({ app: { anonymousRequestsPerMinute: 1_000_000 } });
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  await owner`update organisations set kind = 'mobilityPlatform', phone = '03 53 01 00 01', illustrative = true
    where id = 'org_one'`;
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

const browser = () => openBrowser(answering(api.app));
const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const device = (one: Browser) => /appareil=([^;]+)/.exec(one.cookies())?.[1] ?? null;

/** Asks as a person does, and gives what a worker would have written to them. */
async function linkFor(contact: string, one = browser(), language = 'fr') {
  api.moveClock({ minutes: 2 });
  const answer = await one.post(`/${language}/mes-trajets/entrer`, { contact });
  const [row] = await owner`select id from way_ins where kind = 'link' order by created_at desc limit 1`;
  const wayInId = (row as { id: string }).id;
  await sendLink({ ctx: { actor: worker(), deps: api.deps }, input: { wayInId } });
  const [message] = await owner`select body from messages where about_id = ${wayInId}`;
  const path = /\/l\/meuse\/\w+/.exec((message as { body: string }).body)?.[0] ?? '';
  return { answer, path };
}
async function press(one: Browser, path: string, page = '') {
  const html = page || (await (await one.get(path)).text());
  return one.post(path, { appareil: hidden(html, 'appareil'), langue: hidden(html, 'langue') });
}

describe('a link, over HTTP', () => {
  it('is asked for, opened, pressed once, and leads to the rides', async () => {
    const one = browser();
    const { answer, path } = await linkFor('06 39 98 00 01', one);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/fr/mes-trajets/sms']);
    const told = await (await one.get('/fr/mes-trajets/sms')).text();
    expect(told).toContain('Si ce numéro est le bon');
    expect(told).not.toContain('98');

    const response = await one.get(path);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(device(one)).toBeNull();

    const pressed = await press(one, path, html);
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/fr/mes-trajets']);
    const [cookie] = pressed.headers.getSetCookie().filter((line) => line.startsWith('appareil='));
    expect(cookie).toMatch(/^appareil=meuse\.[\w-]{43}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
    // The same page pressed again by a hand that trembles: the same answer.
    expect((await press(one, path, html)).status).toBe(303);
    // Forwarded: kind, and a new link is one button away.
    const forwarded = await browser().get(path);
    expect(forwarded.status).toBe(410);
    const gone = await forwarded.text();
    expect(gone).toContain('Il a déjà servi');
    expect(gone).toContain('href="/fr/mes-trajets/entrer"');
  });

  it('lets its cookie go by https alone where the site is reached by it', async () => {
    const one = browser();
    const { path } = await linkFor('06 39 98 00 02', one);
    const html = await (await one.get(path)).text();
    const fields = { appareil: hidden(html, 'appareil'), langue: 'fr' };
    const pressed = await one.post(path, fields, { 'x-forwarded-proto': 'https' });
    expect(pressed.headers.getSetCookie().find((line) => line.startsWith('appareil='))).toContain('; Secure');
  });

  it('is not used up by a browser that keeps no cookies, which is told so', async () => {
    const { path } = await linkFor('06 39 98 00 03');
    const forgetful = browser();
    const html = await (await forgetful.get(path)).text();
    forgetful.setCookie('essai', null);
    const refused = await press(forgetful, path, html);
    const told = await refused.text();
    expect(refused.status).toBe(200);
    expect(told).toContain('autoriser les cookies');
    expect(device(forgetful)).toBeNull();
    // Allowed since: the button of that very page lets them in.
    expect((await press(forgetful, path, told)).status).toBe(303);
    expect(device(forgetful)).not.toBeNull();
  });

  it('is not pressed from another site', async () => {
    const one = browser();
    const { path } = await linkFor('06 39 98 00 04', one);
    const html = await (await one.get(path)).text();
    const fields = { appareil: hidden(html, 'appareil'), langue: 'fr' };
    expect((await one.post(path, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await press(one, path, html)).status).toBe(303);
  });

  it('past its time, unknown or mangled gets one kind page', async () => {
    const { path } = await linkFor('06 39 98 00 05');
    api.moveClock({ minutes: 31 });
    const pages = await Promise.all(
      [path, '/l/meuse/abc', '/l/nulle-part/abcdefghjkmnpqrstuvwxyz2', '/l/meuse/%F0%9F%98%80'].map(async (one) => {
        const response = await browser().get(one);
        return [response.status, (await response.text()).includes('Un lien marche 30 minutes')];
      }),
    );
    expect(pages).toEqual(pages.map(() => [410, true]));
    expect((await browser().post(path, { appareil: 'x'.repeat(43) })).status).toBe(410);
  });

  it('leads back to the form that waits for it', async () => {
    const one = browser();
    const page = await (await one.get('/fr/mes-trajets/entrer?reservation=dra_1')).text();
    expect(hidden(page, 'reservation')).toBe('dra_1');
    const asked = await one.post('/fr/mes-trajets/entrer', { contact: '06 39 98 00 06', reservation: 'dra_1' });
    expect(asked.headers.get('location')).toBe('/fr/mes-trajets/sms?reservation=dra_1');
  });

  it('tells what is wrong with a contact, keeps it, and escapes it', async () => {
    const response = await browser().post('/fr/mes-trajets/entrer', { contact: '"><script>alert(1)</script>' });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain('<title>Erreur');
    expect(html).toContain('href="#contact"');
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
    expect((await browser().post('/fr/mes-trajets/entrer', { contact: 'é'.repeat(5000) })).status).toBe(422);
  });

  it('leaves the device when it is told to', async () => {
    const one = browser();
    const { path } = await linkFor('06 39 98 00 07', one);
    await press(one, path);
    const kept = device(one);
    expect((await one.post('/fr/mes-trajets/quitter', {})).status).toBe(303);
    expect(device(one)).toBeNull();
    one.setCookie('appareil', kept);
    expect((await one.get('/fr/mes-trajets/annee')).headers.get('location')).toBe('/fr/mes-trajets/entrer');
  });
});

describe('the year of birth, over HTTP', () => {
  it('is asked of a device that was silent, and lets it go on', async () => {
    const one = browser();
    const { path } = await linkFor('06 39 98 00 08', one);
    await press(one, path);
    await owner`update beneficiary_identities set birth_date = '1999-05-02' where phone_digits = '0639980008'`;
    expect((await one.get('/fr/mes-trajets/annee')).headers.get('location')).toBe('/fr/mes-trajets');
    api.moveClock({ hours: 24 * 91 });
    expect(await (await one.get('/fr/mes-trajets/annee')).text()).toContain('Votre année de naissance');
    expect((await one.post('/fr/mes-trajets/annee', { year: 'hier' })).status).toBe(422);
    expect((await one.post('/fr/mes-trajets/annee', { year: '1998' })).status).toBe(422);
    const right = await one.post('/fr/mes-trajets/annee', { year: '١٩٩٩' });
    expect([right.status, right.headers.get('location')]).toEqual([303, '/fr/mes-trajets']);
    api.moveClock({ hours: 24 * 91 });
    for (const status of [422, 422, 200]) {
      expect((await one.post('/fr/mes-trajets/annee', { year: '1950' })).status).toBe(status);
    }
    expect(device(one)).toBeNull();
  });

  it('asks for another link where no year is known', async () => {
    const one = browser();
    const { path } = await linkFor('06 39 98 00 09', one);
    await press(one, path);
    api.moveClock({ hours: 24 * 91 });
    expect(await (await one.get('/fr/mes-trajets/annee')).text()).toContain('il faut un nouveau lien');
  });
});

describe('a code on paper, over HTTP', () => {
  it('is given by a professional on a slip without name, home or job, and lets its bearer in', async () => {
    const member = await createMember(
      { url: api.url, clock: api.deps.clock },
      { organisationId: 'org_one', role: 'referent' },
    );
    const desk = await signIn(api.app, member);
    const ctx = { actor: actorOf({ ...(member as Partial<Member> as Member), role: 'referent' }), deps: api.deps };
    const identity = { firstName: 'Zéphyrine', lastName: 'Quatrebarbes', language: 'uk', commune: '55122' } as const;
    const file = `/pro/personnes/${(await openPerson({ ctx, input: identity })).id}`;
    expect(await (await desk.get(file)).text()).toContain(`href="${file}/acces"`);
    const page = await (await desk.get(`${file}/acces`)).text();
    const code = hidden(page, 'code');
    expect(code).toMatch(/^[A-Z0-9]{4} \d{3} \d{3}$/);
    const slip = await desk.post(`${file}/acces/code`, { formToken: hidden(page, 'formToken'), code });
    const html = await slip.text();
    expect([slip.status, slip.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(html).toContain('lang="uk"');
    expect(html).toContain(code);
    expect(html).toContain('localhost/uk/mes-trajets/code');
    expect(html).toContain('03 53 01 00 01');
    expect(html).not.toMatch(/Zéphyrine|Quatrebarbes|Commercy/);

    const one = browser();
    const asked = await (await one.get('/uk/mes-trajets/code')).text();
    const fields = { appareil: hidden(asked, 'appareil') };
    expect((await one.post('/uk/mes-trajets/code', { ...fields, code: '' })).status).toBe(422);
    expect((await one.post('/uk/mes-trajets/code', { ...fields, code: 'KB7M 000 000' })).status).toBe(422);
    const entered = await one.post('/uk/mes-trajets/code', { ...fields, code: code.toLowerCase() });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/uk/mes-trajets']);
    // Somebody else's computer forgets when its browser is closed.
    expect(entered.headers.getSetCookie().find((line) => line.startsWith('appareil='))).not.toContain('Max-Age');

    const held = await (await desk.get(`${file}/acces`)).text();
    expect(held).toContain('Appareil entré par un code');
    const ended = await desk.send(`${file}/acces/fin`, {}, `${file}/acces`);
    expect(ended.headers.get('location')).toBe(`${file}/acces?fait=tout-arrete`);
    expect((await one.get('/uk/mes-trajets/annee')).headers.get('location')).toBe('/uk/mes-trajets/entrer');
    expect(await (await desk.get(file)).text()).toContain('Code de réservation remis sur papier');
  });
});

describe.each(LANGUAGES)('the way in, in $name', ({ code, htmlLang, dir }) => {
  it('is said in that language, in its direction', async () => {
    const say = findWayInSpeech(code)?.say;
    for (const [place, title] of [
      ['entrer', say?.enter.title],
      ['sms', say?.sent.title],
      ['courriel', say?.sent.title],
      ['code', say?.code.title],
      ['quitter', say?.left.title],
    ]) {
      const response = await browser().get(`/${code}/mes-trajets/${place}`);
      const html = await response.text();
      expect([place, response.status]).toEqual([place, 200]);
      expect(html).toContain(`<html lang="${htmlLang}" dir="${dir}"`);
      expect([place, html.includes(`<h1>${title}</h1>`)]).toEqual([place, true]);
      expect(html.length).toBeLessThan(30_000);
    }
  });
});
