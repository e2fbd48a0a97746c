import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAdministration } from '../../src/db/administration.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { codeNow } from '../support/authenticator.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

type NewMember = Awaited<ReturnType<typeof createMember>>;

let api: TestApi;
let owner: postgres.Sql;
let elise: NewMember;
let admin: Browser;
const member = (facts: Parameters<typeof createMember>[1]) =>
  createMember({ url: api.url, clock: api.deps.clock }, facts);

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  elise = await member({ organisationId: 'org_one', role: 'admin', displayName: 'Élise Thomas' });
  admin = await signIn(api.app, elise);
});
beforeEach(async () => {
  await owner`delete from auth.attempts`;
  await owner`delete from messages`;
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

const TEAM = '/compte/equipe';
const invitation = (email: string, more = {}) => ({
  organisationId: 'org_two',
  displayName: 'Noé Husson',
  email,
  role: 'prescriber',
  ...more,
});
const invite = (fields: Record<string, string>) => admin.send(`${TEAM}/inviter`, fields, TEAM);
const rowOf = async (email: string) => (await owner`select * from members where email = ${email}`)[0];
const mails = () => owner`select to_address, body from messages order by created_at, id`;
const jetonOf = (body: string) => new URL(/http\S+/.exec(body)?.[0] ?? '').searchParams.get('jeton') ?? '';

describe('an invitation', () => {
  it('is a mail with a link, good for fourteen days, and makes a member of who follows it', async () => {
    const email = 'noe@exemple.invalid';
    const sent = await invite(invitation(email));
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${TEAM}?fait=invitation`]);
    const [mail] = await mails();
    expect(mail?.to_address).toBe(email);
    expect(mail?.body).toContain('Élise Thomas vous invite à rejoindre «\u00a0Structure org_two\u00a0»');
    expect(mail?.body).toContain('6 décembre 2026');
    expect(await (await admin.get(TEAM)).text()).toContain('Invité, jusqu’au');

    const browser = openBrowser(answering(api.app));
    const joined = await browser.post('/connexion/lien', { jeton: jetonOf(mail?.body) });
    expect(joined.headers.get('location')).toBe('/pro');
    expect(await (await browser.get('/compte')).text()).toContain('Structure org_two');
    const audited =
      await owner`select action, actor_kind, fields from audit_entries where entity_id = ${(await rowOf(email))?.id} order by id`;
    expect(audited.map(({ action }) => action)).toEqual(['member.invited', 'member.joined']);
    expect(JSON.stringify(audited)).not.toContain('@');
  });

  it('sent twice in a row is one member and one mail', async () => {
    const email = 'double@exemple.invalid';
    const sent = await Promise.all([1, 2, 3].map(() => invite(invitation(email))));
    expect(sent.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await owner`select id from members where email = ${email}`).toHaveLength(1);
    expect(await mails()).toHaveLength(1);
    await owner`delete from messages`;
    api.moveClock({ minutes: 2 });
    await invite(invitation(email));
    expect(await mails()).toHaveLength(1);
  });

  it('that was taken back, or is too old, lets nobody in', async () => {
    const [back, late] = ['repris@exemple.invalid', 'tard@exemple.invalid'];
    for (const email of [back, late]) await invite(invitation(email));
    const [first, second] = await mails();
    await admin.send(`${TEAM}/fermer`, { membre: (await rowOf(back))?.id }, TEAM);
    await owner`update members set invitation_expires_at = '2026-11-21' where email = ${late}`;
    for (const { body } of [first, second] as { body: string }[]) {
      const refused = await openBrowser(answering(api.app)).post('/connexion/lien', { jeton: jetonOf(body) });
      expect([refused.status, refused.headers.getSetCookie()]).toEqual([410, []]);
    }
    const page = await (await admin.get(TEAM)).text();
    expect(page).toContain('Invitation expirée');
    expect(page).toContain('Accès fermé');
  });

  it('opens a closed access again, by the mailbox and not by what was open before', async () => {
    const gone = await member({ organisationId: 'org_two', role: 'prescriber' });
    const before = await signIn(api.app, gone);
    await admin.send(`${TEAM}/fermer`, { membre: gone.id }, TEAM);
    expect((await before.get('/compte')).status).toBe(303);
    await invite(invitation(gone.email));
    expect((await before.get('/compte')).status).toBe(303);
    const [mail] = await mails();
    const browser = openBrowser(answering(api.app));
    await browser.post('/connexion/lien', { jeton: jetonOf(mail?.body) });
    expect((await browser.get('/compte')).status).toBe(200);
  });

  it.each([
    [{ email: 'pas une adresse' }, 'email', 'prenom.nom@exemple.fr'],
    [{ displayName: ' ' }, 'displayName', 'prénom'],
    [{ role: 'roi' }, 'role', 'rôle'],
    [{ organisationId: 'org_far' }, 'organisationId', 'structure du territoire'],
  ])('with %o is shown again with what was typed', async (wrong, field, why) => {
    const refused = await invite(invitation('juste@exemple.invalid', wrong));
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain(`href="#${field}"`);
    expect(page).toContain(why);
    if (!('displayName' in wrong)) expect(page).toContain('value="Noé Husson"');
    expect(await mails()).toHaveLength(0);
    expect(await rowOf('juste@exemple.invalid')).toBeUndefined();
  });

  it('is not for who is a member already', async () => {
    const known = await member({ organisationId: 'org_two', role: 'prescriber' });
    const refused = await invite(invitation(known.email.toUpperCase()));
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('déjà');
  });
});

describe('members', () => {
  it('get another role, which counts at once; who has not seen the last change is told', async () => {
    const yanis = await member({ organisationId: 'org_two', role: 'prescriber' });
    const browser = await signIn(api.app, yanis);
    const change = (role: string, avant: string) => admin.send(`${TEAM}/role`, { membre: yanis.id, role, avant }, TEAM);
    expect((await browser.get(TEAM)).status).toBe(403);
    expect((await change('admin', 'prescriber')).status).toBe(303);
    expect((await browser.get(TEAM)).status).toBe(200);
    expect((await change('provider', 'prescriber')).status).toBe(409);
    expect((await rowOf(yanis.email))?.role).toBe('admin');
  });

  it('are not closed, nor given a role, by themselves', async () => {
    expect((await admin.send(`${TEAM}/fermer`, { membre: elise.id }, TEAM)).status).toBe(403);
    const role = { membre: elise.id, role: 'referent', avant: 'admin' };
    expect((await admin.send(`${TEAM}/role`, role, TEAM)).status).toBe(403);
    expect(await rowOf(elise.email)).toMatchObject({ role: 'admin', closed_at: null });
  });

  it('of another territory are as unknown as those that never were', async () => {
    const far = await member({ territoryId: 'voisin', organisationId: 'org_far', role: 'prescriber' });
    const close = async (id: string) => {
      const response = await admin.send(`${TEAM}/fermer`, { membre: id }, TEAM);
      return [response.status, (await response.text()).replaceAll(/formToken" value="[^"]+"/g, '')];
    };
    expect(await close(far.id)).toEqual(await close('mem_inconnu'));
    expect((await rowOf(far.email))?.closed_at).toBeNull();
    expect(await (await admin.get(TEAM)).text()).not.toContain(far.email);
  });

  it('are kept by administrators only', async () => {
    const roles = [
      'prescriber',
      'referent',
      'mobilityAdvisor',
      'resourceCentre',
      'provider',
      'employer',
      'department',
    ] as const;
    for (const role of roles) {
      const one = await member({ organisationId: 'org_one', role });
      const browser = await signIn(api.app, one);
      expect((await browser.get(TEAM)).status).toBe(403);
      const formToken = await browser.tokenOf('/compte');
      for (const [path, fields] of [
        ['inviter', invitation(`${role}@exemple.invalid`)],
        ['fermer', { membre: elise.id }],
        ['role', { membre: elise.id, role: 'provider', avant: 'admin' }],
        ['structures', { name: `Structure de ${role}`, kind: 'provider' }],
      ] as const) {
        expect((await browser.post(`${TEAM}/${path}`, { ...fields, formToken })).status).toBe(403);
      }
    }
    expect(await owner`select id from organisations where name like 'Structure de %'`).toEqual([]);
    expect(await mails()).toEqual([]);
    expect(await rowOf(elise.email)).toMatchObject({ role: 'admin', closed_at: null });
  });
});

describe('an administrator of an organisation that is no example', () => {
  it('sets up the second factor first; one of the demonstration keeps the demonstration only', async () => {
    const administration = createAdministration({ url: api.url, clock: api.deps.clock });
    const real = { id: 'org_real', name: 'Mission locale', kind: 'prescriber' as const, illustrative: false };
    await administration.upsertOrganisation('meuse', real);
    await administration.close();
    const paul = await member({ organisationId: 'org_real', role: 'admin', displayName: 'Paul Real' });

    const browser = await signIn(api.app, paul);
    const closed = await browser.get(TEAM);
    expect([closed.status, closed.headers.get('location')]).toEqual([303, '/compte#double']);
    const formToken = await browser.tokenOf('/compte');
    const tried = await browser.post(`${TEAM}/inviter`, { ...invitation('x@exemple.invalid'), formToken });
    expect(tried.status).toBe(403);

    const page = await (await browser.send('/compte/double', { password: paul.password }, '/compte')).text();
    const secret = /[?&](?:amp;)?secret=([A-Z2-7]+)/.exec(page)?.[1] ?? '';
    const done = await browser.send('/compte/double/confirmer', { code: codeNow(secret) }, '/compte');
    expect(done.status).toBe(303);
    expect(await (await browser.get(TEAM)).text()).toContain('Paul Real');

    expect(await (await admin.get(TEAM)).text()).not.toContain('Paul Real');
    expect((await admin.send(`${TEAM}/fermer`, { membre: paul.id }, TEAM)).status).toBe(404);
    expect((await invite(invitation('y@exemple.invalid', { organisationId: 'org_real' }))).status).toBe(422);
  });
});

describe('organisations', () => {
  it('are added to the territory once', async () => {
    const add = (fields: Record<string, string>) => admin.send(`${TEAM}/structures`, fields, TEAM);
    expect((await add({ name: 'Vélos de la Meuse', kind: 'provider' })).status).toBe(303);
    const again = await add({ name: 'vélos de la MEUSE', kind: 'provider' });
    expect(again.status).toBe(422);
    expect(await again.text()).toContain('existe déjà');
    expect((await add({ name: 'Autre', kind: 'royaume' })).status).toBe(422);
    expect(await owner`select kind, illustrative, territory_id from organisations where name ilike 'vélos%'`).toEqual([
      { kind: 'provider', illustrative: true, territory_id: 'meuse' },
    ]);
  });
});
