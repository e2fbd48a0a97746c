import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offerInputSchema } from '../../src/domain/catalogue/offer.ts';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { bookForPerson } from '../../src/services/bookings/book-for-person.ts';
import { newOfferLink } from '../../src/services/catalogue/offer-link.ts';
import { newDeviceSecret } from '../../src/services/way-in/secrets.ts';
import { sendLink } from '../../src/services/way-in/send-link.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { REFERRAL_EXAMPLE } from '../../src/web/api/referral-schemas.ts';
import { typedOf } from '../../src/web/resources/read-offer.ts';
import { everyKind } from '../factories/every-kind.ts';
import { BAR_LE_DUC, COMMERCY, carpool } from '../factories/offers.ts';
import { hashOf, insertRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { codeNow } from '../support/authenticator.ts';
import { answerAll, choose, matchUntil, searchRides } from '../support/booking-steps.ts';
import { importFile, workOn } from '../support/imports.ts';
import { giveLink, linkTo, ONE_O_CLOCK, THERE, workerOf } from '../support/rides.ts';
import { answering, type Browser, openBrowser, signIn } from '../support/sign-in.ts';
import { type Fields, fieldsIn } from '../support/telling-forms.ts';
import { sendEachForm } from '../support/telling-requests.ts';
import { openTellingScene, type TellingScene } from '../support/telling-scene.ts';
import { createVisitor, formsOf, type Seen, wordsOf } from '../support/visitor.ts';
import { watchMutations } from '../support/watched-mutations.ts';

let api: TestApi;
let scene: TellingScene;
let watch: Awaited<ReturnType<typeof watchMutations>>;
const others = new Set<string>();

beforeAll(async () => {
  let caller = 0;
  api = await startApi({ app: { anonymousRequestsPerMinute: 1_000_000, addressOf: () => `caller-${caller++}` } });
  scene = await openTellingScene(api);
  watch = await watchMutations(api, scene.owner);
});
afterAll(async () => {
  await scene?.owner.end();
  await api?.stop();
});

/** Sends a form of that page as a browser would, with what is typed over it. Gives where it leads. */
async function press(browser: Browser, page: string, typed: Fields = {}, address = page): Promise<string> {
  const html = await (await browser.get(page)).text();
  const response = await browser.post(address, { ...fieldsIn(html, address), ...typed });
  const said = response.status < 400 ? '' : (await response.text()).replace(/<[^>]+>/g, ' ').slice(0, 1500);
  expect([address, response.status < 400, said]).toEqual([address, true, '']);
  return (response.headers.get('location') ?? '').split('?')[0] as string;
}
const passerBy = () => openBrowser(answering(api.app));

/** The last link of that kind that was written to anybody. */
async function linkWritten(start: string): Promise<string> {
  const [row] = await scene.owner<{ body: string }[]>`
    select body from messages where body like ${`%${start}%`} order by created_at desc, id desc limit 1`;
  return new RegExp(`${start}[a-z]+/[A-Za-z0-9_-]+`).exec(row?.body ?? '')?.[0] ?? 'no link';
}

/** A browser that was let in as somebody with a file. */
async function known(number: number) {
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: `B-audit-${number}` };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  others.add(body.id);
  const secret = newDeviceSecret();
  const now = api.deps.clock.now();
  await insertRow(scene.owner, 'way_ins', {
    ...{ territory_id: 'meuse', id: `way-audit-${number}`, kind: 'device', token_hash: hashOf(secret) },
    ...{ beneficiary_id: body.beneficiary.id, created_by: 'visitor', created_at: now.toString() },
    ...{ expires_at: now.add({ hours: 24 * 365 }).toString(), last_seen_at: now.toString(), retention_class: 'file' },
  });
  const visitor = createVisitor(api.app);
  visitor.jar.set('appareil', `meuse.${secret}`);
  return visitor;
}
const world = () => ({ api, owner: scene.owner, others });
/** The page on which one button is left. */
async function confirmOf(visitor: Awaited<ReturnType<typeof known>>, back = '') {
  const next = await choose(visitor, await searchRides(visitor, await answerAll(visitor, { back }), world()));
  // Whoever came before is not asked who they are again.
  const isAsked = next.path.includes('/qui/');
  return isAsked ? visitor.send(next, { firstName: 'Fatima', contact: '06 39 98 07 07' }) : next;
}
const stepsOf = (visitor: Awaited<ReturnType<typeof known>>) => ({
  /** A form of that page, sent. */
  once: async (path: string, address = path, typed: Fields = {}) =>
    visitor.send(await visitor.get(path), typed, address),
  /** As whoever drives, by the link they were sent. */
  answer: async (id: string, what: object) =>
    answerBooking({ ctx: await linkTo(api, scene.owner, id), input: { id: null, answer: what } as never }),
});
const idOf = ({ path }: Seen) => path.split('/').at(-1)?.split('?')[0] ?? '';

/** What is asked of nobody but the one who asks, or changes nothing: none has a row. */
const NO_ROW: Readonly<Record<string, string>> = {
  'POST /connexion': 'signing in is better-auth’s: sessions, and attempts that are counted',
  'POST /connexion/double': 'the second half of signing in',
  'POST /compte/double': 'shows the key of a second factor, which is set up once it is confirmed',
  'POST /connexion/structure': 'which of one’s memberships a session is of',
  'POST /connexion/reponses/:what{envoyer|laisser}': 'answers typed before a session ended',
  'POST /deconnexion': 'the session ends',
  'POST /:lang/mes-trajets/sms': 'a page that is only read',
  'POST /:lang/mes-trajets/courriel': 'a page that is only read',
  'POST /:lang/ligne': 'leads to the page of a code',
  'POST /:lang/reserver/:draft/:page': 'answers of a form before it is sent',
  'POST /:lang/reserver/:draft/effacer': 'answers of a form before it is sent',
  'POST /:lang/reserver/regulier/:draft/:page': 'answers of a form before it is sent',
  'POST /:lang/reserver/regulier/:draft/effacer': 'answers of a form before it is sent',
  'POST /:lang/reserver/qui/:draft': 'answers of a form before it is sent',
  'POST /pro/personnes/:id/trajets/reserver/:draft/:page': 'answers of a form before it is sent',
  'POST /pro/personnes/:id/trajets/reserver/:draft/effacer': 'answers of a form before it is sent',
  'POST /pro/personnes/:id/questionnaire/:draft/:page': 'answers of a form before it is sent',
  'POST /pro/personnes/:id/questionnaire/:draft/effacer': 'answers of a form before it is sent',
  'POST /ressources/offres/nouvelle/:kind/:draft/:page': 'answers of a form before it is sent',
  'POST /ressources/offres/nouvelle/:kind/:draft/effacer': 'answers of a form before it is sent',
  'POST /ressources/offres/:id/modifier/:draft/:page': 'answers of a form before it is sent',
  'POST /ressources/offres/:id/modifier/:draft/effacer': 'answers of a form before it is sent',
  'POST /ressources/offres/:id/comparer/:draft': 'answers of a form before it is sent',
  'POST /pro/personnes/importer': 'a file that is checked, and kept as a draft',
};

describe('whoever changes something', () => {
  it('by a form of a structure, of a firm, of a team', async () => {
    const { adviser, garage, boss, owner } = scene;
    const desk = adviser.browser;
    const asked = { firstName: 'Léa', phone: '06 12 34 56 78', commune: 'Commercy (55200)', goalKind: 'job' };
    await press(desk, '/pro/demandes/nouvelle', {
      ...asked,
      when: '5 h',
      need: 'À 5 h.',
      agreed: 'oui',
      team: 'org_one',
    });
    await press(passerBy(), '/fr/demande', { ...asked, phone: '06 99 99 99 99' });
    await press(desk, '/pro/rendez-vous', {}, '/pro/agenda');
    await press(desk, '/pro/rendez-vous', {}, '/pro/agenda/fermer');

    const structure = garage.browser;
    const fleet = '/structure/flotte';
    const car = await press(structure, `${fleet}/nouveau`, {
      label: 'Twingo',
      offerId: scene.offer,
      mileageKm: '80000',
    });
    const lent = { vehicleId: car.split('/').at(-1) ?? '', from: '22/11/2026', until: '30/11/2026', firstName: 'Awa' };
    await press(structure, car, { what: 'mileage', km: '80 100' });
    await press(structure, `${fleet}/prets/nouveau`, lent);
    const waiting = '/structure/attente';
    await press(structure, waiting, { from: '07/12/2026', until: '31/12/2026' }, `${waiting}/repartitions`);
    await press(structure, '/structure/formations/nouveau', {
      ...{
        kind: 'licence',
        title: 'Permis B',
        from: '02/11/2026',
        until: '26/03/2027',
        place: 'Bar-le-Duc',
        places: '4',
      },
      ...{ day1: '1', from1: '09:00', to1: '12:00' },
    });
    const { id: taken } = (await api.post('/api/offers', carpool({ provider: scene.provider }))).body;
    await owner`update offers set organisation_id = 'org_garage' where id = ${taken}`;
    const driver = { firstName: 'Odile', phone: '06 39 98 00 71', commune: 'Commercy', seats: '3', kind: 'volunteer' };
    await press(structure, '/structure/conducteurs/nouveau', driver);
    const trip = { from1: 'Commercy', to1: 'Bar-le-Duc', days1: ['1'], time1: '07:10', charter: 'oui', step: 'send' };
    const carpooler = { ...driver, phone: '06 39 98 00 72', kind: 'carpooler', structure: 'org_garage' };
    await press(passerBy(), '/fr/conduire', { ...carpooler, ...trip });
    const [left] = await owner`select body from messages where body like '%/conduire/retrait/%'`;
    await press(passerBy(), /\/fr\/conduire\/retrait\/meuse\/\w+/.exec(left?.body)?.[0] ?? 'no link');

    const { ride } = scene.ids;
    await press(passerBy(), `/t/meuse/${await giveLink(api, owner, ride)}`, {
      answer: 'refuse',
      reason: 'notAvailable',
    });
    const input = { beneficiary: { id: scene.ids.person }, offerId: taken, ...THERE, rides: [ONE_O_CLOCK] };
    const { bookings } = await bookForPerson({ ctx: adviser.ctx, input });
    await press(structure, `/structure/trajets/${bookings[0]?.id}`, { answer: 'accept' });
    await press(passerBy(), scene.referralLink, { answer: 'accept' });

    await press(boss.browser, '/entreprise/sites/nouveau', { label: 'Dépôt', place: 'Commercy' });
    const poster = (await owner`select code from carpool_lines where id = ${scene.ids.line}`)[0]?.code;
    const rider = { role: 'driver', commune: 'Commercy', firstName: 'Nadia', phone: '0612345678', consent: 'oui' };
    await press(passerBy(), `/fr/ligne/${poster}`, rider);
  });

  it('by a program', async () => {
    const { id } = (await api.post('/api/offers', carpool())).body;
    expect((await api.patch(`/api/offers/${id}`, { title: 'Autrement' })).status).toBe(200);
    expect((await api.remove(`/api/offers/${id}`)).status).toBe(204);
    const { diagnostic, referral, person } = scene.ids;
    await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE);
    await api.patch(`/api/diagnostics/${diagnostic}`, { means: { maxWalkMinutes: 20 } });
    const { beneficiary: _, ...sent } = REFERRAL_EXAMPLE;
    const asked = { ...sent, insist: 'Vu ensemble.', beneficiary: { id: person }, offerId: scene.spareOffers[1] };
    expect((await api.post('/api/referrals', asked)).status).toBe(201);
    expect((await api.patch(`/api/referrals/${referral}`, { status: 'ended', outcome: 'withdrawn' })).status).toBe(200);
    const journey = { from: COMMERCY, to: BAR_LE_DUC, date: '2026-12-09', arriveBy: '04:50' };
    const offerId = (await api.post('/api/offers', carpool({ provider: scene.provider }))).body.id;
    const booked = await api.post('/api/bookings', { ...journey, beneficiary: { id: person }, offerId });
    expect([booked.status, booked.body.errors]).toEqual([201, undefined]);
    expect((await api.patch(`/api/bookings/${booked.body.id}`, { status: 'cancelled' })).status).toBe(200);
    expect((await importFile(api, 'csv-training', 'Référence;Titre\nP1;Atelier')).status).toBe(200);
  });

  it('by a trial', async () => {
    const found = await press(passerBy(), '/pro/essai?exemple', {}, '/pro/essai');
    await press(passerBy(), `${found}/question/licenceB`, { answer: 'none' });
  });

  it('by a form of the catalogue', async () => {
    const { browser } = await scene.come({ organisationId: 'org_one', role: 'resourceCentre' });
    const fill = async (start: string, typed: Fields) => {
      let at = `${start}/nouveau/identite`;
      const formToken = await browser.tokenOf(start);
      while (!at.endsWith('/verifier')) {
        const sent = await browser.post(at, { ...typed, formToken });
        if (sent.status !== 303) throw new Error(`${at} answered ${sent.status}`);
        at = sent.headers.get('location') ?? '';
      }
      return at;
    };
    const offers = '/ressources/offres';
    const { offerVersion: _, ...typed } = typedOf({
      ...offerInputSchema.parse(everyKind.training),
      id: 'x',
      version: 1,
    });
    const check = await fill(`${offers}/nouvelle/training`, typed);
    await press(browser, check, {}, check.replace(/verifier$/, 'apercu'));
    const offer = await press(browser, check);
    const changed = await fill(`${offer}/modifier`, {
      ...typed,
      title: 'Autrement',
      'accessConditions-minAge': '40',
      offerVersion: '1',
    });
    await press(browser, changed, {}, changed.replace(/verifier$/, 'apercu'));
    await press(browser, changed);
    await press(browser, `${offer}/versions`, { offerVersion: '2' }, `${offer}/versions/1/retablir`);
    for (const deed of ['confirmer', 'archiver', 'retablir']) await press(browser, offer, {}, `${offer}/${deed}`);

    const partner = await press(browser, '/ressources/partenaires/nouveau', {
      ...{ name: 'Garage du Canal', kind: 'provider', place: 'Commercy', coverage: '55' },
    });
    await press(browser, `${partner}/modifier`, { name: 'Garage du Pont' });
    await press(browser, `${partner}/contacts/nouveau`, { name: 'Camille Roux', role: 'Monitrice' });
    const [contact] = await scene.owner`select id from partner_contacts order by id`;
    const at = `${partner}/contacts/${contact?.id}`;
    await press(browser, at, { name: 'Camille Leroux' });
    await press(browser, at, {}, `${at}/retirer`);
    for (const deed of ['archiver', 'retablir']) await press(browser, partner, {}, `${partner}/${deed}`);

    const { id: doubted } = (await api.post('/api/offers', carpool({ visibility: 'public' }))).body;
    await press(browser, `${offers}/${doubted}`, {}, `${offers}/${doubted}/relancer`);
    const telling = `/fr/catalogue/${doubted}`;
    await press(browser, telling, { kind: 'phoneSilent' }, `${offers}/${doubted}/signaler`);
    const [report] = await scene.owner`select id from offer_reports where offer_id = ${doubted}`;
    await press(
      browser,
      '/ressources/a-verifier',
      { reason: 'Rappelé' },
      `/ressources/signalements/${report?.id}/clore`,
    );
    const { id: twin } = (await api.post('/api/offers', carpool({ visibility: 'public' }))).body;
    const doubles = '/ressources/doublons';
    await press(
      browser,
      doubles,
      { first: doubted, second: twin, keep: doubted, firstVersion: '1', secondVersion: '1' },
      doubles,
    );
    await press(browser, doubles, { first: doubted, second: twin }, `${doubles}/defaire`);

    const event = await press(browser, '/ressources/evenements/nouveau', {
      ...{ title: 'Permanence', kind: 'dropIn', audience: 'everybody', date: '2026-12-10' },
      ...{ from: '14:00', until: '16:00', place: 'Commercy', places: '3' },
    });
    await press(browser, `${event}/modifier`, { title: 'Permanence du jeudi' });
    const why = { reason: 'Conseillère absente' };
    for (const deed of ['annuler', 'archiver', 'retablir']) await press(browser, event, why, `${event}/${deed}`);
    const open = await press(browser, '/ressources/evenements/nouveau', {
      ...{ title: 'Rencontre', kind: 'meeting', audience: 'everybody', date: '2026-12-11' },
      ...{ from: '14:00', until: '16:00', place: 'Commercy', places: '3' },
    });
    const coming = `/fr/evenements/${open.split('/').at(-1)}`;
    await press(passerBy(), coming, { name: 'Sam', contact: 'sam@exemple.invalid', consent: 'oui' });
    await press(passerBy(), await linkWritten('/fr/evenements/inscription/'));
    await press(passerBy(), '/fr/lettre', { email: 'lou.lettre@exemple.invalid' });
    const yes = await linkWritten('/fr/lettre/confirmer/');
    await press(passerBy(), yes);
    await press(passerBy(), yes.replace('confirmer', 'fin'));
    await press(browser, '/fr/lettre/compte', { wanted: 'yes' });

    const item = { title: 'Guide', url: 'https://exemple.invalid/guide', isPublic: 'yes' };
    const library = '/ressources/bibliotheque';
    const kept = await press(browser, `${library}/nouveau`, item);
    await press(browser, `${kept}/modifier`, { title: 'Guide du permis' });
    for (const deed of ['archiver', 'retablir']) await press(browser, kept, {}, `${kept}/${deed}`);

    const { token, hash } = newOfferLink();
    const now = api.deps.clock.now();
    await scene.owner`insert into offer_links (territory_id, link_hash, offer_id, sent_at, expires_at)
      values ('meuse', ${hash}, ${scene.offer}, ${now.toString()}, ${now.add({ hours: 48 }).toString()})`;
    await press(passerBy(), `/confirmer/meuse/${token}`, { answer: 'confirmed' });

    const imports = '/ressources/imports';
    for (const deed of ['confirmer', 'abandonner']) {
      const body = new FormData();
      body.set('formToken', await browser.tokenOf(imports));
      body.set('format', 'csv-training');
      body.set('file', new File([`Référence;Titre;Structure\n${deed};Atelier;Maison du vélo`], `${deed}.csv`));
      const headers = { cookie: browser.cookies(), 'sec-fetch-site': 'same-origin' };
      const sent = await api.app.request(imports, { method: 'POST', body, headers });
      const path = sent.headers.get('location') ?? '';
      await workOn(api, path.split('/').at(-1) ?? '');
      await press(browser, path, {}, `${path}/${deed}`);
      await workOn(api, path.split('/').at(-1) ?? '');
      if (deed === 'confirmer') await press(browser, path, {}, `${path}/annuler`);
    }
  });

  it('by a form of their own account, and of the team', async () => {
    const team = '/compte/equipe';
    const { browser } = await scene.come({ organisationId: 'org_one', role: 'admin' });
    const colleague = {
      organisationId: 'org_two',
      displayName: 'Noé',
      email: 'noe@exemple.invalid',
      role: 'prescriber',
    };
    await press(browser, team, colleague, `${team}/inviter`);
    await press(browser, team, { name: 'Vélos', kind: 'provider' }, `${team}/structures`);
    const invited = await scene.owner`select body from messages where to_address = ${colleague.email}`;
    const jeton = new URL(/http\S+/.exec(invited[0]?.body)?.[0] ?? '').searchParams.get('jeton') ?? '';
    expect((await passerBy().post('/connexion/lien', { jeton })).status).toBe(303);
    const other = await scene.come({ organisationId: 'org_one', role: 'referent' });
    await press(browser, team, { membre: other.id, role: 'prescriber', avant: 'referent' }, `${team}/role`);
    await press(browser, team, { membre: other.id }, `${team}/fermer`);

    const me = await scene.come({ organisationId: 'org_one', role: 'prescriber' });
    const account = '/compte';
    const next = 'une phrase bien à moi';
    await press(me.browser, account, { current: me.password, next }, `${account}/mot-de-passe`);
    await signIn(api.app, { email: me.email, password: next });
    await press(me.browser, account, { appareil: 'autres' }, `${account}/appareils`);
    const shown = await (await me.browser.send(`${account}/double`, { password: next }, account)).text();
    const secret = /[?&](?:amp;)?secret=([A-Z2-7]+)/.exec(shown)?.[1] ?? '';
    await press(me.browser, account, { code: codeNow(secret) }, `${account}/double/confirmer`);
    await press(me.browser, account, { code: codeNow(secret) }, `${account}/double/retirer`);
  });

  it('by a link or a code that lets somebody in', async () => {
    const { adviser, owner } = scene;
    const entering = passerBy();
    await press(entering, '/fr/mes-trajets/entrer', { contact: '06 39 98 00 01' });
    const [asked] = await owner`select id from way_ins where kind = 'link' order by created_at desc limit 1`;
    await sendLink({ ctx: workerOf(api), input: { wayInId: asked?.id } });
    const [message] = await owner`select body from messages where about_id = ${asked?.id}`;
    await press(entering, /\/l\/meuse\/\w+/.exec(message?.body)?.[0] ?? 'no link');
    const mine = owner`select beneficiary_id from beneficiary_identities where phone_digits = '0639980001'`;
    await owner`update beneficiary_identities set birth_date = '1999-05-02' where beneficiary_id in (${mine})`;
    await owner`update way_ins set last_seen_at = '2026-08-01' where kind = 'device' and beneficiary_id in (${mine})`;
    await press(entering, '/fr/mes-trajets/annee', { year: '1999' });

    const access = `/pro/personnes/${(await mine)[0]?.beneficiary_id}/acces`;
    const html = await (await adviser.browser.get(access)).text();
    const { code = '' } = fieldsIn(html, `${access}/code`);
    await press(adviser.browser, access, { code }, `${access}/code`);
    await press(passerBy(), '/fr/mes-trajets/code', { code });
    await press(adviser.browser, access, {}, `${access}/fin`);
    await press(adviser.browser, access.replace('acces', 'modifier'), { firstName: 'Lina' });
    await press(adviser.browser, access.replace('/acces', ''), {}, access.replace('acces', 'fermer'));
    await press(adviser.browser, access.replace('/acces', ''), {}, access.replace('acces', 'rouvrir'));
  });

  it('by a ride that a person books, alone or at a desk', async () => {
    const visitor = await known(1);
    const { answer, once } = stepsOf(visitor);
    const late = async (sent: Promise<Seen>) => {
      await matchUntil(sent, world());
      return sent;
    };
    const own = '/fr/mes-trajets';
    const shown = await scene.owner`update offers set archived_at = now() where archived_at is null returning id`;
    const offer = { visibility: 'public', provider: scene.provider };
    const offerId = (await api.post('/api/offers', carpool(offer))).body.id;
    const none = await searchRides(visitor, await answerAll(visitor, { at: '04:20' }), world());
    const hour = formsOf(none.html).find(({ hidden }) => hidden.change === 'hour');
    await late(visitor.post(hour?.action ?? '', { change: 'hour', action: 'nearest' }));

    const first = idOf(await visitor.send(await confirmOf(visitor)));
    await late(once(`${own}/${first}/refaire`, undefined, { day: '2026-11-26' }));
    await once(`${own}/${first}/rappel`, undefined, { when: 'après 14 h' });
    await answer(first, { answer: 'proposeTime', departAt: '04:10', message: '' });
    await once(`${own}/${first}`, `${own}/${first}/heure`, { answer: 'yes' });
    await once(`${own}/${first}/annuler`);
    const refused = idOf(await visitor.send(await confirmOf(visitor)));
    await answer(refused, { answer: 'refuse', reason: 'full', message: 'Désolé' });
    await late(once(`${own}/${refused}`, `${own}/${refused}/autres`));

    const regular = await visitor.send(
      await visitor.send(await visitor.get('/fr/reserver/regulier'), { to: 'Bar-le-Duc' }),
      {
        from: 'Commercy',
      },
    );
    const days = { weeks: '1', days1: ['3'], at1: '04:50', first: '2026-11-23', until: '2026-12-06' };
    await searchRides(visitor, await visitor.send(await visitor.send(regular, days), {}), world());

    // One of two rides fills up meanwhile, and is asked of others.
    const fill = async () => {
      const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: 'B-audit-quicker' };
      others.add((await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary })).body.id);
      const rides = [ONE_O_CLOCK];
      const ctx = scene.adviser.ctx;
      const { bookings, failed } = await bookForPerson({
        ctx,
        input: { ...THERE, beneficiary, offerId, rides, seats: 3 },
      });
      expect(failed).toEqual([]);
      return bookings[0]?.id ?? '';
    };
    const confirm = await confirmOf(visitor, '13:00');
    await fill();
    const done = await visitor.send(confirm);
    await late(visitor.send(done));

    await scene.owner`delete from bookings`;
    await scene.owner`delete from bookings`;
    const desk = createVisitor(api.app);
    for (const one of scene.adviser.browser.cookies().split('; ')) {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(one) ?? [];
      desk.jar.set(name, value);
    }
    const asking = await desk.get(`/pro/personnes/${scene.ids.person}/trajets/reserver`);
    const wished = { what: 'once', day: 'autre', date: '2026-11-25', at: '04:50', back: 'yes', backAt: '13:00' };
    const typed = { ...wished, to: 'Bar-le-Duc', from: 'Commercy', action: 'next' };
    const fillIn = (page: Seen) => {
      const form = formsOf(page.html).find(({ action }) => action.includes('/reserver/'));
      if (form === undefined) throw new Error(`No form on ${page.path} (${page.status}): ${wordsOf(page.html)}`);
      return desk.send(page, typed, form.action);
    };
    // What was not asked yet is asked on the same page.
    let check = await fillIn(asking);
    if (!check.path.endsWith('/verifier')) check = await fillIn(check);
    expect([check.path, wordsOf(check.html)]).toEqual([expect.stringMatching(/verifier$/), expect.anything()]);
    const sure = await choose(desk, await searchRides(desk, check, world()));
    await fill();
    const partly = await desk.send(sure);
    await late(desk.send(partly));
    const [booked] = await scene.owner`select id from bookings where beneficiary_id = ${scene.ids.person}`;
    const ride = `/pro/personnes/${scene.ids.person}/trajets/${booked?.id}`;
    await press(scene.adviser.browser, `${ride}/annuler`);
    await press(scene.adviser.browser, ride, {}, `${ride}/autres`);
    await scene.owner`update offers set archived_at = null where id in ${scene.owner(shown.map(({ id }) => id))}`;
  });

  it('by a form of somebody’s file', async () => {
    const { adviser } = scene;
    const desk = adviser.browser;
    const made = await press(desk, '/pro/personnes/nouvelle', {
      ...{ firstName: 'Amina', home: 'Commercy', jobPlace: 'Bar-le-Duc', rotaStartsOn: '7/12/2026' },
      ...{ rotaPreset: 'threeShifts', licenceB: 'none', walkMinutes: '20', action: 'send', lookalikesSeen: 'oui' },
    });
    const { id: toMemberId } = await scene.come({ organisationId: 'org_one', role: 'referent' });
    const [personId = ''] = /ben_[^/?]+/.exec(made) ?? [];
    await press(desk, `/pro/personnes/confier?personne=${personId}`, { toMemberId }, '/pro/personnes/confier');
    // One of them may be what the plan proposed already: then nothing is added.
    const { person, diagnostic } = scene.ids;
    await api.matchNow(diagnostic, (await api.get(`/api/diagnostics/${diagnostic}`)).body.version);
    for (const offerId of scene.spareOffers.slice(1)) {
      const step = { offerId, diagnosticId: diagnostic, formToken: adviser.formToken };
      await desk.post(`/pro/personnes/${person}/plan/etapes`, step);
    }
    await sendEachForm(api, scene, () => {});
  });

  it('by a ride whose hour has come', async () => {
    const visitor = await known(2);
    const { answer, once } = stepsOf(visitor);
    const own = '/fr/mes-trajets';
    await scene.owner`delete from bookings`;
    const [came, over] = (await visitor.send(await confirmOf(visitor, '13:00'))).html.matchAll(
      /mes-trajets\/(bkg_\w+)/g,
    );
    for (const one of [came, over]) await answer(one?.[1] ?? '', { answer: 'accept' });
    api.moveClock({ hours: 90 });
    await once(`${own}/${came?.[1]}/pas-venu`);
    await once(`${own}/${over?.[1]}`, `${own}/${over?.[1]}/fini`);

    await once(`${own}/agenda`);
    await once(`${own}/agenda`, `${own}/agenda/fermer`);
    await once(own, `${own}/quitter`);
  });
});

describe('each of them', () => {
  it('leaves a row that says who did what', () => {
    expect(watch.untold()).toEqual({});
  });

  it('is reached here, but those that leave none', () => {
    const known = Object.keys(NO_ROW);
    expect(watch.routes.filter((route) => !watch.told.has(route)).toSorted()).toEqual(known.toSorted());
  });
});
