import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type Browser, createMember, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
const come = async (
  organisationId: string,
  role: 'referent' | 'prescriber' | 'provider' | 'admin',
  displayName: string,
) => {
  const member = await createMember({ url: api.url, clock: api.deps.clock }, { organisationId, role, displayName });
  return Object.assign(await signIn(api.app, member), { id: member.id });
};
let amelie: Browser & { id: string };
let basile: Browser & { id: string };
let chloe: Browser & { id: string };

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  amelie = await come('org_one', 'referent', 'Amélie Meunier');
  basile = await come('org_one', 'prescriber', 'Basile Henry');
  chloe = await come('org_two', 'referent', 'Chloé Jacquot');
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

/** A file as the questionnaire's page leaves it, without its questionnaire. */
async function open(browser: Browser & { id: string }, identity: object): Promise<string> {
  const [row] = await owner`select organisation_id, role from members where id = ${browser.id}`;
  const role = row?.role as 'referent';
  const actor = {
    kind: 'member' as const,
    id: browser.id,
    territoryId: 'meuse',
    organisationId: row?.organisation_id,
    role,
    scopes: new Set(SCOPES_OF_ROLE[role]),
  };
  return (await openPerson({ ctx: { actor, deps: api.deps }, input: identity })).id;
}

const read = async (browser: Browser, path: string) => {
  const response = await browser.get(path);
  return { status: response.status, html: await response.text() };
};
const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the pages of people', () => {
  it('begin with my day; who sees no people is sent to what they do', async () => {
    const day = await read(amelie, '/pro');
    expect(day.status).toBe(200);
    expect(text(day.html)).toContain('Ma journée');
    const garage = await come('org_two', 'provider', 'Denis Garage');
    const elsewhere = await read(garage, '/pro');
    expect(elsewhere.status).toBe(200);
    expect(text(elsewhere.html)).toContain('Votre rôle ne donne accès au dossier d’aucune personne');
    expect((await garage.get('/pro/personnes')).status).toBe(403);
  });

  it('ask whoever is not signed in who they are', async () => {
    const response = await api.app.request('/pro/personnes');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(/^\/connexion/);
  });

  it('show a file to its circle of care, and to others what they show of a file that never was', async () => {
    const id = await open(amelie, {
      firstName: 'Ámina',
      lastName: 'Benali',
      phone: '06 12 34 56 78',
      commune: '55122',
    });
    const mine = await read(amelie, `/pro/personnes/${id}`);
    expect(mine.status).toBe(200);
    expect(text(mine.html)).toMatch(/Ámina Benali.*06 12 34 56 78.*Commercy/);
    for (const path of ['', '/modifier', '/donnees', '/donnees.json', '/effacer']) {
      const foreign = await read(chloe, `/pro/personnes/${id}${path}`);
      const never = await read(chloe, `/pro/personnes/ben_never${path}`);
      expect(foreign.status).toBe(404);
      expect(foreign.html.replaceAll(id, 'X')).toBe(never.html.replaceAll('ben_never', 'X'));
      expect(foreign.html).not.toMatch(/Benali|0612/);
    }
  });

  it('keep what both wrote when two people change one identity', async () => {
    const id = await open(amelie, { firstName: 'Bruno', lastName: 'Petit' });
    const path = `/pro/personnes/${id}/modifier`;
    const fields = { firstName: 'Bruno', lastName: 'Petit', version: '1' };
    const first = await amelie.send(path, { ...fields, phone: '06 00 00 00 01', commune: 'Commercy' });
    expect([first.status, first.headers.get('location')]).toEqual([303, `/pro/personnes/${id}?fait=modifie`]);
    const second = await basile.send(path, { ...fields, phone: '07 99 99 99 99' });
    expect(second.status).toBe(409);
    const html = await second.text();
    expect(html).toContain('<title>Erreur');
    expect(text(html)).toMatch(/Téléphone 07 99 99 99 99 06 00 00 00 01/);
    expect(html).toMatch(/name="phone"[^>]*value="07 99 99 99 99"/);
    const version = /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';
    expect((await basile.send(path, { ...fields, version, phone: '07 99 99 99 99' })).status).toBe(303);
    const [row] = await owner`select phone from beneficiary_identities where beneficiary_id = ${id}`;
    expect(row?.phone).toBe('07 99 99 99 99');
  });

  it('tell what is wrong beside what was typed, in a pasted text of 50,000 characters too', async () => {
    const id = await open(amelie, { lastName: 'Grand' });
    const answer = await amelie.send(`/pro/personnes/${id}/modifier`, {
      lastName: 'x'.repeat(50_000),
      phone: 'néant',
      birthDate: '31/02/1999',
      commune: 'Nulle-Part',
      safeFrom: '25 h',
      version: '1',
    });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    for (const field of ['birthDate', 'commune', 'safeFrom']) expect(html).toContain(`href="#${field}"`);
    const next = await amelie.send(`/pro/personnes/${id}/modifier`, {
      lastName: 'x'.repeat(50_000),
      phone: 'néant',
      version: '1',
    });
    const again = await next.text();
    for (const field of ['lastName', 'phone']) expect(again).toContain(`href="#${field}"`);
  });

  it('hand over those ticked, and say who was not', async () => {
    const [a, b] = [await open(amelie, { lastName: 'Alpha' }), await open(amelie, { lastName: 'Beta' })];
    const page = `/pro/personnes/confier?personne=${a}&personne=${b}`;
    const { html } = await read(amelie, page);
    expect(text(html)).toMatch(/2 personnes à confier.*Alpha.*Beta/);
    const once = /name="once" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const chosen = { personne: [a, b], once };
    const none = await amelie.send('/pro/personnes/confier', { ...chosen, toMemberId: '' }, page);
    expect(none.status).toBe(422);
    await amelie.send(`/pro/personnes/${b}/fermer`, {}, `/pro/personnes/${b}`);
    const done = await amelie.send('/pro/personnes/confier', { ...chosen, toMemberId: chloe.id }, page);
    expect(text(await done.text())).toMatch(
      /1 personne a un nouveau référent.*Beta accompagnement terminé entre-temps/,
    );
    expect((await chloe.get(`/pro/personnes/${a}`)).status).toBe(200);
    expect((await amelie.get(`/pro/personnes/${a}`)).status).toBe(404);
    const twice = await amelie.send(
      '/pro/personnes/confier',
      { ...chosen, toMemberId: chloe.id },
      `/pro/personnes/confier?personne=${b}`,
    );
    expect(text(await twice.text())).toContain('1 personne a un nouveau référent');
  });

  it('write down an agreement and its withdrawal, another scheme, a share', async () => {
    const id = await open(amelie, { lastName: 'Gamma' });
    const path = `/pro/personnes/${id}`;
    const post = (what: string, fields: Record<string, string>) => amelie.send(`${path}/${what}`, fields, path);
    expect((await post('partage', { organisationId: 'org_two' })).status).toBe(422);
    expect((await post('accords', { purpose: '', channel: 'oral' })).status).toBe(422);
    expect(
      (await post('accords', { purpose: 'shareFile', channel: 'oral', givenOn: '20/11/2026', once: 'a' })).status,
    ).toBe(303);
    expect(
      (await post('accords', { purpose: 'shareFile', channel: 'oral', givenOn: '20/11/2026', once: 'a' })).status,
    ).toBe(303);
    expect((await owner`select 1 from consents where beneficiary_id = ${id}`).length).toBe(1);
    expect((await post('partage', { organisationId: 'org_two' })).status).toBe(303);
    expect((await chloe.get(path)).status).toBe(200);
    expect((await post('partage/fin', { organisationId: 'org_two' })).status).toBe(303);
    expect((await chloe.get(path)).status).toBe(404);
    const scheme = { scheme: 'cer', status: 'underWay', reference: 'CER 2026-12', from: '1/10/2026', until: '' };
    expect((await post('dispositifs', scheme)).status).toBe(303);
    const wrong = await post('dispositifs', { ...scheme, reference: '1 99 05 55 123 456 78' });
    expect(wrong.status).toBe(422);
    expect(text(await wrong.text())).toContain('sécurité sociale');
    const { html } = await read(amelie, path);
    expect(text(html)).toMatch(
      /CER \(contrat d’engagement réciproque\) en cours, depuis le 1er octobre 2026, CER 2026-12/,
    );
    expect(text(html)).toMatch(/Partage terminé.*Dossier partagé.*Accord recueilli.*Dossier ouvert par Amélie Meunier/);
  });

  it('hand out everything that is kept, then erase it once the name is written', async () => {
    const id = await open(amelie, { firstName: 'Delta', lastName: 'Émond', phone: '0611111111' });
    const path = `/pro/personnes/${id}`;
    const json = (await (await amelie.get(`${path}/donnees.json`)).json()) as Record<string, unknown[]>;
    expect(json.beneficiary_identities).toMatchObject([{ first_name: 'Delta', phone: '0611111111' }]);
    expect(json.beneficiary_access).toMatchObject([{ organisation_id: 'org_one' }]);
    expect((await read(amelie, `${path}/donnees`)).html).toContain('0611111111');

    const wrong = await amelie.send(`${path}/effacer`, { confirmation: 'Delta' });
    expect(wrong.status).toBe(422);
    const token = await amelie.tokenOf(`${path}/effacer`);
    const sent = { formToken: token, confirmation: 'delta  émond', once: 'e' };
    for (let time = 0; time < 2; time++) {
      const gone = await amelie.post(`${path}/effacer`, sent);
      expect([gone.status, gone.headers.get('location')]).toEqual([303, '/pro/personnes/effacee']);
    }
    expect((await amelie.get(path)).status).toBe(404);
    expect((await owner`select 1 from beneficiaries where id = ${id}`).length).toBe(0);
    const audit =
      await owner`select action, fields from audit_entries where entity_id = ${id} order by id desc limit 1`;
    expect(audit).toEqual([{ action: 'person.erased', fields: [] }]);
  });

  it('find by what is typed, and page by page', async () => {
    for (let n = 0; n < 27; n++)
      await open(basile, { lastName: `Zoé ${String(n).padStart(2, '0')}`, reference: `Z-${n}` });
    const first = await read(basile, '/pro/personnes');
    expect(text(first.html)).toContain('27 personnes');
    const next = /href="([^"]+suite=[^"]+)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await read(basile, next);
    expect([...second.html.matchAll(/class="person-line"/g)].length).toBe(2);
    expect(text((await read(basile, '/pro/personnes?q=zoe%2026')).html)).toContain('1 personne ');
    expect(text((await read(basile, '/pro/personnes?q=Z-26')).html)).toContain('1 personne ');
    expect(text((await read(basile, '/pro/personnes?q=inconnu')).html)).toContain('Personne ne correspond');
    expect((await read(basile, '/pro/personnes?suite=nimporte')).status).toBe(400);
  });
});

describe('the pages of an import', () => {
  const upload = async (browser: Browser, content: string | Uint8Array<ArrayBuffer>) => {
    const body = new FormData();
    body.set('formToken', await browser.tokenOf('/pro/personnes/importer'));
    body.set('file', new File([content], 'personnes.csv', { type: 'text/csv' }));
    const response = await api.app.request('/pro/personnes/importer', {
      method: 'POST',
      body,
      headers: { cookie: browser.cookies(), 'sec-fetch-site': 'same-origin' },
    });
    return { status: response.status, html: await response.text() };
  };

  it('tell what is wrong row by row, then open everybody once it is confirmed', async () => {
    const wrong = await upload(basile, 'nom;telephone\nUn;0612345678\nDeux;néant');
    expect(wrong.status).toBe(422);
    expect(text(wrong.html)).toMatch(/1 erreur.*Ligne Colonne Message 3 telephone Numéro attendu/);
    const right = await upload(basile, 'nom;telephone\nImport Un;0612345678\nImport Deux;');
    expect(right.status).toBe(200);
    expect(text(right.html)).toContain('2 personnes prêtes');
    const path = /action="(\/pro\/personnes\/importer\/[^"]+)"/.exec(right.html)?.[1] ?? '';
    expect((await chloe.get(path)).status).toBe(404);
    for (let time = 0; time < 2; time++) {
      const confirmed = await basile.send(path, {}, '/pro/personnes/importer');
      expect([confirmed.status, confirmed.headers.get('location')]).toEqual([303, path]);
    }
    expect(text((await read(basile, path)).html)).toContain('2 dossiers ouverts');
    expect(text((await read(basile, '/pro/personnes?q=import')).html)).toContain('2 personnes');
    const csv = await (await basile.get('/pro/personnes/export.csv')).text();
    expect(csv).toContain(';Import Un;06 12'.replace('06 12', '0612345678'));
    expect(await (await chloe.get('/pro/personnes/export.csv')).text()).not.toContain('Import');
  });

  it('say what to do with a file that is empty, or too big', async () => {
    expect(text((await upload(basile, '')).html)).toContain('Choisissez un fichier');
    const big = await upload(basile, new Uint8Array(5 * 1024 * 1024).fill(65));
    expect(big.status).toBe(413);
    expect(text(big.html)).toContain('1 Mo au plus');
  });
});
