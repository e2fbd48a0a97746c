import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';
import { until } from '../support/until.ts';

type NewMember = Awaited<ReturnType<typeof createMember>>;

let api: TestApi;
let owner: postgres.Sql;
let camille: NewMember;
const member = (facts: Parameters<typeof createMember>[1]) =>
  createMember({ url: api.url, clock: api.deps.clock }, facts);
const browse = (): Browser => openBrowser(answering(api.app));

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  camille = await member({ organisationId: 'org_one', role: 'prescriber', displayName: 'Camille Roussel' });
});
beforeEach(() => owner`delete from auth.attempts`);
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

/** What a page shows people, without what differs from one answer to the next anyway. */
async function shown(response: Response): Promise<string> {
  return (await response.text())
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[\w.-]+@[\w.-]+/g, '@')
    .replaceAll(/\s+/g, ' ');
}

/** The last mail to that address, and the link it holds. */
async function mailedLink(email: string): Promise<URL> {
  let body = '';
  await until(async () => {
    const [row] =
      await owner`select body from messages where to_address = ${email} order by created_at desc, id desc limit 1`;
    body = row?.body ?? '';
    return body !== '';
  });
  const link = /http\S+/.exec(body)?.[0];
  if (!link) throw new Error(`No link in: ${body}`);
  return new URL(link);
}
const clearMails = () => owner`delete from messages`;

async function askLink(email: string, browser = browse()): Promise<Response> {
  return browser.post('/connexion', { email, par: 'lien' });
}

describe('with a password', () => {
  it('leads to the work of the role, and every page says who one is', async () => {
    const browser = await signIn(api.app, camille);
    expect(browser.landedOn).toBe('/pro');
    const home = await (await browser.get('/fr/')).text();
    expect(home).toContain('Camille Roussel');
    expect(home).toContain('Structure org_one');
    expect(home.slice(0, home.indexOf('</header>'))).not.toContain('>Se connecter<');
  });

  it('says the same of a wrong password, an unknown address and a member without one', async () => {
    const invited = await member({ organisationId: 'org_one', role: 'prescriber', password: null });
    const answers = await Promise.all(
      [
        { email: camille.email, password: 'ce n’est pas le bon' },
        { email: 'personne@exemple.invalid', password: camille.password },
        { email: invited.email, password: camille.password },
      ].map(async (fields) => {
        const response = await browse().post('/connexion', { ...fields, par: 'mot-de-passe' });
        return { status: response.status, cookies: response.headers.getSetCookie(), text: await shown(response) };
      }),
    );
    expect(answers[0]).toMatchObject({ status: 422, cookies: [] });
    expect(answers[0]?.text).toContain('ne convient pas');
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('keeps the address, and puts what is wrong in the title and beside the field', async () => {
    const response = await browse().post('/connexion', { email: 'pas une adresse', password: '', par: 'mot-de-passe' });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toMatch(/<title>Erreur/);
    expect(page).toContain('value="pas une adresse"');
    expect(page).toMatch(/href="#email"/);
    expect(page).toMatch(/href="#password"/);
  });

  it('rests an account after eight wrong passwords, the right one included, and says for how long', async () => {
    const yanis = await member({ organisationId: 'org_one', role: 'referent' });
    const attempt = (password: string) =>
      browse().post('/connexion', { email: yanis.email, password, par: 'mot-de-passe' });
    for (let wrong = 0; wrong < 8; wrong++) expect((await attempt('faux')).status).toBe(422);
    const locked = await attempt(yanis.password);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(locked.headers.getSetCookie()).toEqual([]);
    api.moveClock({ minutes: 16 });
    expect((await attempt(yanis.password)).status).toBe(303);
  });

  it('rests a place from which sixty were refused', async () => {
    const attempt = (email: string, password: string) =>
      browse().post('/connexion', { email, password, par: 'mot-de-passe' });
    await attempt('x1@exemple.invalid', 'faux');
    // What 57 more would leave behind: the place's counter is the only one that was raised once.
    await owner`update auth.attempts set count = 58`;
    expect((await attempt('x2@exemple.invalid', 'faux')).status).toBe(422);
    expect((await attempt(camille.email, camille.password)).status).toBe(303);
    expect((await attempt('x3@exemple.invalid', 'faux')).status).toBe(422);
    expect((await attempt(camille.email, camille.password)).status).toBe(429);
  });

  it('keeps nothing of a password or a session where the application looks', async () => {
    await signIn(api.app, camille);
    const app = postgres(api.url, { max: 1, onnotice: () => {}, connection: { role: 'pouvoir_bouger_app' } });
    const auth = postgres(api.url, { max: 1, onnotice: () => {}, connection: { role: 'pouvoir_bouger_auth' } });
    try {
      await expect(app`select * from auth.session`).rejects.toMatchObject({ code: '42501' });
      await expect(app`select * from auth.account`).rejects.toMatchObject({ code: '42501' });
      await expect(auth`select * from members`).rejects.toMatchObject({ code: '42501' });
      await expect(auth`select * from beneficiaries`).rejects.toMatchObject({ code: '42501' });
      expect((await auth`select 1 from auth.session`).count).toBeGreaterThan(0);
    } finally {
      await Promise.all([app.end(), auth.end()]);
    }
  });

  it('gives a cookie that no script reads and no other site sends', async () => {
    const { email, password } = camille;
    const response = await browse().post('/connexion', { email, password, par: 'mot-de-passe' });
    const cookie = response.headers.getSetCookie().find((one) => one.includes('session_token'));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Path=\//i);
    expect(cookie).not.toMatch(/Secure/i);
  });

  it('is nobody’s any more once the member is closed, from the next page on', async () => {
    const gone = await member({ organisationId: 'org_one', role: 'prescriber' });
    const browser = await signIn(api.app, gone);
    expect((await browser.get('/compte')).status).toBe(200);
    await owner`update members set closed_at = now() where id = ${gone.id}`;
    const refused = await browser.get('/compte');
    expect([refused.status, refused.headers.get('location')]).toEqual([303, '/connexion?vers=%2Fcompte']);
    const again = await browse().post('/connexion', {
      email: gone.email,
      password: gone.password,
      par: 'mot-de-passe',
    });
    expect(again.headers.get('location')).toBe('/connexion?personne');
  });

  it('goes on where one was going, and never to another site', async () => {
    const to = async (vers: string) => {
      const { email, password } = camille;
      const response = await browse().post('/connexion', { email, password, par: 'mot-de-passe', vers });
      return response.headers.get('location');
    };
    expect(await to('/pro/personnes?q=a')).toBe('/pro/personnes?q=a');
    for (const elsewhere of ['//exemple.fr', 'https://exemple.fr/', '/\\exemple.fr', 'javascript:alert(1)']) {
      expect(await to(elsewhere)).toBe('/pro');
    }
  });

  it('is refused to a form of another site', async () => {
    const { email, password } = camille;
    const fields = { email, password, par: 'mot-de-passe' };
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      const response = await browse().post('/connexion', fields, headers);
      expect(response.status).toBe(403);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  it('ends with the session, for that cookie too', async () => {
    const browser = await signIn(api.app, camille);
    const stolen = browse();
    for (const pair of browser.cookies().split('; ')) {
      const [name = '', ...value] = pair.split('=');
      stolen.setCookie(name, value.join('='));
    }
    expect((await stolen.get('/compte')).status).toBe(200);
    const out = await browser.send('/deconnexion', {}, '/compte');
    expect(out.headers.get('location')).toBe('/connexion?sortie');
    expect((await stolen.get('/compte')).status).toBe(303);
    expect((await browser.get('/compte')).status).toBe(303);
  });
});

describe('with a link', () => {
  beforeEach(clearMails);

  it('is mailed to a member, follows once, and opening it consumes nothing', async () => {
    const browser = browse();
    const asked = await askLink(camille.email, browser);
    expect(asked.status).toBe(200);
    const link = await mailedLink(camille.email);
    expect(link.pathname).toBe('/connexion/lien');

    for (let opened = 0; opened < 3; opened++) {
      const page = await browse().get(link.pathname + link.search);
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.getSetCookie()).toEqual([]);
    }
    const jeton = link.searchParams.get('jeton') ?? '';
    const done = await browser.post('/connexion/lien', { jeton });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/pro']);
    expect((await browser.get('/compte')).status).toBe(200);

    const twice = await browse().post('/connexion/lien', { jeton });
    expect(twice.status).toBe(410);
    expect(twice.headers.getSetCookie()).toEqual([]);
    expect((await browse().get(link.pathname + link.search)).status).toBe(410);
  });

  it('lets one of two who follow it at once in', async () => {
    await askLink(camille.email);
    const jeton = (await mailedLink(camille.email)).searchParams.get('jeton') ?? '';
    const statuses = await Promise.all(
      [1, 2, 3, 4].map(async () => (await browse().post('/connexion/lien', { jeton })).status),
    );
    expect(statuses.toSorted()).toEqual([303, 410, 410, 410]);
  });

  it('answers the same whoever asks, and mails nobody but members', async () => {
    const [known, unknown] = [await askLink(camille.email), await askLink('personne@exemple.invalid')];
    expect([known.status, unknown.status]).toEqual([200, 200]);
    expect(await shown(unknown)).toBe(await shown(known));
    await mailedLink(camille.email);
    expect(await owner`select to_address from messages`).toEqual([{ to_address: camille.email }]);
  });

  it('is void after twenty minutes', async () => {
    await askLink(camille.email);
    const link = await mailedLink(camille.email);
    const [kept] = await owner`select extract(epoch from expires_at - now())::int as seconds from auth.verification
      where identifier like 'magic-link:%' order by created_at desc limit 1`;
    expect(kept?.seconds).toBeGreaterThan(19 * 60);
    expect(kept?.seconds).toBeLessThanOrEqual(20 * 60);
    await owner`update auth.verification set expires_at = now() - interval '1 second' where identifier like 'magic-link:%'`;
    expect((await browse().get(link.pathname + link.search)).status).toBe(410);
    const followed = await browse().post('/connexion/lien', { jeton: link.searchParams.get('jeton') ?? '' });
    expect(followed.status).toBe(410);
  });

  it('is in the database as a digest only, and in no line of the log', async () => {
    await askLink(camille.email);
    const jeton = (await mailedLink(camille.email)).searchParams.get('jeton') ?? '';
    const rows = await owner`select * from auth.verification`;
    expect(JSON.stringify(rows)).not.toContain(jeton);
    expect(api.lines.join('\n')).not.toContain(jeton);
    expect(api.lines.join('\n')).not.toContain(camille.email);
  });

  it('is sent five times an hour to one address, known or not', async () => {
    for (const email of [camille.email, 'personne@exemple.invalid']) {
      for (let asked = 0; asked < 5; asked++) expect((await askLink(email)).status).toBe(200);
      const refused = await askLink(email);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('takes an invitation, once it is followed and not before', async () => {
    const invited = await member({ organisationId: 'org_two', role: 'mobilityAdvisor', password: null });
    await askLink(invited.email);
    const jeton = (await mailedLink(invited.email)).searchParams.get('jeton') ?? '';
    expect((await owner`select joined_at from members where id = ${invited.id}`)[0]?.joined_at).toBeNull();
    const browser = browse();
    expect((await browser.post('/connexion/lien', { jeton })).headers.get('location')).toBe('/pro');
    expect(await (await browser.get('/compte')).text()).toContain(invited.displayName);
    const [row] = await owner`select joined_at, invitation_expires_at, user_id from members where id = ${invited.id}`;
    expect(row).toMatchObject({ invitation_expires_at: null, user_id: expect.any(String) });
    const audited = await owner`select action, fields from audit_entries where entity_id = ${invited.id} order by id`;
    expect(audited.map(({ action }) => action)).toEqual(['member.linkSent', 'member.joined']);
  });

  it('takes no invitation that has expired or was taken back', async () => {
    const [late, back] = [
      await member({ organisationId: 'org_two', role: 'prescriber', password: null }),
      await member({ organisationId: 'org_two', role: 'prescriber', password: null }),
    ];
    await askLink(late.email);
    await askLink(back.email);
    const links = [await mailedLink(late.email), await mailedLink(back.email)];
    await owner`update members set invitation_expires_at = '2020-01-01' where id = ${late.id}`;
    await owner`update members set closed_at = now() where id = ${back.id}`;
    for (const link of links) {
      const followed = await browse().post('/connexion/lien', { jeton: link.searchParams.get('jeton') ?? '' });
      expect(followed.status).toBe(410);
      expect(followed.headers.getSetCookie()).toEqual([]);
    }
    expect(await owner`select id from auth.user where email in (${late.email}, ${back.email})`).toEqual([]);
  });
});

describe('as several members', () => {
  it('asks which, in two organisations and in two territories, and lets it be changed', async () => {
    const here = await member({ organisationId: 'org_one', role: 'prescriber', displayName: 'Nadia Perrin' });
    const { email, password } = here;
    await member({ organisationId: 'org_two', role: 'provider', email, password, displayName: 'Nadia Perrin' });
    const far = { territoryId: 'voisin', organisationId: 'org_far', role: 'department' as const };
    await member({ ...far, email, password, displayName: 'Nadia Perrin' });

    const browser = await signIn(api.app, here);
    expect(browser.landedOn).toBe('/connexion/structure');
    expect((await browser.get('/compte')).status).toBe(303);
    const page = await (await browser.get('/connexion/structure')).text();
    for (const name of ['Structure org_one', 'Structure org_two', 'Structure org_far']) expect(page).toContain(name);

    const [there] = await owner`select id from members where organisation_id = 'org_far' and email = ${email}`;
    const chosen = await browser.send('/connexion/structure', { structure: `voisin/${there?.id}` });
    expect(chosen.status).toBe(303);
    const account = await (await browser.get('/compte')).text();
    expect(account).toContain('Structure org_far');
    expect(account).toContain('data-territory="voisin"');

    // Somebody else's membership is none of theirs.
    const stolen = await browser.send('/connexion/structure', { structure: `meuse/${camille.id}` });
    expect(stolen.status).toBe(422);
    expect(await (await browser.get('/compte')).text()).toContain('Structure org_far');
  });
});
