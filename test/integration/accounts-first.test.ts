import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFirstAccount, removeSecondFactor } from '../../src/db/seeds/first-account.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { codeNow } from '../support/authenticator.ts';
import { answering, createMember, openBrowser, signIn } from '../support/sign-in.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.stop());

const wanted = () => ({
  url: api.url,
  territoryId: 'meuse',
  email: 'Premiere@exemple.invalid',
  displayName: 'Première Personne',
  role: 'admin' as const,
  organisation: { name: 'Plateforme mobilité', kind: 'mobilityPlatform' as const },
  publicUrl: 'http://localhost',
});

async function follow(link: string) {
  const browser = openBrowser(answering(api.app));
  const jeton = new URL(link).searchParams.get('jeton') ?? '';
  return { browser, answer: await browser.post('/connexion/lien', { jeton }) };
}

describe('the first account of a territory', () => {
  it('comes in by a link, once, and is asked for a second factor before it invites anybody', async () => {
    const { link } = await createFirstAccount(wanted());
    expect(link).toMatch(/^http:\/\/localhost\/connexion\/lien\?jeton=[\w-]{43}$/);
    const { browser, answer } = await follow(link);
    expect(answer.status).toBe(303);
    expect(await (await browser.get('/compte')).text()).toContain('Première Personne');
    expect((await browser.get('/compte/equipe')).headers.get('location')).toBe('/compte#double');
    expect((await follow(link)).answer.status).toBe(410);
  });

  it('made again is the same one, with another link', async () => {
    const [first, second] = [await createFirstAccount(wanted()), await createFirstAccount(wanted())];
    expect(second.memberId).toBe(first.memberId);
    expect((await follow(second.link)).answer.status).toBe(303);
  });
});

describe('a lost telephone', () => {
  it('is forgotten by the operator, and every device with it', async () => {
    const facts = { organisationId: 'org_one', role: 'prescriber' } as const;
    const me = await createMember({ url: api.url, clock: api.deps.clock }, facts);
    const browser = await signIn(api.app, me);
    const page = await (await browser.send('/compte/double', { password: me.password }, '/compte')).text();
    const secret = /[?&](?:amp;)?secret=([A-Z2-7]+)/.exec(page)?.[1] ?? '';
    await browser.send('/compte/double/confirmer', { code: codeNow(secret) }, '/compte');

    expect(await removeSecondFactor({ url: api.url, email: me.email })).toBe(true);
    expect((await browser.get('/compte')).status).toBe(303);
    expect((await signIn(api.app, me)).landedOn).toBe('/pro');
    expect(await removeSecondFactor({ url: api.url, email: 'personne@exemple.invalid' })).toBe(false);
  });
});
