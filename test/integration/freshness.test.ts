import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Offer, OfferOf } from '../../src/domain/catalogue/offer.ts';
import { newOfferLink } from '../../src/services/catalogue/offer-link.ts';
import { remindOffers } from '../../src/services/catalogue/remind-offers.ts';
import { carpool, loan } from '../factories/offers.ts';
import { insertRow, worker } from '../factories/rows.ts';
import { START, startApi, type TestApi } from '../support/api.ts';
import { type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let centre: Browser;
let prescriber: Browser;

const text = (page: string) =>
  page
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, '’')
    .replace(/[\s\u00a0\u202f]+/g, ' ');
const where = (response: Response) => response.headers.get('location') ?? '';
const add = async (more: object): Promise<Offer> =>
  (await api.post('/api/offers', loan({ illustrative: false, ...more }))).body as unknown as Offer;
const read = async (id: string) => (await api.get(`/api/offers/${id}`)).body as unknown as Offer;
const guest = () => openBrowser(async (at, init) => api.app.request(at, init));
const provider = (more: object = {}) => ({ name: 'Garage solidaire', email: 'garage@exemple.invalid', ...more });
const letters = () => owner<{ to: string; body: string }[]>`
  select to_address as to, body from messages where about_entity = 'offer' order by created_at, id`;

/** A link of that offer, as a provider gets it. */
async function linkTo(offerId: string, expiresAt = '2027-01-20T08:00:00Z'): Promise<string> {
  const { token, hash } = newOfferLink();
  await owner`insert into offer_links (territory_id, link_hash, offer_id, sent_at, expires_at)
    values ('meuse', ${hash}, ${offerId}, ${api.deps.clock.now().toString()}, ${expiresAt})`;
  return `/confirmer/meuse/${token}`;
}

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  const member = (role: 'resourceCentre' | 'prescriber', displayName: string) =>
    createMember({ url: api.url, clock: api.deps.clock }, { organisationId: 'org_one', role, displayName });
  centre = await signIn(api.app, await member('resourceCentre', 'Camille Catalogue'));
  prescriber = await signIn(api.app, await member('prescriber', 'Paul Prescripteur'));
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

describe('a provider’s link', () => {
  it('shows the offer and changes nothing, confirms by its button once, and says so afterwards', async () => {
    const { id } = await add({ title: 'Offre à confirmer', provider: provider(), confirmedAt: '2025-10-01' });
    const path = await linkTo(id);
    for (let i = 0; i < 2; i++) expect(text(await (await guest().get(path)).text())).toContain('Tout est encore exact');
    expect((await read(id)).version).toBe(1);
    expect((await guest().post(path, {})).status).toBe(303);
    expect((await read(id)).version).toBe(1);

    const read1 = { answer: 'confirmed', offerVersion: '1' };
    expect((await guest().post(path, read1)).status).toBe(303);
    expect((await guest().post(path, read1)).status).toBe(303);
    expect(await read(id)).toMatchObject({ version: 2, confirmedAt: '2026-11-22' });
    expect(text(await (await guest().get(path)).text())).toContain('Votre offre est confirmée');
    const kept = await owner`select source, version from offer_confirmations where offer_id = ${id} order by version`;
    expect(kept).toEqual([
      { source: 'program', version: 1 },
      { source: 'provider', version: 2 },
    ]);
    const audited =
      await owner`select action from audit_entries where entity_id = ${id} and action like 'offer.confirmed%'`;
    expect(audited).toHaveLength(1);
    const desk = text(await (await centre.get(`/ressources/offres/${id}`)).text());
    expect(desk).toContain('Confirmée par le fournisseur le');
  });

  it('confirms what was read alone: an offer changed since is shown again, and the link serves still', async () => {
    const { id } = await add({ title: 'Offre lue à neuf heures', provider: provider(), confirmedAt: '2025-10-01' });
    const path = await linkTo(id);
    const versionOn = (page: string) => /name="offerVersion" value="(\d+)"/.exec(page)?.[1] ?? '';
    const asRead = async () => ({
      answer: 'confirmed',
      offerVersion: versionOn(await (await guest().get(path)).text()),
    });
    const early = await asRead();
    expect((await api.patch(`/api/offers/${id}`, { description: 'Deux fois plus chère' })).status).toBe(200);
    for (const fields of [early, { answer: 'confirmed' }]) {
      const again = await guest().post(path, fields);
      expect([again.status, text(await again.text())]).toEqual([409, expect.stringContaining('Deux fois plus chère')]);
    }
    expect(await read(id)).toMatchObject({ version: 2, confirmedAt: '2025-10-01' });
    expect((await guest().post(path, await asRead())).status).toBe(303);
    expect(await read(id)).toMatchObject({ version: 3, confirmedAt: '2026-11-22' });
  });

  it('tells what has changed to the pôle ressources, which closes it with a reason', async () => {
    const { id } = await add({ title: 'Offre qui a changé', provider: provider() });
    const path = await linkTo(id);
    const empty = await guest().post(path, { answer: 'changed', text: '  ' });
    expect([empty.status, text(await empty.text())]).toEqual([
      422,
      expect.stringContaining('Écrivez ce qui a changé.'),
    ]);
    expect((await guest().post(path, { answer: 'changed', text: 'Fermé <b>le lundi</b>' })).status).toBe(303);
    expect((await read(id)).version).toBe(1);
    const list = await (await centre.get('/ressources/a-verifier')).text();
    expect(list).toContain('Fermé &lt;b&gt;le lundi');
    const [report] = await owner`select id from offer_reports where offer_id = ${id}`;
    const form = { formToken: await centre.tokenOf('/ressources/a-verifier'), back: 'liste' };
    expect((await centre.post(`/ressources/signalements/${report?.id}/clore`, { ...form, reason: '' })).status).toBe(
      422,
    );
    const closed = await centre.post(`/ressources/signalements/${report?.id}/clore`, { ...form, reason: 'Corrigé' });
    expect(where(closed)).toBe('/ressources/a-verifier?fait=clos');
    expect(await owner`select closed_reason from offer_reports where offer_id = ${id}`).toEqual([
      { closed_reason: 'Corrigé' },
    ]);
  });

  it('says kindly that it leads nowhere: expired, tampered with, of another territory, of an offer that is gone', async () => {
    const { id } = await add({ title: 'Offre au lien mort', provider: provider() });
    const expired = await linkTo(id, '2026-11-01T08:00:00Z');
    const live = await linkTo(id);
    const codes = async (path: string) => [
      (await guest().get(path)).status,
      (await guest().post(path, { answer: 'confirmed' })).status,
    ];
    expect(await codes(expired)).toEqual([410, 303]);
    const other = live.at(-1) === '2' ? '3' : '2';
    expect(await codes(`${live.slice(0, -1)}${other}`)).toEqual([404, 404]);
    expect(await codes(live.replace('meuse', 'ardennes'))).toEqual([404, 404]);
    expect(await codes('/confirmer/meuse/x')).toEqual([404, 404]);
    expect((await read(id)).version).toBe(1);
    await owner`update offers set archived_at = now() where id = ${id}`;
    expect(await codes(live)).toEqual([410, 303]);
  });
});

describe('reminders', () => {
  const at = (iso: string) => ({ ...api.deps, clock: { now: () => Temporal.Instant.from(iso) } });
  const ask = (iso: string) => remindOffers({ ctx: { actor: worker(), deps: at(iso) } });

  it('ask each provider once a day, once and once again, and nobody of an example or of an offer just confirmed', async () => {
    await owner`update offers set confirmed_at = '2026-11-20'`;
    const old = { confirmedAt: '2025-12-01' };
    await add({ title: 'Vieille un', provider: provider(), ...old });
    await add({ title: 'Vieille deux', provider: provider({ email: 'GARAGE@exemple.invalid' }), ...old });
    await add({ title: 'Par SMS', provider: { name: 'Ligne', phone: '06 39 98 00 01' }, ...old });
    await add({ title: 'À appeler', provider: { name: 'Fixe', phone: '03 53 01 00 01' }, ...old });
    await add({ title: 'Exemple', provider: provider(), ...old, illustrative: true });
    await add({ title: 'Récente', provider: provider(), confirmedAt: '2026-11-01' });
    const before = (await letters()).length;

    await Promise.all([ask('2026-11-22T22:30:00Z'), ask('2026-11-22T22:31:00Z')]);
    const sent = (await letters()).slice(before);
    expect(sent.map(({ to }) => to).sort()).toEqual(['+33639980001', 'garage@exemple.invalid']);
    const mail = sent.find(({ to }) => to.startsWith('garage'))?.body ?? '';
    expect([mail.includes('Vieille un'), mail.includes('Vieille deux'), mail.includes('Exemple')]).toEqual([
      true,
      true,
      false,
    ]);
    const held =
      await owner`select 1 from messages where about_entity = 'offer' and send_after > '2026-11-23T06:00:00Z'`;
    expect(held.length).toBe(2);
    expect(await ask('2026-11-30T09:00:00Z')).toEqual({ offersAskedAbout: 0 });
    expect(await ask('2026-12-08T09:00:00Z')).toEqual({ offersAskedAbout: 3 });
    expect(await ask('2027-01-15T09:00:00Z')).toEqual({ offersAskedAbout: 0 });
  });

  describe('where a great many are due', () => {
    /** So many like that one, each with a provider of its own: `numero` stands for its number. */
    const addMany = async (count: number, contact: object) => {
      const { id } = await add({ title: 'Importée', provider: provider(contact), confirmedAt: '2025-11-01' });
      await owner`insert into offers select many.* from offers o, generate_series(1, ${count}) as n,
        jsonb_populate_record(o, jsonb_build_object('id', o.id || n,
          'provider', replace(o.provider::text, 'numero', n::text)::jsonb)) as many where o.id = ${id}`;
      await owner`delete from offers where id = ${id}`;
    };
    beforeEach(async () => {
      await owner`update offers set confirmed_at = '2026-11-20'`;
    });
    afterEach(async () => {
      await owner`delete from offers where title = 'Importée'`;
    });

    it('ask who can be reached, however many cannot or are one provider’s', async () => {
      await addMany(501, { email: null, phone: '03 53 01 00 01' });
      await addMany(501, { email: 'tout@exemple.invalid' });
      await add({ title: 'Jeune', provider: provider({ email: 'jeune@exemple.invalid' }), confirmedAt: '2025-12-01' });
      expect(await ask('2026-11-27T09:00:00Z')).toEqual({ offersAskedAbout: 11 });
      expect(await ask('2026-11-27T09:10:00Z')).toEqual({ offersAskedAbout: 0 });
    });

    it('ask about a hundred a day, and about the others the days after', async () => {
      await addMany(120, { email: 'p.numero@exemple.invalid' });
      const asked: number[] = [];
      for (const hours of [7 * 24, 1, 24]) {
        api.moveClock({ hours });
        asked.push((await remindOffers({ ctx: { actor: worker(), deps: api.deps } })).offersAskedAbout);
      }
      api.moveClock({ hours: -(7 * 24 + 1 + 24) });
      expect(asked).toEqual([100, 0, 20]);
    });

    it('ask the others where one cannot be written to, and let it be known', async () => {
      await addMany(3, { email: 'panne.numero@exemple.invalid' });
      await owner`alter table messages add constraint fails check (to_address <> 'panne.1@exemple.invalid') not valid`;
      await expect(ask('2026-11-30T09:00:00Z')).rejects.toThrow();
      await owner`alter table messages drop constraint fails`;
      const to = (await letters()).map((letter) => letter.to).filter((address) => address.startsWith('panne'));
      expect(to.sort()).toEqual(['panne.2@exemple.invalid', 'panne.3@exemple.invalid']);
    });
  });

  it('spare who has told what changed, until the pôle ressources has looked', async () => {
    await owner`update offers set confirmed_at = '2026-11-20'`;
    const { id } = await add({ title: 'A répondu', provider: provider(), confirmedAt: '2025-12-01' });
    const told = { answer: 'changed', text: 'Fermé le lundi' };
    expect((await guest().post(await linkTo(id), told)).status).toBe(303);
    await owner`update offer_links set sent_at = '2026-10-01T08:00:00Z' where offer_id = ${id}`;
    expect(await ask('2026-11-25T09:00:00Z')).toEqual({ offersAskedAbout: 0 });
    await owner`update offer_reports set closed_at = now(), closed_reason = 'Corrigé' where offer_id = ${id}`;
    expect(await ask('2026-11-26T09:00:00Z')).toEqual({ offersAskedAbout: 1 });
  });

  it('leave at once where the pôle ressources asks, once a day', async () => {
    const { id } = await add({ title: 'Relancée', provider: provider({ email: 'autre@exemple.invalid' }) });
    const token = await centre.tokenOf(`/ressources/offres/${id}`);
    expect(where(await centre.post(`/ressources/offres/${id}/relancer`, { formToken: token }))).toContain(
      'fait=relancee',
    );
    expect(where(await centre.post(`/ressources/offres/${id}/relancer`, { formToken: token }))).toContain(
      'fait=impossible',
    );
    expect((await letters()).filter(({ to }) => to === 'autre@exemple.invalid')).toHaveLength(1);
  });
});

describe('reports', () => {
  it('come from any professional, one open each, and lead the queue', async () => {
    const { id } = await add({ title: 'Téléphone muet', provider: provider(), confirmedAt: '2026-11-20' });
    const formToken = await prescriber.tokenOf(`/fr/catalogue/${id}`);
    const report = (fields: object) => prescriber.post(`/ressources/offres/${id}/signaler`, { formToken, ...fields });
    expect(where(await report({}))).toContain('signale=incomplet');
    expect(where(await report({ kind: 'phoneSilent', note: 'Trois essais' }))).toContain('signale=oui');
    expect(where(await report({ kind: 'closed' }))).toContain('signale=deja');
    expect(await owner`select kind from offer_reports where offer_id = ${id}`).toEqual([{ kind: 'phoneSilent' }]);
    const queue = text(await (await centre.get('/ressources/a-verifier')).text());
    expect(queue).toContain('Le téléphone ne répond pas');
    expect(queue.indexOf('Téléphone muet')).toBeGreaterThan(0);
    expect(await (await guest().get(`/fr/catalogue/${id}`)).text()).not.toContain('signaler-titre');
  });
});

describe('doubles', () => {
  const twin = (more: object) => ({
    title: 'Camionnette du Barrois',
    provider: provider({ siret: '12345678901234' }),
    ...more,
  });
  const post = async (path: string, fields: Record<string, string>) => {
    const formToken = await centre.tokenOf('/ressources/doublons');
    return centre.post(path, { formToken, ...fields });
  };
  const merged = (a: Offer, b: Offer) => {
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    return {
      ...{
        first: first.id,
        firstVersion: String(first.version),
        second: second.id,
        secondVersion: String(second.version),
      },
      keep: first.id === a.id ? 'first' : 'second',
    };
  };

  it('are merged into the one that stays, and taken back as they were', async () => {
    const a = await add(twin({ description: null }));
    const b = await add(twin({ description: 'Avec siège enfant' }));
    expect(text(await (await centre.get('/ressources/doublons')).text())).toContain('Camionnette du Barrois');
    const ids = { first: merged(a, b).first, second: merged(a, b).second };
    expect((await post('/ressources/doublons', { ...merged(a, b), firstVersion: '7' })).status).toBe(409);
    expect(where(await post('/ressources/doublons', merged(a, b)))).toContain('fait=reunies');
    expect(await read(a.id)).toMatchObject({ version: 2, description: 'Avec siège enfant' });
    expect((await api.get(`/api/offers/${b.id}`)).status).toBe(404);
    expect(await (await centre.get(`/ressources/offres/${b.id}`)).text()).toContain(
      `href="/ressources/offres/${a.id}"`,
    );

    expect(where(await post('/ressources/doublons/defaire', ids))).toContain('fait=defaites');
    expect(await read(a.id)).toMatchObject({ version: 3, description: null });
    expect(await read(b.id)).toMatchObject({ version: 3, description: 'Avec siège enfant' });
    expect((await post('/ressources/doublons/defaire', ids)).status).toBe(404);

    expect(
      where(await post('/ressources/doublons', { ...merged(a, b), firstVersion: '3', secondVersion: '3' })),
    ).toContain('reunies');
    const changed = await api.patch(`/api/offers/${a.id}`, { description: 'Changée depuis' });
    expect(changed.status).toBe(200);
    const refused = await post('/ressources/doublons/defaire', ids);
    expect([refused.status, text(await refused.text())]).toEqual([409, expect.stringContaining('a changé depuis')]);
    const actions = await owner<
      { action: string }[]
    >`select action from audit_entries where action like 'offer.merge%'`;
    expect(actions.map(({ action }) => action).sort()).toEqual(['offer.mergeUndone', 'offer.merged', 'offer.merged']);
  });

  it('are not shown again once they are said to be two', async () => {
    const a = await add(twin({ title: 'Minibus de la Saulx' }));
    const b = await add(twin({ title: 'Minibus de la Saulx' }));
    expect(text(await (await centre.get('/ressources/doublons')).text())).toContain('Minibus de la Saulx');
    expect(where(await post('/ressources/doublons', { ...merged(a, b), keep: 'both' }))).toContain('fait=apart');
    expect(text(await (await centre.get('/ressources/doublons')).text())).not.toContain('Minibus de la Saulx');
  });

  it('give the one that stays a contact and a price, and no limit that it had not', async () => {
    const limits = { maxDays: null, requiredLicence: null, tariff: null };
    const bare = twin({ title: 'Fourgon de la Chée', confirmedAt: null });
    const a = await add(loan({ illustrative: false, ...bare }, limits));
    const b = await add(twin({ title: 'Fourgon de la Chée', provider: provider({ phone: '03 29 00 00 01' }) }));
    await owner`update offers set eligibility_zone = '{55999}' where id = ${a.id}`;
    const refused = await post('/ressources/doublons', merged(a, b));
    expect([refused.status, text(await refused.text())]).toEqual([
      422,
      expect.stringContaining('Corrigez d’abord l’offre gardée. Commune 55999 inconnue'),
    ]);
    expect([(await read(a.id)).version, (await read(b.id)).version]).toEqual([1, 1]);

    await owner`update offers set eligibility_zone = '{}' where id = ${a.id}`;
    expect(where(await post('/ressources/doublons', merged(a, b)))).toContain('fait=reunies');
    const { provider: who, details, confirmedAt } = await read(a.id);
    expect(who).toEqual({ ...a.provider, phone: '03 29 00 00 01' });
    expect(details).toEqual({ ...a.details, tariff: (b as OfferOf<'vehicleLoan'>).details.tariff });
    expect(confirmedAt).toBeNull();
    expect(await owner`select 1 from offer_confirmations where offer_id = ${a.id}`).toEqual([]);
  });

  it('lead whoever had the page of the one that is gone to the one that stays, be it after two merges', async () => {
    const [a, b, c] = [await add(twin({})), await add(twin({})), await add(twin({}))];
    const hidden = await add(twin({ visibility: 'territory' }));
    const page = (id: string) => guest().get(`/fr/catalogue/${id}`);
    expect((await page(a.id)).status).toBe(200);
    await post('/ressources/doublons', merged(b, a));
    expect(where(await page(a.id))).toBe(`/fr/catalogue/${b.id}`);
    expect((await centre.get(`/fr/catalogue/${a.id}`)).status).toBe(302);
    await post('/ressources/doublons', merged(c, b));
    expect(where(await page(a.id))).toBe(`/fr/catalogue/${c.id}`);
    await post('/ressources/doublons/defaire', { first: merged(b, c).first, second: merged(b, c).second });
    expect([where(await page(a.id)), (await page(b.id)).status]).toEqual([`/fr/catalogue/${b.id}`, 200]);
    await post('/ressources/doublons', merged(c, hidden));
    expect((await page(hidden.id)).status).toBe(404);
  });

  it('leave a fleet and a driver their offer', async () => {
    const ours = { territory_id: 'meuse', organisation_id: 'org_one' };
    const named = { title: 'Citadine de la Biesme' };
    const [withFleet, plain] = [await add(twin(named)), await add(twin(named))];
    const car = { label: 'Clio', vehicle_type: 'car', status: 'available', created_at: START, updated_at: START };
    await insertRow(owner, 'vehicles', { ...ours, ...car, id: 'veh_biesme', offer_id: withFleet.id });
    const refused = await post('/ressources/doublons', merged(plain, withFleet));
    expect([refused.status, text(await refused.text())]).toEqual([
      422,
      expect.stringContaining('véhicules d’une flotte'),
    ]);
    expect(await read(withFleet.id)).toMatchObject({ version: 1 });
    expect(where(await post('/ressources/doublons', merged(withFleet, plain)))).toContain('fait=reunies');

    const addTrip = async () =>
      (await api.post('/api/offers', carpool({ illustrative: false, title: 'Trajet de la Biesme' }))).body as Offer;
    const [driven, other] = [await addTrip(), await addTrip()];
    const person = {
      kind: 'carpooler',
      status: 'active',
      first_name: 'Lise',
      phone: '06 39 98 00 41',
      phone_digits: '0639980041',
    };
    const life = {
      commune: '55122',
      language: 'fr',
      seats: 3,
      created_at: START,
      updated_at: START,
      link_hash: 'f'.repeat(64),
      retention_class: 'file',
    };
    await insertRow(owner, 'drivers', { ...ours, id: 'drv_biesme', ...person, ...life });
    await insertRow(owner, 'driver_offers', { territory_id: 'meuse', driver_id: 'drv_biesme', offer_id: driven.id });
    const kept = await post('/ressources/doublons', merged(other, driven));
    expect([kept.status, text(await kept.text())]).toEqual([422, expect.stringContaining('personne qui conduit')]);
    expect((await read(driven.id)).version).toBe(1);
  });
});
