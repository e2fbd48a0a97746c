import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { codeNow, wrongCode } from '../support/authenticator.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';
import { until } from '../support/until.ts';

type NewMember = Awaited<ReturnType<typeof createMember>>;

let api: TestApi;
let owner: postgres.Sql;
const member = () =>
  createMember({ url: api.url, clock: api.deps.clock }, { organisationId: 'org_one', role: 'prescriber' });
const signOn = ({ email, password }: { email: string; password: string }, browser = openBrowser(answering(api.app))) =>
  browser.post('/connexion', { email, password, par: 'mot-de-passe' });

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
});
beforeEach(() => owner`delete from auth.attempts`);
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

/** Signed in by a mailed link, as whoever forgot their password. */
async function byLink(email: string, browser = openBrowser(answering(api.app))) {
  await owner`delete from messages`;
  await browser.post('/connexion', { email, par: 'lien' });
  let body = '';
  await until(async () => {
    body = (await owner`select body from messages where to_address = ${email}`)[0]?.body ?? '';
    return body !== '';
  });
  const jeton = new URL(/http\S+/.exec(body)?.[0] ?? '').searchParams.get('jeton') ?? '';
  return { browser, response: await browser.post('/connexion/lien', { jeton }) };
}

describe('one’s password', () => {
  const next = 'une phrase bien à moi';

  it('is changed with the present one, which counts no more; other devices are signed out', async () => {
    const me = await member();
    const [here, elsewhere] = [await signIn(api.app, me), await signIn(api.app, me)];
    const changed = await here.send('/compte/mot-de-passe', { current: me.password, next }, '/compte');
    expect([changed.status, changed.headers.get('location')]).toEqual([303, '/compte?fait=mot-de-passe']);
    expect((await here.get('/compte')).status).toBe(200);
    expect((await elsewhere.get('/compte')).status).toBe(303);
    expect((await signOn(me)).status).toBe(422);
    expect((await signOn({ ...me, password: next })).status).toBe(303);
  });

  it.each([
    [{ current: 'faux', next }, 'ne convient pas'],
    [{ next: 'trop court' }, 'au moins 12 caractères'],
    [{ next: 'x'.repeat(129) }, '128 caractères au plus'],
    [{ next: 'Pouvoir Bouger 2026' }, 'nom du site'],
  ])('is not changed by %o', async (fields, why) => {
    const me = await member();
    const browser = await signIn(api.app, me);
    const refused = await browser.send('/compte/mot-de-passe', { current: me.password, ...fields }, '/compte');
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toMatch(/<title>Erreur/);
    expect(page).toContain(why);
    expect((await signOn(me)).status).toBe(303);
  });

  it('is replaced without the forgotten one by whoever just came by a link', async () => {
    const me = await member();
    const { browser } = await byLink(me.email);
    expect(await (await browser.get('/compte')).text()).not.toContain('name="current"');
    expect((await browser.send('/compte/mot-de-passe', { next }, '/compte')).status).toBe(303);
    expect((await signOn({ ...me, password: next })).status).toBe(303);
  });

  it('is asked for again half an hour after the link', async () => {
    const me = await member();
    const { browser } = await byLink(me.email);
    await owner`update auth.session set created_at = now() - interval '31 minutes' where user_id = ${me.userId}`;
    expect((await browser.send('/compte/mot-de-passe', { next }, '/compte')).status).toBe(422);
    expect((await signOn(me)).status).toBe(303);
  });

  it('is not guessed from inside an open session either', async () => {
    const me = await member();
    const browser = await signIn(api.app, me);
    const formToken = await browser.tokenOf('/compte');
    const guess = (current: string) => browser.post('/compte/mot-de-passe', { current, next, formToken });
    for (let wrong = 0; wrong < 8; wrong++) expect((await guess('faux')).status).toBe(422);
    expect((await guess(me.password)).status).toBe(429);
  });
});

describe('one’s devices', () => {
  it('are listed without their place, and signed out one by one or all others', async () => {
    const me = await member();
    const [first, second, third] = [await signIn(api.app, me), await signIn(api.app, me), await signIn(api.app, me)];
    await owner`update auth.session set user_agent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' where user_id = ${me.userId}`;
    const page = await (await first.get('/compte')).text();
    expect(page.match(/Firefox sur Linux/g)?.length).toBeGreaterThanOrEqual(3);
    expect(page.match(/cet appareil/g)).toHaveLength(1);
    expect(await owner`select ip_address from auth.session where ip_address <> ''`).toEqual([]);

    const others = [...page.matchAll(/name="appareil" value="([^"]+)"/g)]
      .map(([, id = '']) => id)
      .filter((id) => id !== 'autres');
    expect(others).toHaveLength(2);
    await first.send('/compte/appareils', { appareil: others[0] ?? '' }, '/compte');
    const left = await Promise.all([second, third].map(async (one) => (await one.get('/compte')).status));
    expect(left.toSorted()).toEqual([200, 303]);

    await first.send('/compte/appareils', { appareil: 'autres' }, '/compte');
    const none = await Promise.all([second, third].map(async (one) => (await one.get('/compte')).status));
    expect(none).toEqual([303, 303]);
    expect((await first.get('/compte')).status).toBe(200);
  });

  it('of somebody else are nobody’s to sign out', async () => {
    const [me, other] = [await member(), await member()];
    const [mine, theirs] = [await signIn(api.app, me), await signIn(api.app, other)];
    const [session] = await owner`select id from auth.session where user_id = ${other.userId}`;
    const answer = await mine.send('/compte/appareils', { appareil: session?.id }, '/compte');
    expect(answer.status).toBe(404);
    expect((await theirs.get('/compte')).status).toBe(200);
  });
});

describe('the second factor', () => {
  /** Set up, and what an authenticator would keep. */
  async function setUp(me: NewMember, browser: Browser) {
    const page = await (await browser.send('/compte/double', { password: me.password }, '/compte')).text();
    const uri = new URL((/href="(otpauth:[^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&'));
    const secret = uri.searchParams.get('secret') ?? '';
    const codes = [...page.matchAll(/name="secours" value="([^"]+)"/g)].map(([, code = '']) => code);
    const fields = {
      uri: uri.href,
      secours: codes,
      formToken: /name="formToken" value="([^"]+)"/.exec(page)?.[1] ?? '',
    };
    return { secret, codes, fields };
  }
  async function withSecondFactor() {
    const me = await member();
    const browser = await signIn(api.app, me);
    const { secret, codes, fields } = await setUp(me, browser);
    const done = await browser.post('/compte/double/confirmer', { ...fields, code: codeNow(secret) });
    expect(done.headers.get('location')).toBe('/compte?fait=double');
    return { me, browser, secret, codes };
  }

  it('counts once a code has shown that the telephone has it; until then nothing is asked', async () => {
    const me = await member();
    const browser = await signIn(api.app, me);
    const { secret, codes, fields } = await setUp(me, browser);
    expect(codes.length).toBeGreaterThanOrEqual(8);
    const wrong = await browser.post('/compte/double/confirmer', { ...fields, code: wrongCode(secret) });
    expect(wrong.status).toBe(422);
    const again = await wrong.text();
    expect(again).toContain(codes[0]);
    expect((await signOn(me)).headers.get('location')).toBe('/pro');
    const done = await browser.post('/compte/double/confirmer', { ...fields, code: codeNow(secret) });
    expect(done.status).toBe(303);
    expect(await (await browser.get('/compte')).text()).toContain('Elle est en place');
    expect(JSON.stringify(await owner`select * from auth.two_factor`)).not.toContain(secret);
  });

  it('is not set up without the password', async () => {
    const me = await member();
    const browser = await signIn(api.app, me);
    const refused = await browser.send('/compte/double', { password: 'faux' }, '/compte');
    expect(refused.status).toBe(422);
    expect(await refused.text()).not.toContain('otpauth:');
  });

  it('is asked for after the password: without the code one is nobody', async () => {
    const { me, secret } = await withSecondFactor();
    const browser = openBrowser(answering(api.app));
    const half = await signOn(me, browser);
    expect(half.headers.get('location')).toBe('/connexion/double');
    expect((await browser.get('/compte')).status).toBe(303);
    expect((await browser.post('/connexion/double', { code: wrongCode(secret) })).status).toBe(422);
    expect((await browser.get('/compte')).status).toBe(303);
    const whole = await browser.post('/connexion/double', { code: ` ${codeNow(secret).replace(/(...)/, '$1 ')}` });
    expect(whole.headers.get('location')).toBe('/pro');
    expect((await browser.get('/compte')).status).toBe(200);
  });

  it('is asked for after a link as well', async () => {
    const { me, secret } = await withSecondFactor();
    const { browser, response } = await byLink(me.email);
    expect(response.headers.get('location')).toBe('/connexion/double');
    expect((await browser.get('/compte')).status).toBe(303);
    await browser.post('/connexion/double', { code: codeNow(secret) });
    // And the session still knows how it began: the forgotten password may be replaced.
    expect(await (await browser.get('/compte')).text()).not.toContain('name="current"');
  });

  it('is answered with a recovery code too, each of them once', async () => {
    const { me, codes } = await withSecondFactor();
    const enter = async () => {
      const browser = openBrowser(answering(api.app));
      await signOn(me, browser);
      return browser.post('/connexion/double', { code: codes[0] ?? '' });
    };
    expect((await enter()).status).toBe(303);
    expect((await enter()).status).toBe(422);
  });

  it('is not guessed: five codes a sign-in, then it is to be begun again', async () => {
    const { me, secret } = await withSecondFactor();
    const browser = openBrowser(answering(api.app));
    await signOn(me, browser);
    for (let wrong = 0; wrong < 5; wrong++) {
      expect((await browser.post('/connexion/double', { code: wrongCode(secret) })).status).toBe(422);
    }
    expect((await browser.post('/connexion/double', { code: codeNow(secret) })).status).toBe(410);
    expect((await browser.get('/compte')).status).toBe(303);
  });

  it('is removed with a code, and not without', async () => {
    const { me, browser, secret, codes } = await withSecondFactor();
    expect((await browser.send('/compte/double/retirer', { code: wrongCode(secret) }, '/compte')).status).toBe(422);
    expect((await signOn(me)).headers.get('location')).toBe('/connexion/double');
    expect((await browser.send('/compte/double/retirer', { code: codes[1] ?? '' }, '/compte')).status).toBe(303);
    expect((await signOn(me)).headers.get('location')).toBe('/pro');
  });

  it('leaves in the audit what was done, and no value', async () => {
    const { me } = await withSecondFactor();
    const rows = await owner`select action, fields from audit_entries where entity_id = ${me.id}`;
    expect(rows).toEqual([{ action: 'secondFactor.enabled', fields: ['secondFactor'] }]);
  });
});
