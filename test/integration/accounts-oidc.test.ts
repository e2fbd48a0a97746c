import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { codeNow } from '../support/authenticator.ts';
import { type OidcServer, startOidcServer, type Tampering } from '../support/oidc-server.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

const CALLBACK = 'http://localhost/connexion/oidc/callback/oidc';

let provider: OidcServer;
let api: TestApi;
let owner: postgres.Sql;
const member = (facts: Partial<Parameters<typeof createMember>[1]> = {}) =>
  createMember({ url: api.url, clock: api.deps.clock }, { organisationId: 'org_one', role: 'prescriber', ...facts });
const browse = (site = api): Browser => openBrowser(answering(site.app));

beforeAll(async () => {
  provider = await startOidcServer(CALLBACK);
  api = await startApi({ oidc: provider.settings });
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
});
beforeEach(() => provider.tamper('none'));
afterAll(async () => {
  await owner?.end();
  await api?.stop();
  await provider?.stop();
});

const pathOf = (url: string) => new URL(url).pathname + new URL(url).search;

/** To the provider and back, as the browser is led; the last redirection of ours. */
async function through(browser: Browser, email: string, vers = '') {
  const start = await browser.get(`/connexion/oidc${vers}`);
  const back = await provider.logIn(start.headers.get('location') ?? '', email);
  const answer = await browser.get(pathOf(back));
  const on = new URL(answer.headers.get('location') ?? '', 'http://localhost');
  return { start: new URL(start.headers.get('location') ?? ''), back, answer, on };
}
async function enter(browser: Browser, email: string, vers = '') {
  const { on } = await through(browser, email, vers);
  return on.pathname === '/connexion/suite' ? browser.get(on.pathname + on.search) : null;
}
const isIn = async (browser: Browser) => (await browser.get('/compte')).status === 200;

describe('signing in with an OpenID provider', () => {
  it('knows a member by the address that the provider has verified, and leads on', async () => {
    const camille = await member();
    const browser = browse();
    const last = await enter(browser, camille.email, '?vers=%2Fpro%2Fpersonnes');
    expect(last?.headers.get('location')).toBe('/pro/personnes');
    expect(await (await browser.get('/compte')).text()).toContain(camille.displayName);
    // The next time it is the same account.
    expect((await enter(browse(), camille.email))?.headers.get('location')).toBe('/pro');
    expect(await owner`select count(*)::int as n from auth.user where email = ${camille.email}`).toEqual([{ n: 1 }]);
  });

  it('asks with PKCE, a state and a nonce, long enough to be guessed by nobody', async () => {
    const start = await browse().get('/connexion/oidc');
    const asked = new URL(start.headers.get('location') ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('scope')?.split(' ')).toContain('openid');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThanOrEqual(32);
  });

  it('follows an invitation', async () => {
    const invited = await member({ password: null });
    const browser = browse();
    await enter(browser, invited.email);
    expect(await isIn(browser)).toBe(true);
    const [row] = await owner`select joined_at from members where id = ${invited.id}`;
    expect(row?.joined_at).not.toBeNull();
  });

  it('lets nobody in who is no member, or not any more', async () => {
    const gone = await member();
    const late = await member({ password: null });
    await owner`update members set closed_at = now() where id = ${gone.id}`;
    await owner`update members set invitation_expires_at = '2020-01-01' where id = ${late.id}`;
    for (const email of ['personne@exemple.invalid', late.email]) {
      const browser = browse();
      const { on } = await through(browser, email);
      expect(on.pathname).toBe('/connexion');
      expect(await (await browser.get(on.pathname + on.search)).text()).toContain('n’a pas permis de vous reconnaître');
      expect(await isIn(browser)).toBe(false);
      expect(await owner`select id from auth.user where email = ${email}`).toEqual([]);
    }
    const browser = browse();
    expect((await enter(browser, gone.email))?.headers.get('location')).toBe('/connexion?personne');
    expect(await isIn(browser)).toBe(false);
  });

  const tamperings: Tampering[] = [
    'plainJson',
    'unsigned',
    'anotherKey',
    'clientSecretKey',
    'anotherIssuer',
    'anotherAudience',
    'anotherSubject',
    'emailUnverified',
    'emailUnspoken',
    'noEmail',
    'broken',
  ];
  it.each(tamperings)('refuses a userinfo answer that is %s', async (how) => {
    const camille = await member();
    provider.tamper(how);
    const browser = browse();
    const { on } = await through(browser, camille.email);
    expect(on.pathname).toBe('/connexion');
    expect(on.searchParams.get('error')).not.toBeNull();
    expect(await isIn(browser)).toBe(false);
    expect(await owner`select id from auth.session where user_id = ${camille.userId}`).toEqual([]);
    // Without that, the same person comes in.
    provider.tamper('none');
    const again = browse();
    await enter(again, camille.email);
    expect(await isIn(again)).toBe(true);
  });

  it('takes an answer once, and only in the browser that asked', async () => {
    const camille = await member();
    const [mine, other] = [browse(), browse()];
    const start = await mine.get('/connexion/oidc');
    const back = await provider.logIn(start.headers.get('location') ?? '', camille.email);
    await other.get(pathOf(back));
    expect(await isIn(other)).toBe(false);
    const second = await mine.get(pathOf(back));
    expect(new URL(second.headers.get('location') ?? '', 'http://localhost').pathname).not.toBe('/pro');

    const { back: used } = await through(browse(), camille.email);
    const replayed = browse();
    await replayed.get(pathOf(used));
    expect(await isIn(replayed)).toBe(false);
  });

  it('asks for the second factor of who has one', async () => {
    const camille = await member();
    const first = await signIn(api.app, camille);
    const page = await (await first.send('/compte/double', { password: camille.password }, '/compte')).text();
    const secret = /[?&](?:amp;)?secret=([A-Z2-7]+)/.exec(page)?.[1] ?? '';
    await first.send('/compte/double/confirmer', { code: codeNow(secret) }, '/compte');

    const browser = browse();
    const { on } = await through(browser, camille.email);
    expect(on.pathname).toBe('/connexion/double');
    expect(await isIn(browser)).toBe(false);
    await browser.post('/connexion/double', { code: codeNow(secret) });
    expect(await isIn(browser)).toBe(true);
  });

  it('keeps the provider’s tokens where nobody can read them, and no address of a network', async () => {
    const camille = await member();
    await through(browse(), camille.email);
    const rows =
      await owner`select access_token, id_token from auth.account where provider_id = 'oidc' and access_token is not null`;
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.map(({ access_token }) => access_token))).not.toMatch(/"[\w-]{43}"/);
  });

  it('leads to the provider’s own sign-out', async () => {
    const camille = await member();
    const browser = browse();
    await enter(browser, camille.email);
    const out = await browser.send('/deconnexion', {}, '/compte');
    expect(out.headers.get('location')).toContain(`${provider.settings.issuer}/session/end`);
    expect(await isIn(browser)).toBe(false);
  });
});

describe('found by its issuer alone', () => {
  it('is asked where its addresses are; its userinfo is held to the same', async () => {
    const other = await startApi({ oidc: { ...provider.settings, endpoints: null } });
    try {
      const facts = { organisationId: 'org_one', role: 'prescriber' } as const;
      const camille = await createMember({ url: other.url, clock: other.deps.clock }, facts);
      const browser = browse(other);
      await enter(browser, camille.email);
      expect(await isIn(browser)).toBe(true);
    } finally {
      await other.stop();
    }
  });

  it('is told to be away, while everybody else signs in', async () => {
    const other = await startApi({ oidc: { ...provider.settings, issuer: 'http://127.0.0.1:9', endpoints: null } });
    try {
      const page = await browse(other).get('/connexion/oidc');
      expect(page.status).toBe(503);
      expect((await browse(other).get('/connexion')).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});

describe('where the operator answers for the addresses', () => {
  it('takes one of which the provider says nothing, never one it calls unverified', async () => {
    const other = await startApi({ oidc: { ...provider.settings, emailsAreVerified: true } });
    try {
      const facts = { organisationId: 'org_one', role: 'prescriber' } as const;
      const camille = await createMember({ url: other.url, clock: other.deps.clock }, facts);
      const [unspoken, unverified] = [browse(other), browse(other)];
      provider.tamper('emailUnspoken');
      await enter(unspoken, camille.email);
      expect(await isIn(unspoken)).toBe(true);
      provider.tamper('emailUnverified');
      await enter(unverified, camille.email);
      expect(await isIn(unverified)).toBe(false);
    } finally {
      await other.stop();
    }
  });
});
