import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { linkTo } from '../support/rides.ts';
import { type Browser, createMember, type NewMember, signIn } from '../support/sign-in.ts';
import { type Fields, fieldsIn } from '../support/telling-forms.ts';
import { unescaped, wordsOf } from '../support/visitor.ts';

let api: TestApi;
let owner: postgres.Sql;
let desk: Browser;
let memberId = '';
let personId = '';
let people = 0;

async function come(member: NewMember) {
  const made = await createMember({ url: api.url, clock: api.deps.clock }, member);
  return { ...made, browser: await signIn(api.app, made) };
}

beforeAll(async () => {
  let caller = 0;
  api = await startApi({ app: { anonymousRequestsPerMinute: 1_000_000, addressOf: () => `caller-${caller++}` } });
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  await owner`update organisations set kind = 'mobilityPlatform' where id = 'org_one'`;
  const member = await come({ organisationId: 'org_one', role: 'mobilityAdvisor' });
  desk = member.browser;
  memberId = member.id;
});
beforeEach(async () => {
  await owner`update offers set archived_at = now() where archived_at is null`;
  await owner`delete from bookings`;
  personId = await somebody();
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

/** Somebody with a diagnostic: mornings and nights by turns, fifty minutes away. */
async function somebody(more: Record<string, unknown> = {}): Promise<string> {
  people += 1;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: `B-desk-${people}` };
  const { body } = await api.post('/api/diagnostics', {
    ...DIAGNOSTIC_EXAMPLE,
    home: { ...DIAGNOSTIC_EXAMPLE.home, label: 'Impasse des Mirabelles' },
    ...more,
    beneficiary,
  });
  await api.matchNow(body.id);
  await owner`update beneficiary_identities set first_name = 'Zéphyrine', phone = null, email = null
    where beneficiary_id = ${body.beneficiary.id}`;
  await owner`insert into beneficiary_identities (territory_id, beneficiary_id, first_name, retention_class)
    select 'meuse', ${body.beneficiary.id}, 'Zéphyrine', 'file'
    where not exists (select from beneficiary_identities where beneficiary_id = ${body.beneficiary.id})`;
  return body.beneficiary.id;
}

const base = (id = personId) => `/pro/personnes/${id}/trajets`;
const anOffer = async (more: Record<string, unknown> = {}, details: Record<string, unknown> = {}): Promise<string> =>
  (await api.post('/api/offers', carpool({ visibility: 'public', ...more }, details))).body.id;
const rides = () =>
  owner`select id, status, direction, date::text as date, booked_by, organisation_id, beneficiary_id, rider, offer_id, version
    from bookings order by depart_at`;

type Page = { path: string; status: number; html: string };
async function follow(response: Response, path: string): Promise<Page> {
  const to = response.headers.get('location');
  if (response.status === 303 && to !== null) return get(to);
  return { path, status: response.status, html: await response.text() };
}
const get = async (path: string): Promise<Page> => follow(await desk.get(path), path);
/** Sends the form that is sent to `address` as a browser would, with what is typed over it. */
async function send(page: Page, typed: Fields = {}, address = page.path): Promise<Page> {
  return follow(await desk.post(address, { ...fieldsIn(page.html, address), ...typed }), address);
}
const firstAction = (page: Page) => unescaped(/<form action="([^"]*\/reserver\/[^"]*)"/.exec(page.html)?.[1] ?? '');

/** Whatever is searched for, a worker finds. */
async function matchAll(): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const all = await owner<{ diagnostic_id: string }[]>`select diagnostic_id from matches where status = 'pending'`;
    for (const { diagnostic_id } of all) await api.matchNow(diagnostic_id);
    if (all.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function asked(typed: Fields = {}): Promise<Page> {
  const form = await get(`${base()}/reserver`);
  const check = await send(form, { ...typed, action: 'next' }, firstAction(form));
  expect(check.path).toMatch(/\/verifier$/);
  return check;
}
async function found(check: Page): Promise<Page> {
  const [page] = await Promise.all([send(check), matchAll()]);
  return page.html.includes('http-equiv="refresh"') ? get(page.path) : page;
}
const choose = (page: Page) => {
  const quote = unescaped(/name="quote" value="([^"]*)"/.exec(page.html)?.[1] ?? '');
  return send(page, { quote, action: 'choose' });
};
const once = { what: 'once', day: 'autre', date: '2026-11-25', at: '04:50', back: 'no' };

async function booked(typed: Fields = once): Promise<Page> {
  const form = await get(`${base()}/reserver`);
  // What was not asked yet is asked on the same page.
  const opened = await send(form, { ...typed, action: 'next' }, firstAction(form));
  const check = /\/verifier$/.test(opened.path) ? opened : await send(opened, { ...typed, action: 'next' });
  expect(check.path).toMatch(/\/verifier$/);
  return send(await choose(await found(check)));
}

describe('a professional books for somebody', () => {
  it('the whole rota of the last diagnostic: nothing is asked twice', async () => {
    const offer = await anOffer({}, { maxDetourMinutes: 30 });
    const form = await get(`${base()}/reserver`);
    expect(form.html).toMatch(/Impasse des Mirabelles/);
    expect(form.html).toMatch(/Site industriel – Bar-le-Duc/);
    expect(fieldsIn(form.html, firstAction(form))).toMatchObject({
      what: 'rota',
      first: '2026-12-07',
      until: '2027-01-03',
    });
    const check = await asked();
    expect(wordsOf(check.html)).toMatch(/8 trajets, du lundi 7 décembre 2026/);
    expect(wordsOf(check.html)).toMatch(/Les arrêts en chemin/);
    const options = await found(check);
    expect(wordsOf(options.html)).toMatch(/4 trajets sur 8/);
    const rest = await choose(options);
    expect(rest.path).toMatch(/\/choix\//);
    const confirm = await send(rest, { action: 'enough' });
    expect(confirm.path).toMatch(/\/confirmer\//);
    expect(wordsOf(confirm.html)).toMatch(/Zéphyrine/);
    const done = await send(confirm);
    expect(done.path).toMatch(/\/fait\//);
    const written = await rides();
    expect(written.map(({ date, direction }) => `${date} ${direction}`)).toEqual([
      '2026-12-07 outbound',
      '2026-12-07 return',
      '2026-12-21 outbound',
      '2026-12-21 return',
    ]);
    for (const ride of written) {
      expect(ride).toMatchObject({
        booked_by: memberId,
        beneficiary_id: personId,
        offer_id: offer,
        status: 'requested',
      });
      expect(ride.organisation_id).toBe('org_one');
    }
    // Sent again it is the same.
    expect((await send(confirm)).path).toBe(done.path);
    expect(await rides()).toHaveLength(4);
    // No file was opened by searching.
    const [{ count } = { count: -1 }] =
      await owner`select count(*)::int from beneficiary_access where organisation_id = 'org_one'`;
    expect(count).toBe(people);
  });

  it('one ride, without a telephone: the list tells what is awaited, and that nobody will be written to', async () => {
    await anOffer();
    const done = await booked();
    expect(done.path).toMatch(/\/fait\//);
    expect(await rides()).toHaveLength(1);
    const list = wordsOf((await get(base())).html);
    expect(list).toMatch(/personne ne préviendra cette personne/);
    expect(list).toMatch(/mercredi 25 novembre 2026.*Réponse attendue avant/);
  });

  it('with what the diagnostic says of the person: their age, their statuses', async () => {
    const [old, other] = [
      await anOffer({ accessConditions: { minAge: 60 } }),
      await anOffer({ accessConditions: { statuses: ['aah'] } }),
    ];
    const mine = await anOffer({ accessConditions: { minAge: 18, statuses: ['rsa'] } });
    const options = await found(await asked({ first: '2026-12-07', until: '2026-12-07' }));
    await send(await choose(options));
    const offers = (await rides()).map(({ offer_id }) => String(offer_id));
    expect(offers).toContain(mine);
    expect(wordsOf(options.html)).toMatch(/Choisir un trajet/);
    expect(options.html.match(/name="quote"/g)).toHaveLength(1);
    expect([old, other].some((id) => offers.includes(id))).toBe(false);
  });

  it('and answers another hour for them, calls it off, or looks for others', async () => {
    await anOffer();
    await booked();
    const [ride] = await rides();
    const id = String(ride?.id);
    await answerBooking({
      ctx: await linkTo(api, owner, id),
      input: { id: null, answer: { answer: 'proposeTime', departAt: '04:00', message: 'Plus tôt' } },
    });
    const page = await get(`${base()}/${id}`);
    expect(wordsOf(page.html)).toMatch(/Une autre heure est proposée.*Départ 4 h/);
    const late = await send(page, { answer: 'yes', version: '1' }, `${base()}/${id}/heure`);
    expect(wordsOf(late.html)).toMatch(/a changé entre-temps/);
    const accepted = await send(page, { answer: 'yes' }, `${base()}/${id}/heure`);
    expect(accepted.path).toBe(`${base()}/${id}`);
    expect((await rides()).map(({ status }) => status)).toEqual(['confirmed']);
    expect(wordsOf(accepted.html)).toMatch(/L’autre heure a été acceptée.*un professionnel/);

    const sure = await get(`${base()}/${id}/annuler`);
    const cancelled = await send(sure);
    expect(cancelled.path).toBe(`${base()}/${id}`);
    expect((await rides()).map(({ status }) => status)).toEqual(['cancelled']);
    const other = await anOffer({ title: 'Une autre voiture' });
    const [again] = await Promise.all([send(cancelled, {}, `${base()}/${id}/autres`), matchAll()]);
    const options = again.html.includes('http-equiv="refresh"') ? await get(again.path) : again;
    await send(await choose(options));
    expect((await rides()).map(({ offer_id, status }) => [offer_id, status])).toContainEqual([other, 'requested']);
  });

  it('a seat that was taken meanwhile is told, and nothing is booked', async () => {
    const offer = await anOffer({}, { seats: 1 });
    const confirm = await (async () => {
      const form = await get(`${base()}/reserver`);
      const opened = await send(form, { ...once, action: 'next' }, firstAction(form));
      const check = /\/verifier$/.test(opened.path) ? opened : await send(opened, { ...once, action: 'next' });
      return choose(await found(check));
    })();
    await owner`update offers set archived_at = now() where id = ${offer}`;
    const [told] = await Promise.all([send(confirm), matchAll()]);
    expect(told.path).toMatch(/\/choix\//);
    expect(wordsOf((await get(told.path)).html)).toMatch(/Rien n’est réservé/);
    expect(await rides()).toEqual([]);
  });
});

describe('the paper', () => {
  it('says hours, public place and whom to call, and neither name, home nor job', async () => {
    await anOffer({ provider: { name: 'Camille Exemple', phone: '03 00 00 00 00', siret: '12345678900011' } });
    await booked();
    const [ride] = await rides();
    await answerBooking({
      ctx: await linkTo(api, owner, String(ride?.id)),
      input: { id: null, answer: { answer: 'accept', message: '' } },
    });
    const slip = await get(`${base()}/${ride?.id}/papier`);
    const words = wordsOf(slip.html);
    expect(words).toMatch(/Départ 3 h \d\d, arrivée 4 h \d\d.*mercredi 25 novembre 2026.*C’est réservé/);
    expect(words).toMatch(/Camille Exemple.*03 00 00 00 00/);
    expect(words).toMatch(/En cas de problème/);
    expect(slip.html).not.toMatch(/Zéphyrine|Mirabelles|Site industriel/);
  });
});

describe('nobody else', () => {
  it('sees or books anything: another organisation, another person’s address, a closed file', async () => {
    await anOffer();
    await booked();
    const [ride] = await rides();
    const stranger = (await come({ organisationId: 'org_two', role: 'mobilityAdvisor' })).browser;
    for (const path of [base(), `${base()}/reserver`, `${base()}/${ride?.id}`, `${base()}/${ride?.id}/papier`]) {
      expect([path, (await stranger.get(path)).status]).toEqual([path, 404]);
    }
    const other = await somebody();
    expect((await desk.get(`${base(other)}/${ride?.id}`)).status).toBe(404);
    await owner`update beneficiaries set closed_at = now() where id = ${personId}`;
    expect((await desk.get(`${base()}/reserver`)).status).toBe(409);
    expect(wordsOf((await get(base())).html)).toMatch(/rouvrez le dossier/);
  });
});
