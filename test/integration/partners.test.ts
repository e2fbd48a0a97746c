import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPartner, archivePartner, changePartner } from '../../src/services/network/change-partner.ts';
import { getPartner, listPartnerVersions } from '../../src/services/network/get-partner.ts';
import { addContact, changeContact, removeContact } from '../../src/services/network/partner-contacts.ts';
import { searchPartners, tableCoverage } from '../../src/services/network/search-partners.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { fillTerritory, worker } from '../factories/rows.ts';
import { type Firm, openFirm } from '../support/firm.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { answering, type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';
import { openWalledSession, type Posture, type WalledSession } from '../support/walled-session.ts';

const LICENCE = 'mobilite--preparer-un-permis';
const COMMERCY = '55122';
const school = {
  name: 'Auto-école de la Vallée',
  kind: 'provider',
  description: 'Permis B, et code en français facile, à Saint-Mihiel',
  phone: '03 29 00 00 01',
  themes: [LICENCE],
  coverage: [COMMERCY],
  commune: COMMERCY,
  place: { commune: COMMERCY, lon: 5.5905, lat: 48.7612 },
};
const somebody = { name: 'Camille Roux', role: 'Monitrice', phone: '03 29 00 00 02', email: 'c.roux@exemple.invalid' };

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.stop());

const centre = () => firm.as('resourceCentre', 'org_team');
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

describe('the directory', () => {
  it('is written by the pôle ressources, read by every role, and found by words without accents', async () => {
    const { id } = await addPartner({ ctx: centre(), input: school });
    for (const role of ['prescriber', 'provider', 'employer', 'department', 'admin'] as const) {
      const ctx = firm.as(role, 'org_firm');
      expect(names(await searchPartners({ ctx, input: { q: 'ECOLE vallee' } }))).toEqual([school.name]);
      await expect(addPartner({ ctx, input: school })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(changePartner({ ctx, input: { id, expectedVersion: 1, facts: school } })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(addContact({ ctx, input: { partnerId: id, contact: somebody } })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    const find = async (input: object) => names(await searchPartners({ ctx: centre(), input }));
    expect(await find({ q: 'st mihiel' })).toEqual([school.name]);
    expect(await find({ q: '100 % _' })).toEqual([]);
    expect(await find({ theme: LICENCE, commune: COMMERCY })).toEqual([school.name]);
    expect(await find({ commune: '55545' })).toEqual([]);
    expect(await find({ theme: 'mobilite--financer-ma-mobilite' })).toEqual([]);
    expect(await find({ kind: 'employment' })).toEqual([]);
  });

  it('tells who covers what, EPCI by EPCI', async () => {
    const partners = await searchPartners({ ctx: centre() });
    const rows = await tableCoverage({ ctx: centre(), input: { partners } });
    expect(rows.length).toBeGreaterThan(5);
    const covered = rows.filter(({ cells }) => cells[LICENCE].part > 0);
    expect(covered.map(({ epciName }) => epciName)).toEqual([expect.stringContaining('Commercy')]);
  });

  it('refuses what is no fact of this territory, by the field it is in', async () => {
    const wrong = { ...school, siret: '12', website: 'javascript:alert(1)', email: 'nulle part' };
    await expect(addPartner({ ctx: centre(), input: wrong })).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'siret' }, { path: 'email' }, { path: 'website' }],
    });
    await expect(
      addPartner({ ctx: centre(), input: { ...school, confirmedOn: '2031-01-01', coverage: ['99999'] } }),
    ).rejects.toMatchObject({ errors: [{ path: 'confirmedOn' }, { path: 'coverage' }] });
  });

  it('keeps every version with its author, and lets nobody overwrite unseen', async () => {
    const { id } = await addPartner({ ctx: centre(), input: { ...school, name: 'Relais vélo' } });
    const change = (expectedVersion: number, name: string) =>
      changePartner({ ctx: centre(), input: { id, expectedVersion, facts: { ...school, name } } });
    await change(1, 'Relais du vélo');
    await expect(change(1, 'Autre')).rejects.toMatchObject({ code: 'conflict' });
    await archivePartner({ ctx: centre(), input: { id, isArchived: true } });
    await archivePartner({ ctx: centre(), input: { id, isArchived: true } });
    await expect(change(3, 'Relais')).rejects.toMatchObject({ code: 'conflict' });
    expect(names(await searchPartners({ ctx: centre(), input: { q: 'relais' } }))).toEqual([]);
    expect(names(await searchPartners({ ctx: centre(), input: { isArchived: true } }))).toEqual(['Relais du vélo']);
    await archivePartner({ ctx: centre(), input: { id, isArchived: false } });
    const { versions } = await listPartnerVersions({ ctx: centre(), input: { id } });
    expect(versions.map(({ version, facts }) => [version, facts.name, facts.archived_at !== null])).toEqual([
      [4, 'Relais du vélo', false],
      [3, 'Relais du vélo', true],
      [2, 'Relais du vélo', false],
      [1, 'Relais vélo', false],
    ]);
    const audited = await firm.owner`select action, fields from audit_entries where entity_id = ${id} order by id`;
    expect(audited.map(({ action, fields }) => [action, fields])).toEqual([
      ['partner.added', expect.arrayContaining(['name', 'coverage'])],
      ['partner.changed', ['name']],
      ['partner.archived', ['archivedAt']],
      ['partner.restored', ['archivedAt']],
    ]);
  });

  it('shows the public what is public, and nobody beyond the territory anything', async () => {
    const { id } = await addPartner({ ctx: centre(), input: { ...school, name: 'Cellule interne', isPublic: false } });
    await addContact({ ctx: centre(), input: { partnerId: id, contact: somebody } });
    expect(names(await searchPartners({ ctx: firm.passerBy, input: { q: 'interne' } }))).toEqual([]);
    await expect(getPartner({ ctx: firm.passerBy, input: { id } })).rejects.toMatchObject({ code: 'notFound' });
    const abroad = firm.as('resourceCentre', 'org_firm', 'voisin');
    expect(await searchPartners({ ctx: abroad })).toEqual([]);
    await expect(getPartner({ ctx: abroad, input: { id } })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('people at work in a structure', () => {
  it('are seen by members alone, confirmed for two years, and removed without a trace', async () => {
    const { id: partnerId } = await addPartner({ ctx: centre(), input: { ...school, name: 'Mission locale' } });
    const { id } = await addContact({ ctx: centre(), input: { partnerId, contact: somebody } });
    const seen = async (ctx = firm.as('prescriber', 'org_one')) =>
      (await getPartner({ ctx, input: { id: partnerId } })).contacts;
    expect(await seen()).toMatchObject([{ ...somebody, purgeAfter: expect.stringMatching(/^2028-11-2/) }]);
    expect(await seen(firm.passerBy)).toEqual([]);
    const [program] = await firm.deps.database.transact(
      { ...centre().actor, kind: 'program' },
      async ({ partners }) => [await partners.listContacts(partnerId)],
    );
    expect(program).toEqual([]);

    firm.moveClock({ hours: 24 * 300 });
    const contact = { ...somebody, role: 'Directrice' };
    const change = { partnerId, id, expectedVersion: 1, contact };
    await changeContact({ ctx: centre(), input: change });
    await expect(changeContact({ ctx: centre(), input: change })).rejects.toMatchObject({ code: 'conflict' });
    expect(await seen()).toMatchObject([{ role: 'Directrice', purgeAfter: expect.stringMatching(/^2029-/) }]);

    firm.moveClock({ hours: 24 * 732 });
    expect(await seen()).toEqual([]);
    const purged = await purgeExpired({ ctx: { actor: worker(), deps: firm.deps } });
    expect(purged.contacts).toBeGreaterThanOrEqual(1);
    expect(await firm.owner`select id from partner_contacts where id = ${id}`).toHaveLength(0);

    const again = await addContact({ ctx: centre(), input: { partnerId, contact: somebody } });
    await removeContact({ ctx: centre(), input: { partnerId, id: again.id } });
    await expect(removeContact({ ctx: centre(), input: { partnerId, id: again.id } })).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});

describe('the walls around the directory', () => {
  let database: TestDatabase;
  let owner: postgres.Sql;
  let app: WalledSession;
  const at = { territory: 'meuse', organisation: 'org-a', now: '2026-11-22T09:00:00Z' };
  const who = {
    nobody: {},
    visitor: { ...at, kind: 'visitor', organisation: '' },
    prescriber: { ...at, kind: 'member', role: 'prescriber' },
    program: { ...at, kind: 'program' },
    centre: { ...at, kind: 'member', role: 'resourceCentre' },
    neighbour: { ...at, kind: 'member', role: 'resourceCentre', territory: 'voisin' },
    worker: { ...at, kind: 'system', organisation: '' },
  } as const satisfies Record<string, Posture>;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = postgres(database.url, { max: 1, onnotice: () => {} });
    for (const id of ['meuse', 'voisin']) await fillTerritory(owner, id);
    await owner`update partners set is_public = false, version = 2 where territory_id = 'voisin'`;
    app = openWalledSession(database.url);
  });
  afterAll(async () => {
    await app?.close();
    await owner?.end();
    await database?.drop();
  });

  it.each([
    ['nobody', { partners: 0, partner_versions: 0, partner_contacts: 0 }],
    ['visitor', { partners: 1, partner_versions: 0, partner_contacts: 0 }],
    ['prescriber', { partners: 1, partner_versions: 0, partner_contacts: 1 }],
    ['program', { partners: 1, partner_versions: 0, partner_contacts: 0 }],
    ['centre', { partners: 1, partner_versions: 2, partner_contacts: 1 }],
    ['worker', { partners: 1, partner_versions: 2, partner_contacts: 1 }],
  ] as const)('%s sees so many of the territory', async (name, expected) => {
    const seen: Record<string, number> = {};
    for (const table of Object.keys(expected)) {
      const [row] = await app.as(who[name], (tx) => tx`select count(*)::int as n from ${tx(table)}`);
      seen[table] = row?.n;
    }
    expect(seen).toEqual(expected);
  });

  it('shows a visitor nothing that is not public, and nobody a card past its day', async () => {
    const count = async (posture: Posture, table: string) =>
      (await app.as(posture, (tx) => tx`select count(*)::int as n from ${tx(table)}`))[0]?.n;
    expect(await count({ ...who.visitor, territory: 'voisin' }, 'partners')).toBe(0);
    expect(await count({ ...who.prescriber, now: '2028-11-22T09:00:00Z' }, 'partner_contacts')).toBe(0);
  });

  it.each(['visitor', 'prescriber', 'program', 'neighbour'] as const)('%s changes nothing of it', async (name) => {
    const changed = (change: (tx: postgres.TransactionSql) => Promise<readonly unknown[]>) =>
      app.as(who[name], change).then(
        (rows) => rows.length,
        (error: { code: string }) => error.code,
      );
    const own = name === 'neighbour' ? 'meuse' : at.territory;
    expect(await changed((tx) => tx`update partners set name = 'x' where territory_id = ${own} returning id`)).toBe(0);
    expect(await changed((tx) => tx`delete from partner_contacts where territory_id = ${own} returning id`)).toBe(0);
    expect(
      await changed(
        (tx) => tx`insert into partners (territory_id, id, version, source, external_id, name, networks)
          values (${own}, 'par-x', 1, 'annuaire', 'par-x', 'x', '{}') returning id`,
      ),
    ).toBe('42501');
  });
});

describe('pages of the directory', () => {
  let camille: Browser;
  const text = (page: string) => page.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ');
  const html = async (browser: Browser, path: string, status = 200) => {
    const response = await browser.get(path);
    expect([path, response.status]).toEqual([path, status]);
    return response.text();
  };
  const fields = { name: 'Garage du Canal', kind: 'provider', place: 'Commercy', coverage: '55', isPublic: 'yes' };

  beforeAll(async () => {
    const member = { organisationId: 'org_team', role: 'resourceCentre' } as const;
    camille = await signIn(firm.app, await createMember({ url: firm.url, clock: firm.deps.clock }, member));
  });

  it('add a structure once, keep what is wrong, and show two texts where a colleague was faster', async () => {
    const add = '/ressources/partenaires/nouveau';
    const sent = [
      await camille.send(add, { token: 'one', ...fields }),
      await camille.send(add, { token: 'one', ...fields }),
    ];
    const [path = ''] = (sent[0]?.headers.get('location') ?? '').split('?');
    expect(sent.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [303, `${path}?fait=ajout`],
      [303, `${path}?fait=ajout`],
    ]);
    const wrong = await camille.send(add, { token: 'x', ...fields, name: '', communes: 'Atlantide' });
    const page = await wrong.text();
    expect([wrong.status, page.includes('<title>Erreur')]).toEqual([422, true]);
    expect(page).toContain('href="#communes"');
    expect(page).toContain('Atlantide</textarea>');

    const form = await html(camille, `${path}/modifier`);
    const version = /name="version" value="(\d+)"/.exec(form)?.[1] ?? '';
    expect((await camille.send(`${path}/modifier`, { ...fields, version, phone: '03 29 11 11 11' })).status).toBe(303);
    const late = await camille.send(`${path}/modifier`, { ...fields, version, phone: '03 29 22 22 22' });
    const both = await late.text();
    expect(late.status).toBe(409);
    expect(text(both)).toMatch(/Téléphone public 03 29 11 11 11 03 29 22 22 22/);
    expect(both).toContain('value="03 29 22 22 22"');
    expect(both).toMatch(/name="version" value="2"/);
    expect(text(await html(camille, `${path}/versions`))).toMatch(/Téléphone \(vide\) 03 29 11 11 11/);
  });

  it('name people to professionals and never to the public', async () => {
    const [partner] = await searchPartners({ ctx: centre(), input: { q: 'garage du canal' } });
    const path = `/ressources/partenaires/${partner?.id}`;
    const added = await camille.send(`${path}/contacts/nouveau`, { token: 'c', ...somebody });
    expect(added.status).toBe(303);
    expect(text(await html(camille, path))).toContain(somebody.name);
    const passerBy = openBrowser(answering(firm.app));
    const open = await html(passerBy, `/fr/partenaires/${partner?.id}`);
    expect(text(open)).toContain('Garage du Canal');
    expect(open).not.toContain(somebody.name);
    expect(open).not.toContain(somebody.email);
    expect(await html(passerBy, '/fr/partenaires?q=garage')).toContain('Garage du Canal');
    expect(text(await html(passerBy, '/fr/partenaires/carte'))).toContain('Qui couvre quoi');
    const places = (await (await passerBy.get('/fr/partenaires/carte/lieux.json')).json()) as { places: unknown[] };
    expect(places.places).toContainEqual(expect.objectContaining({ text: 'Garage du Canal', mark: 'offer' }));
    await html(passerBy, '/fr/partenaires/par_nobody', 404);
  });
});
