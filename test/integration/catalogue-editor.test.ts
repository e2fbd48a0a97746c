import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  OFFER_KINDS,
  type Offer,
  type OfferInput,
  type OfferKind,
  offerInputSchema,
} from '../../src/domain/catalogue/offer.ts';
import { everyFieldOf } from '../../src/web/resources/offer-fields.tsx';
import { typedOf } from '../../src/web/resources/read-offer.ts';
import { everyKind } from '../factories/every-kind.ts';
import { carpool, loan } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type Browser, createMember, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let camille: Browser;
let dominique: Browser;

const text = (page: string) =>
  page
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/[\s\u00a0\u202f]+/g, ' ');
const where = (response: Response) => response.headers.get('location') ?? '';
async function html(browser: Browser, path: string, status = 200) {
  const response = await browser.get(path);
  expect([path, response.status]).toEqual([path, status]);
  return response.text();
}
const editor = async (name: string) => {
  const member = { organisationId: 'org_one', role: 'resourceCentre', displayName: name } as const;
  return signIn(api.app, await createMember({ url: api.url, clock: api.deps.clock }, member));
};
const add = async (offer: object): Promise<Offer> => (await api.post('/api/offers', offer)).body as unknown as Offer;
const read = async (id: string) => (await api.get(`/api/offers/${id}`)).body as unknown as Offer;

/** Fills the form page by page as a browser would, from the first address to the check; says where the check is. */
async function fill(browser: Browser, first: string, typed: Record<string, readonly string[]>, token: string) {
  let at = first;
  for (;;) {
    const sent = await browser.post(at, { ...typed, formToken: token });
    if (sent.status !== 303) throw new Error(`${at} answered ${sent.status}: ${text(await sent.text()).slice(0, 900)}`);
    at = where(sent);
    if (at.endsWith('/verifier')) return at;
  }
}

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  camille = await editor('Camille Catalogue');
  dominique = await editor('Dominique Données');
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

describe('the editor of the catalogue', () => {
  it.each(OFFER_KINDS)(
    'writes an offer of kind %s as it was typed, once, with who made it',
    async (kind: OfferKind) => {
      const wanted: OfferInput = offerInputSchema.parse(everyKind[kind]);
      const token = await camille.tokenOf(`/ressources/offres/nouvelle/${kind}`);
      const { offerVersion: _, ...typed } = typedOf({ ...wanted, id: 'none', version: 1 });
      const check = await fill(camille, `/ressources/offres/nouvelle/${kind}/nouveau/identite`, typed, token);
      expect(text(await html(camille, check))).toContain(text(wanted.title));
      // Whom it would serve, counted by a button: nobody is accompanied here.
      const counted = await camille.post(check.replace(/verifier$/, 'apercu'), { formToken: token });
      expect(where(counted)).toBe(`${check}#apercu`);
      expect(text(await html(camille, check))).toContain('Moins de 5 personnes, ou trop peu pour être dit');
      const sent = await camille.post(check, { formToken: token });
      const again = await camille.post(check, { formToken: token });
      expect([sent.status, where(again)]).toEqual([303, where(sent)]);
      const [, id = ''] = /offres\/([^?]+)/.exec(where(sent)) ?? [];
      const { id: _id, version, redacted: _redacted, ...stored } = (await read(id)) as Offer & { redacted?: boolean };
      expect([version, stored]).toEqual([1, wanted]);
      const versions = await owner`select author_kind, author_id from offer_versions where offer_id = ${id}`;
      expect(versions).toMatchObject([{ author_kind: 'member' }]);
      expect(text(await html(camille, `/ressources/offres/${id}`))).toContain(text(wanted.title));
    },
  );

  it('keeps what was typed, says what is wrong beside each field, and adds rows without script', async () => {
    const path = '/ressources/offres/nouvelle/volunteerDriving/nouveau/service';
    const token = await camille.tokenOf('/ressources/offres/nouvelle/volunteerDriving');
    const typed = {
      'details-base': 'Atlantide',
      'details-maxRideKm': 'beaucoup',
      'details-serviceHours-count': '1',
      'details-serviceHours-0-from': '25 h',
    };
    const sent = await camille.post(path, { ...typed, formToken: token });
    expect(sent.status).toBe(422);
    const page = await sent.text();
    expect(page).toMatch(/<title>Erreur/);
    expect(page).toContain('value="Atlantide"');
    for (const field of [
      'details-base',
      'details-maxRideKm',
      'details-serviceHours-0-from',
      'details-serviceHours-0-days',
    ]) {
      expect(page).toContain(`href="#${field}"`);
      expect(page).toContain(`id="${field}"`);
    }
    const [, draft = ''] = /action="([^"]*\/service)"/.exec(page) ?? [];
    const added = await camille.post(draft, { ...typed, formToken: token, action: 'add:details-serviceHours' });
    expect(where(added)).toBe(`${draft}#details-serviceHours-grille`);
    const grown = await html(camille, draft);
    expect(grown).toContain('details-serviceHours-1-from');
    expect(grown).toContain('value="25 h"');
    const dropped = await camille.post(draft, {
      ...typed,
      formToken: token,
      'details-serviceHours-count': '2',
      'details-serviceHours-1-from': '8 h',
      action: 'drop:details-serviceHours:0',
    });
    const left = await html(camille, where(dropped).split('#')[0] as string);
    expect(left).not.toContain('25 h');
    expect(left).toMatch(/id="details-serviceHours-0-from"[^>]*value="8 h"/);
  });

  it('finds zones by name, and makes sentences of conditions', async () => {
    const token = await camille.tokenOf('/ressources/offres/nouvelle/training');
    const first = '/ressources/offres/nouvelle/training/nouveau/acces';
    const typed = {
      'eligibilityZone-search': 'Commercy',
      'accessConditions-minAge': '18',
      'accessConditions-statuses': 'rsa',
    };
    const searched = await camille.post(first, { ...typed, formToken: token, action: 'search:eligibilityZone' });
    const page = await html(camille, where(searched).split('#')[0] as string);
    expect(text(page)).toMatch(/Commercy \(55200\)/);
    expect(page).toMatch(/<input[^>]*name="eligibilityZone"[^>]*value="55122"/);
    // The EPCI around it is offered as well.
    expect(page).toMatch(/name="eligibilityZone"[^>]*value="\d{9}"/);
    expect(text(page)).toContain('Avoir au moins 18 ans.');
    expect(text(page)).toContain('Réservé aux personnes au RSA.');
  });

  it('refuses a carpool that goes nowhere beside the field it is about, with nothing written', async () => {
    const wanted = offerInputSchema.parse(everyKind.carpool) as Extract<OfferInput, { kind: 'carpool' }>;
    const nowhere = { ...wanted, details: { ...wanted.details, destination: wanted.details.origin } };
    const before = await owner`select count(*)::int from offers`;
    const token = await camille.tokenOf('/ressources/offres/nouvelle/carpool');
    const { offerVersion: _, ...typed } = typedOf({ ...nowhere, id: 'none', version: 1 });
    const check = await fill(camille, '/ressources/offres/nouvelle/carpool/nouveau/identite', typed, token);
    const sent = await camille.post(check, { formToken: token });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toMatch(/href="[^"]*service[^"]*#details-destination"/);
    expect(await owner`select count(*)::int from offers`).toEqual(before);
  });

  it('tells two editors apart, shows both texts, merges what only one changed, and loses nothing', async () => {
    const { id } = await add(loan({ title: 'Voiture du lundi' }));
    const start = `/ressources/offres/${id}/modifier`;
    const mine = await camille.tokenOf(start);
    const theirs = await dominique.tokenOf(start);
    const [one] = await Promise.all([html(camille, `${start}/nouveau/identite`)]);
    expect(one).toContain('name="offerVersion" value="1"');
    const stored = await read(id);
    const typed = typedOf(stored);
    // Dominique changes the price and the title.
    const changed = typedOf({
      ...stored,
      title: 'Voiture de Dominique',
      details: { ...stored.details, tariff: { perDayCents: 700 } },
    } as Offer);
    const check = await fill(dominique, `${start}/nouveau/identite`, changed, theirs);
    expect(where(await dominique.post(check, { formToken: theirs }))).toContain('fait=modifiee');
    // Camille, on the older version, changes the title and the deposit.
    const own = typedOf({
      ...stored,
      title: 'Voiture de Camille',
      details: { ...stored.details, depositCents: 20_000 },
    } as Offer);
    const hers = await fill(camille, `${start}/nouveau/identite`, own, mine);
    const refused = await camille.post(hers, { formToken: mine });
    expect([refused.status, where(refused)]).toEqual([
      303,
      expect.stringContaining(`/ressources/offres/${id}/comparer/`),
    ]);
    expect((await read(id)).title).toBe('Voiture de Dominique');
    const comparison = await html(camille, where(refused));
    expect(text(comparison)).toContain('Dominique Données a enregistré');
    expect(text(comparison)).toContain('Garder le vôtre : Voiture de Camille');
    expect(text(comparison)).toContain('Prendre l’enregistré : Voiture de Dominique');
    expect(comparison).not.toContain('name="choix-details-tariff"');
    const chosen = await camille.post(where(refused), { formToken: mine, offerVersion: '2', 'choix-title': 'mine' });
    expect([chosen.status, where(chosen)], text(await chosen.text())).toEqual([303, hers]);
    expect(where(await camille.post(hers, { formToken: mine }))).toContain('fait=modifiee');
    expect(await read(id)).toMatchObject({
      title: 'Voiture de Camille',
      version: 3,
      details: { depositCents: 20_000, tariff: { perDayCents: 700 } },
    });
    expect(typed).toBeDefined();
  });

  it('takes a page made from an older version for what it is', async () => {
    const { id } = await add(loan({ title: 'Vieille page' }));
    const start = `/ressources/offres/${id}/modifier`;
    const token = await camille.tokenOf(start);
    const typed = typedOf(await read(id));
    await api.patch(`/api/offers/${id}`, { title: 'Titre plus récent' });
    const check = await fill(camille, `${start}/nouveau/identite`, { ...typed, description: ['Écrit avant'] }, token);
    const sent = await camille.post(check, { formToken: token });
    expect(where(sent)).toContain('/comparer/');
    expect((await read(id)).title).toBe('Titre plus récent');
  });

  it('shows versions with who and what in words, brings one back as a new one, archives and puts back', async () => {
    const { id } = await add(loan({ title: 'Scooter de Verdun' }));
    await api.patch(`/api/offers/${id}`, { details: { depositCents: 5_000 } });
    const versions = await html(camille, `/ressources/offres/${id}/versions`);
    expect(text(versions)).toMatch(/Caution 100 € 50 €/);
    expect(text(versions)).toContain('par un programme');
    const restored = await camille.send(
      `/ressources/offres/${id}/versions/1/retablir`,
      { offerVersion: '2' },
      `/ressources/offres/${id}/versions`,
    );
    expect(where(restored)).toContain('fait=version');
    expect(await read(id)).toMatchObject({ version: 3, details: { depositCents: 10_000 } });
    expect(text(await html(camille, `/ressources/offres/${id}/versions`))).toMatch(/Retour à la version 1/);
    const late = await camille.send(
      `/ressources/offres/${id}/versions/2/retablir`,
      { offerVersion: '2' },
      `/ressources/offres/${id}/versions`,
    );
    expect(late.status).toBe(409);

    const page = `/ressources/offres/${id}`;
    for (let press = 0; press < 2; press++) {
      expect(where(await camille.send(`${page}/confirmer`, {}, page))).toContain('fait=confirmee');
    }
    expect(await read(id)).toMatchObject({ version: 4, confirmedAt: '2026-11-22' });
    expect(text(await html(camille, `${page}/versions`))).toMatch(
      /Confirmé par le prestataire le Rien 22 novembre 2026/,
    );
    for (let press = 0; press < 2; press++) {
      expect(where(await camille.send(`${page}/archiver`, {}, page))).toContain('fait=archivee');
    }
    expect((await api.get(`/api/offers/${id}`)).status).toBe(404);
    expect(text(await html(camille, page))).toContain('Rétablir cette offre');
    for (let press = 0; press < 2; press++) {
      expect(where(await camille.send(`${page}/retablir`, {}, page))).toContain('fait=retablie');
    }
    expect((await read(id)).version).toBe(6);
    const audit = await owner`select action from audit_entries where entity_id = ${id} order by id`;
    expect(audit.map(({ action }) => action)).toEqual([
      'offer.created',
      'offer.changed',
      'offer.versionRestored',
      'offer.changed',
      'offer.archived',
      'offer.revived',
    ]);
  });

  it('belongs to whoever maintains the catalogue', async () => {
    const { id } = await add(carpool());
    const garage = await signIn(
      api.app,
      await createMember({ url: api.url, clock: api.deps.clock }, { organisationId: 'org_one', role: 'provider' }),
    );
    for (const path of [
      '',
      '/offres',
      '/offres/nouvelle',
      `/offres/${id}`,
      `/offres/${id}/versions`,
      `/offres/${id}/modifier`,
    ]) {
      await html(garage, `/ressources${path}`, 403);
    }
    await html(camille, '/ressources/offres/off_nobody', 404);
  });
});

describe('the search of the catalogue', () => {
  const titles = async (query: string) =>
    [...(await html(camille, `/ressources/offres?${query}`)).matchAll(/<h3><a[^>]*>([^<]*)</g)].map(
      ([, title]) => title,
    );

  it('finds by parts of words, without accents, and what is written alike', async () => {
    await add(
      loan({
        title: 'Vélo électrique à Étain',
        provider: { name: 'Association Pédale Douce', siret: '98765432100011' },
      }),
    );
    for (const q of ['velo etain', 'ÉLECTRIQUE', 'ctriq', '98765432100011', 'pedale', 'pédalle douce'])
      expect([q, await titles(`q=${encodeURIComponent(q)}`)]).toEqual([q, ['Vélo électrique à Étain']]);
    expect(await titles('q=velo%20etain&kind=carpool')).toEqual([]);
    expect(await titles('provider=PEDALE')).toEqual(['Vélo électrique à Étain']);
    for (const q of ['%25', '_', "'%27%27", '%5C']) expect(Array.isArray(await titles(`q=${q}`))).toBe(true);
  });

  it('filters by how long ago an offer was confirmed', async () => {
    await add(loan({ title: 'État frais', confirmedAt: '2026-11-01' }));
    await add(loan({ title: 'État vieillissant', confirmedAt: '2026-03-01' }));
    await add(loan({ title: 'État ancien', confirmedAt: '2025-03-01' }));
    await add(loan({ title: 'État jamais dit' }));
    expect(await titles('q=etat&state=fresh')).toEqual(['État frais']);
    expect(await titles('q=etat&state=ageing')).toEqual(['État vieillissant']);
    expect((await titles('q=etat&state=toVerify')).toSorted()).toEqual(['État ancien', 'État jamais dit']);
    expect(await titles('q=etat&state=archived')).toEqual([]);
    const home = text(await html(camille, '/ressources'));
    expect(home).toContain('Offres en service');
  });

  it('pages through everything once, in the actor’s territory alone', async () => {
    const seen: string[] = [];
    let at = '/ressources/offres';
    for (;;) {
      const page = await html(camille, at);
      seen.push(...[...page.matchAll(/<h3><a href="\/ressources\/offres\/([^"]+)"/g)].map(([, id]) => id as string));
      const [, next] = /rel="next" href="([^"]+)"/.exec(page) ?? [];
      if (!next) break;
      at = next.replaceAll('&amp;', '&');
    }
    const [{ live } = { live: 0 }] = await owner`select count(*)::int as live from offers where archived_at is null`;
    expect([seen.length, new Set(seen).size]).toEqual([live, live]);
  });

  it('has a field for all that an offer holds', () => {
    const elsewhere = ['kind', 'confirmedAt', 'externalId', 'operator'];
    // Of support that pays nothing.
    const meaningless = ['training', 'vehicleRepair', 'vehicleSale'].map((kind) => `${kind} details.amountCents`);
    for (const kind of OFFER_KINDS) {
      const paths = new Set(everyFieldOf(kind).map(({ path }) => path));
      const whole = offerInputSchema.parse(everyKind[kind]) as Record<string, unknown>;
      const inner = (name: string) => Object.keys(whole[name] as object).map((key) => `${name}.${key}`);
      const nested = ['provider', 'accessConditions', 'calendar', 'details'];
      const all = Object.keys(whole).flatMap((name) => (nested.includes(name) ? inner(name) : [name]));
      expect([
        kind,
        all.filter((path) => !paths.has(path) && !elsewhere.includes(path) && !meaningless.includes(`${kind} ${path}`)),
      ]).toEqual([kind, []]);
    }
  });
});
