import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let camille: Awaited<ReturnType<typeof createMember>>;
let sofia: typeof camille;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  const clock = api.deps.clock;
  camille = await createMember({ url: api.url, clock }, { organisationId: 'org_one', role: 'admin' });
  sofia = await createMember({ url: api.url, clock }, { organisationId: 'org_one', role: 'admin' });
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

const organisations = async () => (await owner`select name from organisations order by name`).map(({ name }) => name);
const endSessions = () => owner`update auth.session set expires_at = now() - interval '1 second'`;
const NEW = { name: 'Garage d’essai (exemple)', kind: 'provider' };
const PATH = '/compte/equipe/structures';

/** What the page gives back in its hidden fields. */
function hiddenFields(html: string): [string, string][] {
  return [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  ]);
}
const formOf = (html: string, action: string) => {
  const form = new RegExp(`<form action="${action}"[\\s\\S]*?</form>`).exec(html)?.[0];
  if (!form) throw new Error(`No form to ${action} in:\n${html}`);
  return Object.fromEntries(hiddenFields(form));
};

describe('the token of a form', () => {
  it('must be there, and be this session’s', async () => {
    const browser = await signIn(api.app, camille);
    const token = await browser.tokenOf('/compte');
    const before = await organisations();
    const others = [
      undefined,
      '',
      'x',
      token.slice(0, -1),
      `${token}x`,
      await (await signIn(api.app, sofia)).tokenOf('/compte'),
    ];
    for (const formToken of others) {
      const response = await browser.post(PATH, { ...NEW, ...(formToken === undefined ? {} : { formToken }) });
      expect(response.status).toBe(403);
    }
    expect(await organisations()).toEqual(before);
  });

  it('does not help a form of another site', async () => {
    const browser = await signIn(api.app, camille);
    const formToken = await browser.tokenOf('/compte');
    const before = await organisations();
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site };
      const response = await browser.post(PATH, { ...NEW, formToken }, headers);
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain(NEW.name);
    }
    expect(await organisations()).toEqual(before);
  });

  it('of a session that was left and taken up again gives the answers back, to be sent by hand', async () => {
    const browser = await signIn(api.app, camille);
    const old = await browser.tokenOf('/compte');
    await browser.send('/deconnexion', {}, '/compte');
    await browser.post('/connexion', { email: camille.email, password: camille.password, par: 'mot-de-passe' });
    const refused = await browser.post(PATH, { ...NEW, formToken: old });
    expect(refused.status).toBe(403);
    expect(await organisations()).not.toContain(NEW.name);
    const again = await browser.post(PATH, formOf(await refused.text(), PATH));
    expect([again.status, again.headers.get('location')]).toEqual([303, '/compte/equipe?fait=structure']);
    expect(await organisations()).toContain(NEW.name);
  });
});

describe('a session that ends in mid-form', () => {
  const typed = { name: 'Auto-école <b>"d’essai"</b> & fils', kind: 'provider' };

  async function interrupt(): Promise<Browser> {
    const browser = await signIn(api.app, camille);
    const formToken = await browser.tokenOf('/compte/equipe');
    await endSessions();
    const response = await browser.post(PATH, { ...typed, formToken });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/connexion?gardees']);
    expect(await (await browser.get('/connexion?gardees')).text()).toContain('vous seront rendues');
    return browser;
  }
  const comeBack = (browser: Browser, { email, password } = camille) =>
    browser.post('/connexion', { email, password, par: 'mot-de-passe' });

  it('loses nothing: the answers are offered again, and go where they were going', async () => {
    const browser = await interrupt();
    expect((await comeBack(browser)).headers.get('location')).toBe('/connexion/reponses');
    const page = await (await browser.get('/connexion/reponses')).text();
    const fields = formOf(page, '/connexion/reponses/envoyer');
    expect(fields).toMatchObject(typed);
    const sent = await browser.post('/connexion/reponses/envoyer', fields);
    // The browser sends the same form on.
    expect([sent.status, sent.headers.get('location')]).toEqual([307, PATH]);
    expect((await browser.post(PATH, fields)).status).toBe(303);
    expect(await organisations()).toContain(typed.name);
    expect((await browser.get('/connexion/reponses')).headers.get('location')).toBe('/compte/equipe');
    expect(await owner`select id from form_drafts where form = 'interrupted'`).toEqual([]);
  });

  it('gives them to nobody else who signs in on that machine', async () => {
    const browser = await interrupt();
    await comeBack(browser, sofia);
    const theirs = await browser.get('/connexion/reponses');
    expect([theirs.status, theirs.headers.get('location')]).toEqual([303, '/compte/equipe']);
    // Not to a stranger with the same browser either, nor to their owner on another one.
    const elsewhere = await signIn(api.app, camille);
    expect((await elsewhere.get('/connexion/reponses')).status).toBe(303);
  });

  it('gives them back for an hour', async () => {
    const browser = await interrupt();
    const [draft] = await owner`select purge_after - created_at = interval '1 hour' as an_hour from form_drafts
      where form = 'interrupted' order by created_at desc limit 1`;
    expect(draft?.an_hour).toBe(true);
    api.moveClock({ minutes: 61 });
    await comeBack(browser);
    expect((await browser.get('/connexion/reponses')).status).toBe(303);
  });

  it('forgets them when asked to', async () => {
    const browser = await interrupt();
    await comeBack(browser);
    const page = await (await browser.get('/connexion/reponses')).text();
    await browser.post('/connexion/reponses/laisser', formOf(page, '/connexion/reponses/laisser'));
    expect((await browser.get('/connexion/reponses')).status).toBe(303);
  });

  it('keeps nothing that another site, or a token made up, would have kept', async () => {
    await owner`delete from form_drafts`;
    const browser = await signIn(api.app, camille);
    const formToken = await browser.tokenOf('/compte/equipe');
    await endSessions();
    const [session, who] = formToken.split('.');
    const forged = `${session}.${who}.${'A'.repeat(43)}`;
    for (const [token, headers] of [
      [formToken, { 'sec-fetch-site': 'cross-site' }],
      [forged, {}],
      ['', {}],
    ] as const) {
      const response = await browser.post(PATH, { ...typed, formToken: token }, headers);
      expect(response.headers.get('location')).toBe('/connexion');
    }
    expect(await owner`select id from form_drafts`).toEqual([]);
  });

  it('leads a page that is only looked at to the sign-in and back', async () => {
    const page = await openBrowser(answering(api.app)).get('/compte/equipe?fait=role');
    expect([page.status, page.headers.get('location')]).toEqual([
      303,
      `/connexion?vers=${encodeURIComponent('/compte/equipe?fait=role')}`,
    ]);
  });
});
