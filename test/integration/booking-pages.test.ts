import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerBooking } from '../../src/services/bookings/answer-booking.ts';
import { openQuote, sealQuote } from '../../src/services/bookings/seal-quote.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { newDeviceSecret } from '../../src/services/way-in/secrets.ts';
import { sendLink } from '../../src/services/way-in/send-link.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool } from '../factories/offers.ts';
import { hashOf, insertRow } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { answerAll, choose, matchUntil, searchRides } from '../support/booking-steps.ts';
import { linkTo, workerOf } from '../support/rides.ts';
import { createVisitor, formsOf, type Seen, wordsOf } from '../support/visitor.ts';

let api: TestApi;
let owner: postgres.Sql;
let people = 0;
/** Diagnostics that are not a search of this page. */
const others = new Set<string>();

beforeAll(async () => {
  api = await startApi({ app: { anonymousRequestsPerMinute: 100_000 } });
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  await owner`update organisations set kind = 'mobilityPlatform' where id = 'org_one'`;
});
beforeEach(async () => {
  await owner`update offers set archived_at = now() where archived_at is null`;
  await owner`delete from bookings`;
  // Searches are counted by the minute.
  api.moveClock({ minutes: 1 });
});
afterAll(async () => {
  await owner?.end();
  await api?.stop();
});

const WEDNESDAY = '2026-11-25';
const anOffer = async (more: Record<string, unknown> = {}, details: Record<string, unknown> = {}): Promise<string> =>
  (await api.post('/api/offers', carpool({ visibility: 'public', ...more }, details))).body.id;

type Visitor = ReturnType<typeof createVisitor>;
const matchAll = (sent: Promise<unknown>) => matchUntil(sent, { api, owner, others });
const search = (visitor: Visitor, check: Seen) => searchRides(visitor, check, { api, owner, others });

/** A browser that was let in as somebody with a file. */
async function known(): Promise<{ visitor: Visitor; personId: string }> {
  people += 1;
  const beneficiary = { ...DIAGNOSTIC_EXAMPLE.beneficiary, reference: `B-page-${people}` };
  const { body } = await api.post('/api/diagnostics', { ...DIAGNOSTIC_EXAMPLE, beneficiary });
  others.add(body.id);
  const secret = newDeviceSecret();
  const now = api.deps.clock.now();
  await insertRow(owner, 'way_ins', {
    territory_id: 'meuse',
    id: `way-page-${people}`,
    kind: 'device',
    token_hash: hashOf(secret),
    beneficiary_id: body.beneficiary.id,
    created_by: 'visitor',
    created_at: now.toString(),
    expires_at: now.add({ hours: 24 * 365 }).toString(),
    last_seen_at: now.toString(),
    retention_class: 'file',
  });
  const visitor = createVisitor(api.app);
  visitor.jar.set('appareil', `meuse.${secret}`);
  return { visitor, personId: body.beneficiary.id };
}

/** Presses the button of the nearest hour. */
async function changeHour(visitor: Visitor, none: Seen): Promise<Seen> {
  const form = formsOf(none.html).find(({ hidden }) => hidden.change === 'hour');
  const sent = visitor.post(form?.action ?? '', { change: 'hour', action: 'nearest' });
  await matchAll(sent);
  const seen = await sent;
  return seen.html.includes('http-equiv="refresh"') ? visitor.get(seen.path) : seen;
}

const here = () => ({ deps: api.deps, actor: { territoryId: 'meuse' } }) as Parameters<typeof openQuote>[0];

const rides = () =>
  owner`select id, status, direction, rider, depart_at, offer_id, replaces_id from bookings order by depart_at`;

/** The last page before a ride is asked for. */
async function confirmOf(visitor: Visitor): Promise<Seen> {
  const who = await choose(visitor, await search(visitor, await answerAll(visitor)));
  return visitor.send(who, { firstName: 'Amina', contact: '06 39 98 12 34' });
}

/** What a worker sends to that number, opened and pressed. */
async function enterByLink(visitor: Visitor, contact: string): Promise<Seen> {
  const [asked] =
    await owner`select id from way_ins where kind = 'link' and contact = ${contact} order by created_at desc limit 1`;
  await sendLink({ ctx: workerOf(api), input: { wayInId: String(asked?.id) } });
  const [message] = await owner`select body from messages where about_id = ${String(asked?.id)}`;
  const path = /\/l\/meuse\/\w+/.exec(String(message?.body))?.[0] ?? '';
  return visitor.send(await visitor.get(path));
}

describe('a ride is booked', () => {
  it('by somebody who is known, in five questions, a choice and a button', async () => {
    await anOffer();
    const { visitor } = await known();
    const check = await answerAll(visitor);
    expect(wordsOf(check.html)).toMatch(/Vérifiez votre demande.*Bar-le-Duc.*Commercy.*mercredi 25 novembre 2026/);
    for (const question of ['Où allez-vous ?', 'D’où partez-vous ?', 'Voulez-vous aussi revenir ?']) {
      expect([question, wordsOf(check.html).split(question.replace(' ?', '')).length - 1]).toEqual([question, 1]);
    }
    const options = await search(visitor, check);
    expect(options.path).toMatch(/^\/fr\/reserver\/choix\/drf_/);
    expect(wordsOf(options.html)).toMatch(/Départ 4 h \d\d, arrivée 4 h \d\d/);
    const who = await choose(visitor, options);
    expect(who.path).toMatch(/\/qui\//);
    const confirm = await visitor.send(who, { firstName: 'Amina', contact: '06 39 98 12 34' });
    expect(wordsOf(confirm.html)).toMatch(/Vérifiez et réservez.*Commercy.*Bar-le-Duc.*Amina.*\+33639981234/);
    const booked = await visitor.send(confirm);
    expect(booked.path).toMatch(/^\/fr\/mes-trajets\/bkg_/);
    expect(wordsOf(booked.html)).toMatch(/Demandé.*mercredi 25 novembre 2026.*Départ 4 h/);
    // Nobody is told to call somebody whose number they are not given.
    expect(wordsOf(booked.html)).not.toMatch(/appelez/i);
    expect(wordsOf(booked.html)).toContain('Il n’y a pas de numéro à appeler ici.');
    const again = await visitor.send(confirm);
    expect(again.path).toMatch(/mes-trajets|fait/);
    expect((await rides()).map(({ status }) => status)).toEqual(['requested']);
  });

  it('by somebody nobody knows: a link comes first, and leads back to one button', async () => {
    await anOffer();
    const visitor = createVisitor(api.app);
    const options = await search(visitor, await answerAll(visitor, { lang: 'ar' }));
    expect(options.html).toMatch(/<html lang="ar" dir="rtl"/);
    const who = await choose(visitor, options);
    const confirm = await visitor.send(who, { firstName: 'أمينة 🌻', contact: '٠٦ ٣٩ ٩٨ ٧٧ ٠١' });
    expect(wordsOf(confirm.html)).toContain('أمينة 🌻');
    const sent = await visitor.send(confirm);
    expect(sent.path).toMatch(/^\/ar\/mes-trajets\/sms\?reservation=drf_/);
    expect(await rides()).toEqual([]);

    // On another device: the telephone that the link came to.
    const phone = createVisitor(api.app);
    const back = await enterByLink(phone, '+33639987701');
    expect(back.path).toMatch(/^\/ar\/reserver\/confirmer\/drf_/);
    expect(wordsOf(back.html)).toContain('أمينة 🌻');
    const booked = await phone.send(back);
    expect(booked.path).toMatch(/^\/ar\/mes-trajets\/bkg_/);
    const [ride] = await rides();
    expect(ride?.rider).toMatchObject({ firstName: 'أمينة 🌻', phone: '+33639987701', language: 'ar' });
    // Who asked for the link without opening it sees nothing.
    expect((await visitor.get(booked.path)).path).toMatch(/entrer/);
  });

  it('there and back with one driver, and each way with another where nobody makes both', async () => {
    const both = await anOffer();
    const { visitor } = await known();
    const options = await search(visitor, await answerAll(visitor, { back: '13:00' }));
    expect(wordsOf(options.html)).toMatch(/Aller – mercredi 25 novembre 2026.*Retour – mercredi 25 novembre 2026/);
    const who = await choose(visitor, options);
    const done = await visitor.send(await visitor.send(who, { firstName: 'Bruno', contact: 'bruno@exemple.fr' }));
    expect(done.path).toMatch(/\/fait\//);
    expect((await rides()).map(({ direction, offer_id }) => [direction, offer_id])).toEqual([
      ['outbound', both],
      ['return', both],
    ]);

    await owner`update offers set archived_at = now()`;
    const way = (direction: string, departureTime: string) =>
      anOffer({ title: direction }, { trips: [{ direction, weekdays: [3], departureTime, flexibilityMinutes: 15 }] });
    const [out, home] = [await way('outbound', '04:05'), await way('return', '13:10')];
    const other = (await known()).visitor;
    const first = await search(other, await answerAll(other, { back: '13:00' }));
    expect(wordsOf(first.html)).toMatch(/Seulement pour y aller.*Seulement pour revenir/);
    const second = await choose(other, first);
    expect(wordsOf(second.html)).toMatch(/Choisissez le trajet pour revenir.*Déjà choisi/);
    const asked = await other.send(await choose(other, second), { firstName: 'Chloé', contact: '0639980303' });
    await other.send(asked);
    const written = (await rides()).map(({ offer_id }) => String(offer_id)).filter((id) => id !== both);
    expect(written.toSorted()).toEqual([out, home].toSorted());
  });

  it('two seats: only where two are left, told before and after, and asked for again as two', async () => {
    const small = await anOffer({ title: 'Une place' }, { seats: 1 });
    const wide = await anOffer({ title: 'Trois places' }, { seats: 3 });
    const offersOn = (page: Seen) =>
      formsOf(page.html).flatMap(({ hidden }) =>
        hidden.quote === undefined ? [] : [openQuote(here(), hidden.quote).offerId],
      );
    const { visitor } = await known();
    const check = await answerAll(visitor, { seats: '2' });
    expect(wordsOf(check.html)).toContain('2 places');
    const options = await search(visitor, check);
    expect(offersOn(options)).toEqual([wide]);
    expect(wordsOf(options.html)).toContain('Ce prix est pour une personne.');
    const confirm = await visitor.send(await choose(visitor, options), { firstName: 'Ada', contact: '0639980909' });
    expect(wordsOf(confirm.html)).toMatch(/Places 2 places/);
    const booked = await visitor.send(confirm);
    expect(wordsOf(booked.html)).toMatch(/Places 2 places/);
    expect((await owner`select offer_id, seats from bookings`).map((row) => ({ ...row }))).toEqual([
      { offer_id: wide, seats: 2 },
    ]);

    // One is left of three.
    const next = (await known()).visitor;
    const left = await search(next, await answerAll(next, { seats: '2' }));
    expect(offersOn(left)).toEqual([]);
    const single = (await known()).visitor;
    expect(offersOn(await search(single, await answerAll(single))).toSorted()).toEqual([small, wide].toSorted());

    const again = await visitor.send(await visitor.get(`${booked.path}/refaire`), { day: '2026-12-02' });
    const draft = again.path.split('/').at(-1) ?? '';
    const kept = await owner`select answers->'seats'->>0 as seats from form_drafts where id = ${draft}`;
    expect(kept.map(({ seats }) => seats)).toEqual(['2']);
  });

  it('the way there alone, of a driver who would make both', async () => {
    const both = await anOffer();
    const { visitor } = await known();
    const options = await search(visitor, await answerAll(visitor, { back: '13:00' }));
    expect(wordsOf(options.html)).toContain('Prendre seulement l’aller');
    const [form] = formsOf(options.html).filter(({ hidden }) => hidden.quote);
    const rest = await visitor.post(options.path, { quote: form?.hidden.quote ?? '', action: 'outbound' });
    expect(wordsOf(rest.html)).toMatch(/Choisissez le trajet pour revenir.*Déjà choisi.*Aller – mercredi/);
    const who = await visitor.post(options.path, { action: 'enough' });
    await visitor.send(await visitor.send(who, { firstName: 'Zoé', contact: '0639980808' }));
    expect((await rides()).map(({ direction, offer_id }) => [direction, offer_id])).toEqual([['outbound', both]]);
  });

  it('once, however often the button is pressed', async () => {
    await anOffer();
    const { visitor } = await known();
    const who = await choose(visitor, await search(visitor, await answerAll(visitor)));
    const confirm = await visitor.send(who, { firstName: 'Denis', contact: '06 39 98 04 04' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => visitor.send(confirm)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await rides()).length).toBe(1);
  });

  it('with back pressed and an answer changed: nothing else is lost, and it is searched anew', async () => {
    await anOffer();
    const { visitor } = await known();
    const options = await search(visitor, await answerAll(visitor));
    const draft = options.path.split('/').at(-1) ?? '';
    const at = await visitor.get(`/fr/reserver/${draft}/quand?retour=verifier`);
    expect(at.html).toContain('value="04:50"');
    const check = await visitor.send({ ...at, path: `/fr/reserver/${draft}/quand` }, { day: WEDNESDAY, at: '5 h' });
    expect(wordsOf(check.html)).toMatch(/Bar-le-Duc.*Commercy.*5 h/);
    expect((await visitor.get(options.path)).path).toMatch(/verifier$/);
    expect(wordsOf((await search(visitor, check)).html)).toMatch(/Départ 4 h/);
  });
});

describe('what was promised and is not so any more is told, and something else offered', () => {
  const upToConfirm = async (visitor: Visitor) =>
    visitor.send(await choose(visitor, await search(visitor, await answerAll(visitor))), {
      firstName: 'Emma',
      contact: '06 39 98 05 05',
    });
  /** Whoever pressed the button meanwhile: what a worker does, then the page again. */
  const onceSent = async (visitor: Visitor, page: Seen) => {
    const sent = visitor.send(page);
    await matchAll(sent);
    const told = await sent;
    return told.html.includes('http-equiv="refresh"') ? visitor.get(told.path) : told;
  };

  it('a price that changed', async () => {
    const offerId = await anOffer();
    const { visitor } = await known();
    const confirm = await upToConfirm(visitor);
    await api.patch(`/api/offers/${offerId}`, { details: { pricePerRideCents: 900 } });
    const told = await onceSent(visitor, confirm);
    expect(wordsOf(told.html)).toMatch(/vient de changer.*Rien n’est réservé.*Prix : 9 €/);
    expect(await rides()).toEqual([]);
  });

  it('a provider that is gone', async () => {
    const offerId = await anOffer();
    const next = await anOffer({ title: 'Le suivant' });
    const { visitor } = await known();
    const confirm = await upToConfirm(visitor);
    const [chosen] =
      await owner`select answers->'choices'->>0 as quote from form_drafts order by updated_at desc limit 1`;
    const here = { deps: api.deps, actor: { territoryId: 'meuse' } } as Parameters<typeof openQuote>[0];
    const gone = openQuote(here, String(chosen?.quote)).offerId;
    await owner`update offers set archived_at = now(), version = version + 1 where id = ${gone}`;
    const told = await onceSent(visitor, confirm);
    expect(wordsOf(told.html)).toMatch(/Rien n’est réservé/);
    expect(formsOf(told.html).filter(({ hidden }) => hidden.quote)).toHaveLength(1);
    const booked = await visitor.send(await choose(visitor, told));
    expect(booked.path).toMatch(/mes-trajets\/bkg_/);
    expect((await rides())[0]?.offer_id).toBe(gone === next ? offerId : next);
  });

  it('a seat that somebody else took: the next driver is offered', async () => {
    await anOffer({}, { seats: 1 });
    await anOffer({ title: 'Le suivant' }, { seats: 1 });
    const [one, two] = [(await known()).visitor, (await known()).visitor];
    const [first, second] = [await upToConfirm(one), await upToConfirm(two)];
    await one.send(first);
    const told = await onceSent(two, second);
    expect(wordsOf(told.html)).toMatch(/Rien n’est réservé/);
    const booked = await two.send(await choose(two, told));
    expect(booked.path).toMatch(/mes-trajets\/bkg_/);
    expect(new Set((await rides()).map(({ offer_id }) => offer_id)).size).toBe(2);
  });

  it('a ride that was asked for before the paper code that lets them in: it is said to be asked for', async () => {
    await anOffer();
    const { visitor, personId } = await known();
    const mine = await confirmOf(visitor);
    await visitor.send(mine);
    expect((await rides()).map(({ status }) => status)).toEqual(['requested']);
    const later = api.deps.clock.now().add({ minutes: 1 }).toString();
    await owner`update way_ins set rides_since = ${later} where beneficiary_id = ${personId}`;
    api.moveClock({ minutes: 2 });
    const told = await search(visitor, await confirmOf(visitor));
    expect(wordsOf(told.html)).toContain('Ce trajet est déjà demandé pour vous.');
    expect((await rides()).map(({ status }) => status)).toEqual(['requested']);
  });

  it('a choice that was not signed here, of another search, or of another territory', async () => {
    await anOffer();
    const { visitor } = await known();
    const options = await search(visitor, await answerAll(visitor));
    const quote = formsOf(options.html).find(({ hidden }) => hidden.quote)?.hidden.quote ?? '';
    const elsewhere = { deps: api.deps, actor: { territoryId: 'voisin' } } as Parameters<typeof openQuote>[0];
    const here = { deps: api.deps, actor: { territoryId: 'meuse' } } as Parameters<typeof openQuote>[0];
    const { until: _, ...promised } = openQuote(here, quote);
    for (const wrong of [
      `${quote.slice(0, -4)}AAAA`,
      '<script>alert(1)</script>',
      '',
      sealQuote(elsewhere, promised),
      sealQuote(here, { ...promised, rides: promised.rides.map((ride) => ({ ...ride, date: '2026-12-02' })) }),
    ]) {
      const told = await visitor.post(options.path, { quote: wrong, action: 'choose' });
      expect([told.status, /Choisissez encore/.test(wordsOf(told.html))]).toEqual([409, true]);
    }
    expect(await rides()).toEqual([]);
  });
});

describe('answers that are wrong are told beside the question', () => {
  it('days that are past or too far, hours that are none, places nobody knows', async () => {
    const { visitor } = await known();
    let page = await visitor.get('/fr/reserver');
    page = await visitor.send(page, { to: 'Atlantis' });
    expect([page.status, wordsOf(page.html)]).toEqual([
      422,
      expect.stringContaining('Nous ne trouvons pas « Atlantis »'),
    ]);
    expect(page.html).toMatch(/<title>Erreur/);
    page = await visitor.send(page, { to: 'a'.repeat(300) });
    expect(wordsOf(page.html)).toContain('trop long');
    page = await visitor.send(page, { to: '<script>alert(1)</script>' });
    expect(page.html).not.toContain('<script>');
    page = await visitor.send(page, { to: 'Bar-le-Duc' });
    page = await visitor.send(page, { from: 'bar le duc' });
    expect(wordsOf(page.html)).toContain('même lieu');
    page = await visitor.send(page, { from: '12 rue des Lilas, 55200 Commercy' });
    for (const [sent, told] of [
      [{ day: '2026-11-21', at: '5 h' }, /Ce jour est passé/],
      [{ day: 'autre', date: '2028-01-01', at: '5 h' }, /trop tôt pour réserver/],
      [{ day: 'autre', date: '31/11/2026', at: '5 h' }, /n’est pas claire/],
      [{ day: WEDNESDAY, at: '25:00' }, /Cette heure n’est pas claire/],
      [{ at: '5 h' }, /Choisissez un jour/],
    ] as const) {
      page = await visitor.send(page, sent);
      expect([page.status, wordsOf(page.html)]).toEqual([422, expect.stringMatching(told)]);
    }
    page = await visitor.send(page, { day: 'autre', date: '2026-12-02', at: '5 h 05' });
    page = await visitor.send(page, { back: 'yes' });
    expect(wordsOf(page.html)).toContain('à quelle heure vous pouvez repartir');
    page = await visitor.send(page, { back: 'yes', backAt: '03:00' });
    page = await visitor.send(page, { needs: ['wheelchair', 'luggage'] });
    expect(wordsOf(page.html)).toContain('Nous comptons depuis le centre : Commercy');
    expect(wordsOf(page.html)).toMatch(
      /12 rue des Lilas, 55200 Commercy.*mercredi 2 décembre 2026.*5 h 05.*le lendemain à partir de 3 h.*fauteuil roulant.*gros bagages/,
    );
  });

  it('a name with a script in it is shown as it is, and one of 300 letters is kept whole', async () => {
    await anOffer();
    const { visitor } = await known();
    const who = await choose(visitor, await search(visitor, await answerAll(visitor)));
    const wrong = await visitor.send(who, { firstName: '', contact: '06 39 98' });
    expect([wrong.status, wordsOf(wrong.html)]).toEqual([
      422,
      expect.stringMatching(/Écrivez votre prénom.*n’est pas complet/),
    ]);
    expect(wrong.html).toContain('value="06 39 98"');
    const name = `<script>alert("x")</script> ${'ї'.repeat(270)}`;
    const confirm = await visitor.send(who, { firstName: name, contact: '06 39 98 06 06' });
    expect(confirm.html).not.toContain('<script>');
    expect(wordsOf(confirm.html)).toContain(name);
    await visitor.send(confirm);
    expect((await rides())[0]?.rider.firstName).toBe(name);
    expect((await visitor.send(who, { firstName: 'x'.repeat(301), contact: '06 39 98 06 06' })).status).not.toBe(500);
  });

  it('nothing is found: who helps is told instead', async () => {
    const { visitor } = await known();
    const none = await search(visitor, await answerAll(visitor, { at: '03:10' }));
    expect(wordsOf(none.html)).toMatch(
      /Aucun trajet trouvé.*Ce n’est pas votre faute.*Il n’y a pas de numéro à appeler ici/,
    );
    expect(wordsOf(none.html)).not.toMatch(/appelez/i);
    expect(none.html).toContain('/fr/demande');
  });
});

describe('nothing is found', () => {
  const NEAREST = 'Une seule chose à changer';

  it('at that hour: the nearest hour is a button, and searches again', async () => {
    await anOffer(
      {},
      { trips: [{ direction: 'outbound', weekdays: [3], departureTime: '04:20', flexibilityMinutes: 5 }] },
    );
    const { visitor } = await known();
    const none = await search(visitor, await answerAll(visitor, { at: '04:40' }));
    expect(wordsOf(none.html)).toContain(NEAREST);
    const form = formsOf(none.html).find(({ hidden }) => hidden.change === 'hour');
    expect(wordsOf(form?.html ?? '')).toMatch(/^Être là-bas plus tard : à [45] h \d\d$/);
    // On estimated times the first hour is the one it may be in time for; the second the one it most likely is.
    const maybe = await changeHour(visitor, none);
    expect(formsOf(maybe.html).filter(({ hidden }) => hidden.quote)).toEqual([]);
    const options = await changeHour(visitor, maybe);
    expect(wordsOf(options.html)).toMatch(/Choisissez un trajet.*Départ 4 h \d\d/);
    const who = await choose(visitor, options);
    const booked = await visitor.send(await visitor.send(who, { firstName: 'Ines', contact: '06 39 98 11 11' }));
    expect(booked.path).toMatch(/mes-trajets\/bkg_/);
  });

  it('where a ride is most likely late, though it may be in time: it is not told to fit, its own hour is', async () => {
    const trips = [{ direction: 'outbound', weekdays: [3], departureTime: '03:53', flexibilityMinutes: 0 }];
    await anOffer({}, { trips });
    const { visitor } = await known();
    const none = await search(visitor, await answerAll(visitor, { at: '04:30' }));
    expect(formsOf(none.html).filter(({ hidden }) => hidden.quote)).toEqual([]);
    const form = formsOf(none.html).find(({ hidden }) => hidden.change === 'hour');
    const hour = /^Être là-bas plus tard : à (4 h [34]\d)$/.exec(wordsOf(form?.html ?? ''))?.[1];
    const options = await changeHour(visitor, none);
    expect(wordsOf(options.html)).toContain(`arrivée ${hour}`);
  });

  it('for whom waits longer: what they agree to is kept, told, promised, and can be taken back', async () => {
    await anOffer(
      {},
      { trips: [{ direction: 'outbound', weekdays: [3], departureTime: '04:05', flexibilityMinutes: 0 }] },
    );
    const { visitor } = await known();
    const none = await search(visitor, await answerAll(visitor, { at: '06:10' }));
    const form = formsOf(none.html).find(({ hidden }) => hidden.change === 'wait');
    expect(wordsOf(form?.html ?? '')).toMatch(/^Attendre jusqu’à \d\d min$/);
    const sent = visitor.post(form?.action ?? '', { change: 'wait', action: 'nearest' });
    await matchAll(sent);
    const seen = await sent;
    const options = seen.html.includes('http-equiv="refresh"') ? await visitor.get(seen.path) : seen;
    const who = await choose(visitor, options);
    const booked = await visitor.send(await visitor.send(who, { firstName: 'Joël', contact: '06 39 98 12 12' }));
    expect(booked.path).toMatch(/mes-trajets\/bkg_/);

    const other = (await known()).visitor;
    const again = await search(other, await answerAll(other, { at: '06:10' }));
    await other.post(again.path, { change: 'wait', action: 'nearest' });
    const draft = again.path.split('/').at(-1) ?? '';
    const help = await other.get(`/fr/reserver/${draft}/aide?retour=verifier`);
    expect(wordsOf(help.html)).toMatch(/Ce que vous acceptez Attendre jusqu’à \d\d min/);
    const check = await other.send({ ...help, path: `/fr/reserver/${draft}/aide` }, {});
    expect(wordsOf(check.html)).not.toContain('Attendre jusqu’à');
    // What nobody offered is not to be had by typing it.
    const none2 = await other.post(again.path, { change: 'walk', action: 'nearest' });
    expect(none2.status).toBe(200);
  });
});

describe('a form that is left', () => {
  it('says so where cookies are off', async () => {
    const visitor = createVisitor(api.app, { cookies: false });
    const page = await visitor.send(await visitor.get('/uk/reserver'), { to: 'Bar-le-Duc' });
    expect([page.status, wordsOf(page.html)]).toEqual([404, expect.stringContaining('cookie')]);
    expect(page.html).toMatch(/<html lang="uk"/);
  });

  it('is gone after a week, kindly; and nobody else ever sees it', async () => {
    const { visitor } = await known();
    const check = await answerAll(visitor);
    const stranger = await createVisitor(api.app).get(check.path);
    expect(stranger.status).toBe(404);
    expect(wordsOf(stranger.html)).not.toContain('Commercy');
    api.moveClock({ hours: 24 * 7 });
    const worker = { actor: { ...workerOf(api).actor }, deps: api.deps };
    await purgeExpired({ ctx: worker });
    const gone = await visitor.get(check.path);
    expect([gone.status, wordsOf(gone.html)]).toEqual([
      404,
      expect.stringMatching(/24 heures, puis effacées.*Recommencer/),
    ]);
    api.moveClock({ hours: -24 * 7 });
  });

  it('is not sent a week later, though its page still lies open: nothing is booked, and it is told why', async () => {
    await anOffer();
    const { visitor } = await known();
    const who = await choose(visitor, await search(visitor, await answerAll(visitor)));
    const confirm = await visitor.send(who, { firstName: 'Inès', contact: '06 39 98 10 10' });
    api.moveClock({ hours: 24 * 7 });
    const late = await visitor.send(confirm);
    expect([late.status, wordsOf(late.html)]).toEqual([422, expect.stringContaining('Ce jour est passé')]);
    // Then a worker has forgotten it.
    await purgeExpired({ ctx: workerOf(api) });
    for (const page of [confirm, who]) {
      const gone = await visitor.send(page, page === who ? { firstName: 'Inès', contact: '06 39 98 10 10' } : {});
      expect([gone.status, wordsOf(gone.html)]).toEqual([404, expect.stringMatching(/24 heures.*Recommencer/)]);
    }
    expect(await rides()).toEqual([]);
    api.moveClock({ hours: -24 * 7 });
  });

  it('searched for too often in a minute says so in the language, and keeps every answer', async () => {
    const { visitor } = await known();
    const check = await answerAll(visitor, { lang: 'en' });
    const told = await Promise.all(Array.from({ length: 33 }, () => visitor.send(check)));
    const refused = told.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThanOrEqual(3);
    for (const { status, html } of refused) {
      expect([status, wordsOf(html)]).toEqual([422, expect.stringMatching(/Too many.*Bar-le-Duc.*Commercy/)]);
    }
    // Nothing of it is left for those who come after.
    await matchAll(Promise.resolve());
    api.moveClock({ minutes: 1 });
  });

  it('knows no other language, and is not to be sent from another site', async () => {
    const visitor = createVisitor(api.app);
    expect((await visitor.get('/de/reserver')).status).toBe(404);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' };
    const foreign = await api.app.request('/fr/reserver/nouveau/ou', { method: 'POST', headers, body: 'to=Commercy' });
    expect(foreign.status).toBe(403);
  });
});

/** Somebody with a ride that was asked for. */
async function withRide(back = '') {
  const offerId = await anOffer();
  const { visitor, personId } = await known();
  const who = await choose(visitor, await search(visitor, await answerAll(visitor, { back })));
  const page = await visitor.send(await visitor.send(who, { firstName: 'Fatima', contact: '06 39 98 07 07' }));
  const [ride] = await rides();
  return { offerId, visitor, personId, page, id: String(ride?.id) };
}
const answer = async (id: string, what: Record<string, unknown>) => {
  const link = await linkTo(api, owner, id);
  await answerBooking({ ctx: link, input: { id: null, answer: what } as never });
};

describe('a ride of one’s own', () => {
  it('is told in full once it is accepted, with what to do when nobody comes, and a calendar file without a name or a home', async () => {
    const { visitor, id } = await withRide();
    await answer(id, { answer: 'accept' });
    const page = await visitor.get(`/fr/mes-trajets/${id}`);
    expect(wordsOf(page.html)).toMatch(/C’est réservé.*mercredi 25 novembre 2026.*Départ 4 h.*En cas de problème/);
    expect(page.html).toMatch(/href="tel:/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const file = await visitor.get(`/fr/mes-trajets/${id}/agenda.ics`);
    expect(file.headers.get('content-type')).toContain('text/calendar');
    expect(file.html).toMatch(/TZID:Europe\/Paris[\s\S]*DTSTART;TZID=Europe\/Paris:20261125T04/);
    expect(file.html).not.toMatch(/Fatima|Commercy,|0639980707/);
  });

  it('is called off once, with a question first', async () => {
    const { visitor, id } = await withRide();
    const sure = await visitor.get(`/fr/mes-trajets/${id}/annuler`);
    expect(wordsOf(sure.html)).toContain('Annuler ce trajet ?');
    expect((await rides())[0]?.status).toBe('requested');
    const done = await visitor.send(sure);
    expect(wordsOf(done.html)).toContain('Annulé');
    expect((await visitor.send(sure)).status).toBe(200);
    expect((await rides()).map(({ status }) => status)).toEqual(['cancelled']);
  });

  it('is called off alone: that the way back stays booked is said before and after, until it is not', async () => {
    const { visitor, id } = await withRide('13:00');
    const stays = /Attention : l’autre trajet reste réservé, mercredi 25 novembre 2026, 13\sh/;
    const sure = await visitor.get(`/fr/mes-trajets/${id}/annuler`);
    expect(wordsOf(sure.html)).toMatch(stays);
    const off = await visitor.send(sure);
    expect(wordsOf(off.html)).toMatch(stays);
    const back = /href="(\/fr\/mes-trajets\/[^"/]+)">Attention/.exec(off.html)?.[1] ?? '';
    const other = await visitor.get(`${back}/annuler`);
    expect(wordsOf(other.html)).not.toContain('Attention');
    await visitor.send(other);
    expect((await rides()).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(wordsOf((await visitor.get(off.path)).html)).not.toContain('Attention');
  });

  it('is ridden again in three presses, there and back, on another day', async () => {
    const { visitor, id } = await withRide('13:00');
    const days = await visitor.get(`/fr/mes-trajets/${id}/refaire`);
    const sent = visitor.post(days.path, { day: '2026-11-26' });
    await matchAll(sent);
    const confirm = await sent;
    expect(confirm.path).toMatch(/\/confirmer\//);
    expect(wordsOf(confirm.html)).toMatch(/jeudi 26 novembre 2026.*Fatima/);
    await visitor.send(confirm);
    expect((await rides()).map(({ depart_at }) => (depart_at as Date).toISOString().slice(0, 10))).toEqual([
      '2026-11-25',
      '2026-11-25',
      '2026-11-26',
      '2026-11-26',
    ]);
    const past = await visitor.post(days.path, { date: '2026-11-01' });
    expect([past.status, wordsOf(past.html)]).toEqual([422, expect.stringContaining('Ce jour est passé')]);
  });

  it('that was refused leads to the next best, without whoever refused; the person chooses', async () => {
    const { visitor, id, offerId } = await withRide();
    const next = await anOffer({ title: 'Le suivant' });
    await answer(id, { answer: 'refuse', reason: 'full', message: 'Désolé' });
    const page = await visitor.get(`/fr/mes-trajets/${id}`);
    expect(wordsOf(page.html)).toMatch(/Ce n’est pas possible.*Il n’y a plus de place.*Désolé.*Voir d’autres trajets/);
    const sent = visitor.send(page, {}, `/fr/mes-trajets/${id}/autres`);
    await matchAll(sent);
    const found = await sent;
    const options = found.html.includes('http-equiv="refresh"') ? await visitor.get(found.path) : found;
    expect(wordsOf(options.html)).toContain('Voici d’autres trajets');
    const booked = await visitor.send(await choose(visitor, options));
    expect(booked.path).toMatch(/mes-trajets\/bkg_/);
    const [, second] = (await rides()).toSorted((a) => (a.replaces_id === null ? -1 : 1));
    expect([second?.offer_id, second?.replaces_id]).toEqual([next, id]);
    expect(offerId).not.toBe(next);
  });

  it('whose other time is taken, or not, by the person alone', async () => {
    const { visitor, id } = await withRide();
    await answer(id, { answer: 'proposeTime', departAt: '04:20', message: '' });
    const page = await visitor.get(`/fr/mes-trajets/${id}`);
    expect(wordsOf(page.html)).toMatch(
      /Une autre heure vous est proposée.*Départ 4 h 20.*vous vouliez être là-bas à 4 h 50/,
    );
    await visitor.post(`/fr/mes-trajets/${id}/heure`, { answer: 'yes', version: '99' });
    expect((await rides())[0]?.status).toBe('requested');
    const yes = await visitor.send(page, { answer: 'yes' }, `/fr/mes-trajets/${id}/heure`);
    expect(wordsOf(yes.html)).toMatch(/C’est réservé.*Départ 4 h 20/);
    const twice = await visitor.send(page, { answer: 'yes' }, `/fr/mes-trajets/${id}/heure`);
    expect([twice.status, wordsOf(twice.html)]).toEqual([200, expect.stringContaining('C’est réservé')]);
    expect((await visitor.send(page, { answer: 'no' }, `/fr/mes-trajets/${id}/heure`)).status).toBe(409);
  });

  it('that nobody came for is told once its hour has come, and not before', async () => {
    const { visitor, id } = await withRide();
    await answer(id, { answer: 'accept' });
    const early = await visitor.post(`/fr/mes-trajets/${id}/pas-venu`);
    expect([early.status, (await rides())[0]?.status]).toEqual([409, 'confirmed']);
    api.moveClock({ hours: 70 });
    const page = await visitor.get(`/fr/mes-trajets/${id}`);
    expect(wordsOf(page.html)).toContain('Le conducteur n’est pas venu');
    await visitor.send(await visitor.get(`/fr/mes-trajets/${id}/pas-venu`));
    expect((await rides())[0]?.status).toBe('noShow');
    expect((await visitor.post(`/fr/mes-trajets/${id}/pas-venu`)).status).toBe(200);
    expect((await visitor.post(`/fr/mes-trajets/${id}/fini`)).status).toBe(409);
    api.moveClock({ hours: -70 });
  });

  it('about which somebody is to call: a request in the team’s inbox, once', async () => {
    const { visitor, id } = await withRide();
    await owner`delete from service_requests`;
    const page = await visitor.get(`/fr/mes-trajets/${id}/rappel`);
    for (const _ of [1, 2]) {
      const done = await visitor.send(page, { when: 'après 14 h' });
      expect(wordsOf(done.html)).toContain('Nous vous appelons');
    }
    const requests = await owner`select * from service_requests`;
    expect(requests).toHaveLength(1);
    expect(JSON.stringify(requests[0])).toMatch(/\+33639980707.*après 14 h|après 14 h.*\+33639980707/);
  });

  it('is nobody else’s: the same words as for one that never was', async () => {
    const { id } = await withRide();
    const other = (await known()).visitor;
    const [theirs, none] = [await other.get(`/fr/mes-trajets/${id}`), await other.get('/fr/mes-trajets/bkg_none')];
    expect([theirs.status, wordsOf(theirs.html)]).toEqual([404, wordsOf(none.html)]);
    expect((await other.post(`/fr/mes-trajets/${id}/annuler`)).status).toBe(404);
    expect((await createVisitor(api.app).get(`/fr/mes-trajets/${id}`)).path).toBe('/fr/mes-trajets/entrer');
  });
});

describe('several days are booked in one go', () => {
  it('each on its own: what nobody carries is told, and can be asked of others', async () => {
    await anOffer(
      {},
      {
        seats: 1,
        trips: [3, 4].map((day) => ({
          direction: 'outbound',
          weekdays: [day],
          departureTime: '04:05',
          flexibilityMinutes: 15,
        })),
      },
    );
    const { visitor } = await known();
    let page = await visitor.get('/fr/reserver/regulier');
    page = await visitor.send(page, { to: 'Bar-le-Duc' });
    page = await visitor.send(page, { from: 'Commercy' });
    const preset = await visitor.send(page, { action: 'preset:threeWeeks', first: '2026-11-23' });
    expect(preset.html).toMatch(/Semaine 3/);
    page = await visitor.send(page, {
      weeks: '1',
      days1: ['3', '4', '5'],
      at1: '04:50',
      first: '2026-11-23',
      until: '2026-12-06',
    });
    const check = await visitor.send(page, {});
    expect(wordsOf(check.html)).toContain('6 trajets');
    const options = await search(visitor, check);
    expect(wordsOf(options.html)).toMatch(/4 trajets sur 6.*4 fois : Aller – Départ 4 h/);
    const rest = await choose(visitor, options);
    expect(wordsOf(rest.html)).toMatch(/Aucun autre trajet|Aucun trajet trouvé/);
    const who = await visitor.post(rest.path, { action: 'enough' });
    const confirm = await visitor.send(who, { firstName: 'Gaël', contact: '06 39 98 08 08' });
    expect(wordsOf(confirm.html)).toMatch(
      /Aller – mercredi 25 novembre 2026 – Départ 4 h.*Prix : 2 €.*Commercy.*Bar-le-Duc/,
    );
    // One of the four dates fills up meanwhile: the others are booked all the same.
    const quicker = (await known()).visitor;
    const seen = await search(quicker, await answerAll(quicker));
    await quicker.send(await quicker.send(await choose(quicker, seen), { firstName: 'Hélène', contact: '0639980909' }));
    const done = await visitor.send(confirm);
    expect(done.path).toMatch(/\/fait\//);
    expect(wordsOf(done.html)).toMatch(
      /Une partie est demandée.*Trajets non réservés mercredi 25 novembre 2026, 4 h 50 – il n’y a plus de place/,
    );
    expect((await rides()).length).toBe(4);
    await anOffer({ title: 'Le suivant' });
    const others = visitor.send(done);
    await matchAll(others);
    const found = await others;
    const again = found.html.includes('http-equiv="refresh"') ? await visitor.get(found.path) : found;
    const last = await visitor.send(await choose(visitor, again));
    expect(last.path).toMatch(/mes-trajets\/bkg_/);
    const list = await visitor.get('/fr/mes-trajets');
    expect(list.html.match(/class="ride-option"/g)).toHaveLength(4);
  });
});

describe('on the nights the clocks change', () => {
  const DAYS = 333;
  // The autumn night comes eleven months later: 31 October 2027.
  beforeAll(() => api.moveClock({ hours: 24 * DAYS }));
  afterAll(() => api.moveClock({ hours: -24 * DAYS }));
  const night = { weekdays: [7], flexibilityMinutes: 10 };
  const trips = [{ direction: 'outbound', departureTime: '01:50', ...night }];
  const TWICE: Record<string, RegExp> = {
    fr: /2 h \d\d arrive deux fois. Ici, c’est 2 h \d\d la première fois, avant le changement d’heure/,
    falc: /2 h \d\d arrive 2 fois. Ici, c’est 2 h \d\d la première fois/,
    en: /\d\d comes twice. Here it is .*before the clocks change/,
    ar: /مرتين.*قبل تغيير الساعة/,
    uk: /буває двічі.*до переведення годинників/,
  };

  it.each(Object.keys(TWICE))(
    'an hour that comes twice is said to be the first: before asking, and after, in %s',
    async (lang) => {
      await anOffer({}, { trips });
      const { visitor } = await known();
      const said = TWICE[lang] as RegExp;
      const check = await answerAll(visitor, { lang, day: '2027-10-31', at: '02:50' });
      expect(wordsOf(check.html)).toMatch(said);
      const who = await choose(visitor, await search(visitor, check));
      const confirm = await visitor.send(who, { firstName: 'Amina', contact: '06 39 98 12 34' });
      expect(wordsOf(confirm.html)).toMatch(said);
      const done = await visitor.send(confirm);
      expect(wordsOf(done.html)).toMatch(said);
      const [ride] = await rides();
      expect(ride?.depart_at.toISOString()).toMatch(/^2027-10-31T00:/);
      const own = `/${lang}/mes-trajets/${ride?.id}`;
      expect(wordsOf((await visitor.get(own)).html)).toMatch(said);
      // The second of both is told apart, and an hour that comes once is not spoken of.
      await owner`update bookings set depart_at = depart_at + interval '1 hour', arrive_at = arrive_at + interval '1 hour'`;
      const second = wordsOf((await visitor.get(own)).html);
      expect(second).toMatch(/après le changement|deuxième fois|after the clocks|بعد تغيير|після переведення/);
      await owner`update bookings set depart_at = depart_at + interval '1 day', arrive_at = arrive_at + interval '1 day'`;
      expect(wordsOf((await visitor.get(own)).html)).not.toMatch(/deux fois|2 fois|twice|مرتين|двічі/);
    },
  );
});
