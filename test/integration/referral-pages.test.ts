import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carpool, financialAid, loan } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { deliver, LINA, linkIn, referralWorld } from '../support/referrals.ts';
import { type Browser, createMember, signIn } from '../support/sign-in.ts';

let api: TestApi;
let owner: postgres.Sql;
let world: Awaited<ReturnType<typeof referralWorld>>;
let claire: Browser;
let hugo: Browser;
let garage: Browser;
let far: Browser;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  world = await referralWorld(api, owner);
  claire = await signIn(api.app, world.claire);
  hugo = await signIn(api.app, world.colleague);
  garage = await signIn(api.app, world.garagist);
  const clock = api.deps.clock;
  const neighbour = await createMember(
    { url: api.url, clock },
    { territoryId: 'voisin', organisationId: 'org_far', role: 'prescriber' },
  );
  far = await signIn(api.app, neighbour);
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

/** A person for whom a carpool, an aid and a loan are in the catalogue; the loan is the garage's. */
let number = 0;
async function scene() {
  number += 1;
  const offers = {
    carpool: await world.offer(carpool({ title: `Trajet ${number}` })),
    aid: await world.offer(financialAid({ title: `Aide ${number}` })),
    loan: await world.offer(loan({ title: `Prêt ${number}` }, { requiredLicence: null, depositCents: 0 })),
  };
  const person = await world.person(`B-page-${number}`);
  const path = (offerId: string) => `/pro/personnes/${person.beneficiaryId}/orienter/${offerId}`;
  const form = (offerId: string) => `${path(offerId)}?diagnostic=${person.diagnosticId}`;
  return { ...person, offers, path, form };
}

const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const text = async (response: Response) => (await response.text()).replaceAll(/[\u00a0\u202f]/g, ' ');

/** As a browser would: the hidden fields of the page, what is ticked on it, and what is typed. */
async function fill(browser: Browser, page: string, typed: Record<string, string | string[]>) {
  const html = await (await browser.get(page)).text();
  const names = ['formToken', 'once', 'shown', 'diagnostic', 'version', 'suite', 'plan', 'etape'];
  const kept = Object.fromEntries(
    names.filter((name) => html.includes(`name="${name}"`)).map((name) => [name, hidden(html, name)]),
  );
  return { ...kept, ...typed };
}
const agreed = { consent: '1', channel: 'phone', message: 'Bonjour, pouvez-vous la prendre ?', facts: ['childSeats'] };

async function sendTo(scenery: Awaited<ReturnType<typeof scene>>, offerId: string, more: Record<string, string> = {}) {
  const fields = await fill(claire, scenery.form(offerId), { ...agreed, insist: 'Vu ensemble.', ...more });
  const sent = await claire.post(scenery.path(offerId), fields);
  expect(sent.status).toBe(303);
  return (sent.headers.get('location') ?? '').replace('?envoyee=1', '');
}

describe('sending', () => {
  it('shows exactly what will be handed over, then hands over that and no more', async () => {
    const lina = await scene();
    const page = await text(await claire.get(lina.form(lina.offers.carpool)));
    for (const shown of [
      'Lina',
      'Commercy',
      'Bar-le-Duc',
      LINA.phone,
      'Sièges enfant',
      'J’accepte que',
      'camille@example.org',
    ]) {
      expect(page).toContain(shown);
    }
    expect(page).not.toContain('rue des Fleurs</dd>');
    const fields = await fill(claire, lina.form(lina.offers.carpool), { ...agreed, facts: [], insist: 'Vu ensemble.' });
    const sent = await claire.post(lina.path(lina.offers.carpool), fields);
    const path = sent.headers.get('location') ?? '';
    const [row] = await owner`select * from referrals where beneficiary_id = ${lina.beneficiaryId}`;
    expect(row?.facts.map(({ code }: { code: string }) => code)).toEqual([
      'firstName',
      'phone',
      'commune',
      'destination',
      'hours',
      'startsOn',
    ]);
    const [consent] = await owner`select * from consents where beneficiary_id = ${lina.beneficiaryId}`;
    expect(consent).toMatchObject({ purpose: 'referral', channel: 'phone', recorded_by: world.claire.id });
    expect(consent?.wording).toContain('Camille Exemple');
    expect(consent?.wording).not.toContain('sièges');
    expect(await text(await claire.get(path))).toContain('L’orientation est partie.');
  });

  it('tells a lender the hours, and claims no more of the offer than the diagnostic found', async () => {
    const lina = await scene();
    const cheap = { requiredLicence: null, depositCents: 0, tariff: { perDayCents: 100 } };
    const offerId = await world.offer(loan({ title: 'Prêt à un euro' }, cheap));
    const page = await text(await claire.get(lina.form(offerId)));
    expect(page).toMatch(/<dt>Jours et heures<\/dt><dd>semaine 1 \(du .*de 5 h à 13 h/);
    expect(page).toContain('À vérifier avec la structure');
    expect(page).toMatch(/Votre offre pourrait convenir\. À vérifier avec vous : [^.]+\./);
    expect(page).not.toContain('correspond à son trajet');
    expect(page).toMatch(/J’accepte que .*mes jours et mes heures/);
  });

  it('sends nothing without the person’s agreement, and keeps what was typed', async () => {
    const lina = await scene();
    const page = lina.form(lina.offers.aid);
    const answer = await claire.post(lina.path(lina.offers.aid), await fill(claire, page, { ...agreed, consent: '' }));
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toMatch(/<title>Erreur\s: /);
    expect(html).toContain('href="#consent"');
    expect(html).toContain('pouvez-vous la prendre');
    expect(await owner`select id from referrals where beneficiary_id = ${lina.beneficiaryId}`).toEqual([]);
  });

  it('says at its field that a text is too long, and gives it back whole', async () => {
    const lina = await scene();
    const message = 'é'.repeat(50_000);
    const fields = await fill(claire, lina.form(lina.offers.aid), { ...agreed, message });
    const answer = await claire.post(lina.path(lina.offers.aid), fields);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('href="#message"');
    expect(html).toContain(message);
  });

  it('takes a form that is sent twice once, and leads to the same referral', async () => {
    const lina = await scene();
    const fields = await fill(claire, lina.form(lina.offers.aid), agreed);
    const [one, two] = await Promise.all([
      claire.post(lina.path(lina.offers.aid), fields),
      claire.post(lina.path(lina.offers.aid), fields),
    ]);
    expect([one.status, two.status]).toEqual([303, 303]);
    expect(one.headers.get('location')).toBe(two.headers.get('location'));
    expect(await owner`select id from referrals where beneficiary_id = ${lina.beneficiaryId}`).toHaveLength(1);
    expect(await owner`select id from consents where beneficiary_id = ${lina.beneficiaryId}`).toHaveLength(1);
  });

  it('does not refer the same person to the same offer twice, from two tabs either', async () => {
    const lina = await scene();
    const path = lina.path(lina.offers.aid);
    const tabs = [
      await fill(claire, lina.form(lina.offers.aid), agreed),
      await fill(claire, lina.form(lina.offers.aid), agreed),
    ];
    const answers = await Promise.all(tabs.map((fields) => claire.post(path, fields)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const refused = answers.find(({ status }) => status === 409) as Response;
    expect(await text(refused)).toContain('déjà orientée vers cette offre');
  });

  it('refuses an impossible offer with the rule that says no, unless somebody insists and says why', async () => {
    const lina = await scene();
    const offerId = await world.offer(loan({ title: 'Pour les aînés', accessConditions: { minAge: 60 } }));
    const page = await text(await claire.get(lina.form(offerId)));
    expect(page).toContain('jugée impossible');
    expect(page).toMatch(/60 ans/);
    const without = await claire.post(lina.path(offerId), await fill(claire, lina.form(offerId), agreed));
    expect(without.status).toBe(422);
    expect(await text(without)).toContain('href="#insist"');
    const insist = 'Le garage l’a acceptée au téléphone.';
    const sent = await claire.post(lina.path(offerId), await fill(claire, lina.form(offerId), { ...agreed, insist }));
    expect(sent.status).toBe(303);
    const [event] = await owner`select e.* from referral_events e join referrals r on r.id = e.referral_id
      where r.beneficiary_id = ${lina.beneficiaryId}`;
    expect(event?.text).toBe(insist);
    expect(JSON.stringify(event?.details)).toContain('60');
  });

  it('sends nothing to an offer that was archived between the page and the click, and shows the next best', async () => {
    const lina = await scene();
    const fields = await fill(claire, lina.form(lina.offers.aid), agreed);
    await api.remove(`/api/offers/${lina.offers.aid}`);
    const answer = await claire.post(lina.path(lina.offers.aid), fields);
    expect(answer.status).toBe(404);
    const html = await text(answer);
    expect(html).toContain('Rien n’a été envoyé');
    expect(html).toContain('pouvez-vous la prendre');
    expect(html).toMatch(/\/orienter\/off_\w+\?diagnostic=/);
    expect(html).not.toContain(`/orienter/${lina.offers.aid}`);
    expect(await owner`select id from referrals where beneficiary_id = ${lina.beneficiaryId}`).toEqual([]);
  });

  it('sends nothing when what was read has changed since: the page is read again, with what was typed', async () => {
    const lina = await scene();
    const page = lina.form(lina.offers.aid);
    for (const change of [
      () => api.patch(`/api/offers/${lina.offers.aid}`, { provider: { name: 'Autre guichet' } }),
      () =>
        owner`update beneficiary_identities set phone = '07 00 00 00 00' where beneficiary_id = ${lina.beneficiaryId}`,
    ]) {
      const fields = await fill(claire, page, agreed);
      await change();
      const answer = await claire.post(lina.path(lina.offers.aid), fields);
      expect(answer.status).toBe(409);
      const html = await text(answer);
      expect(html).toContain('a changé depuis l’affichage');
      expect(html).toContain('pouvez-vous la prendre');
    }
    expect(await owner`select id from referrals where beneficiary_id = ${lina.beneficiaryId}`).toEqual([]);
  });

  it('gives whoever has no mail a telephone number and a sheet', async () => {
    const lina = await scene();
    const offerId = await world.offer(financialAid({ provider: { name: 'Guichet', phone: '03 29 00 00 00' } }));
    expect(await text(await claire.get(lina.form(offerId)))).toContain('À appeler : 03 29 00 00 00');
    const path = await sendTo(lina, offerId);
    expect(await text(await claire.get(path))).toContain('À appeler : Guichet, 03 29 00 00 00.');
    const sheet = await text(await claire.get(`${path}/feuille`));
    expect(sheet).toContain('Lina');
    expect(sheet).not.toMatch(/B-page|lina@/);
  });
});

describe('following', () => {
  it('goes from a refusal by link to the next best, accepted and started, with everything in the timeline', async () => {
    const lina = await scene();
    await deliver(api, owner);
    const first = await sendTo(lina, lina.offers.carpool);
    const [letter] = await deliver(api, owner);
    const link = linkIn(letter);
    await api.app.request(link, {
      method: 'POST',
      body: new URLSearchParams({
        once: 'a',
        answer: 'refuse',
        reason: 'hoursDoNotFit',
        refuseMessage: 'Je pars à 6 h.',
      }),
    });
    const refused = await text(await claire.get(first));
    expect(refused).toContain('Les horaires ne conviennent pas');
    expect(refused).toContain('Proposer autre chose');
    expect(refused).not.toContain(`/orienter/${lina.offers.carpool}?`);
    const list = await text(await claire.get('/pro/orientations'));
    expect(list).toContain('Orientation de Lina Morel');
    expect(list).toContain('Refusée par Camille Exemple');
    expect(list).toMatch(new RegExp(`href="${first}#next">Proposer autre chose`));
    const next = /href="([^"]*\/orienter\/[^"]*)"/.exec(refused)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toContain(`suite=${first.split('/').at(-1)}`);

    const fields = await fill(claire, next, { ...agreed, insist: 'Vu ensemble.' });
    const sent = await claire.post(next.split('?')[0] ?? '', fields);
    const second = (sent.headers.get('location') ?? '').split('?')[0] ?? '';
    const note = await fill(claire, second, { step: 'note', noted: 'accept', appointment: 'Lundi à 9 h' });
    expect((await claire.post(second, note)).status).toBe(303);
    const start = await fill(claire, second, { step: 'start', startedOn: '7/12/2026' });
    expect((await claire.post(second, start)).status).toBe(303);
    expect(await text(await claire.get(second))).not.toContain('name="kept"');
    const page = await text(await claire.get(second));
    expect(page).toMatch(
      /Envoyée[\s\S]*Acceptée[\s\S]*réponse reçue par téléphone[\s\S]*Lundi à 9 h[\s\S]*Depuis le 7 décembre 2026/,
    );
    expect(page).toContain('Fait suite à une orientation refusée');
    expect(page).toMatch(/La structure<\/h2>/);
  });

  it('does not send the person back to whoever is full, where others can be asked', async () => {
    const same = await world.offer(carpool({ title: 'Autre trajet de Camille' }));
    const provider = { name: 'Association du Barrois', email: 'barrois@example.org' };
    const other = await world.offer(carpool({ title: 'Trajet d’une association', provider }));
    const lina = await scene();
    const first = await sendTo(lina, lina.offers.carpool);
    const note = await fill(claire, first, { step: 'note', noted: 'refuse', reason: 'full' });
    expect((await claire.post(first, note)).status).toBe(303);
    const refused = await text(await claire.get(first));
    expect(refused).toContain(`/orienter/${other}?`);
    expect(refused).not.toContain(`/orienter/${same}?`);
  });

  it('answers a question, which lifts the reminder from the provider', async () => {
    const lina = await scene();
    await deliver(api, owner);
    const path = await sendTo(lina, lina.offers.carpool);
    const link = linkIn((await deliver(api, owner))[0]);
    const ask = new URLSearchParams({ once: 'a', answer: 'ask', question: 'Fume-t-elle ?' });
    await api.app.request(link, { method: 'POST', body: ask });
    expect((await deliver(api, owner)).map(({ to }) => to)).toEqual([world.claire.email]);
    expect(await text(await claire.get('/pro/orientations'))).toContain('Une question attend votre réponse');
    const empty = await claire.post(path, await fill(claire, path, { step: 'reply', reply: '' }));
    expect([empty.status, (await empty.text()).includes('href="#reply"')]).toEqual([422, true]);
    await claire.post(path, await fill(claire, path, { step: 'reply', reply: 'Non.' }));
    const reply = (await deliver(api, owner))[0];
    expect(reply?.to).toBe('camille@example.org');
    expect(JSON.stringify(reply)).not.toContain('Non.');
    for (const way of [linkIn(reply), link]) expect(await (await api.app.request(way)).text()).toContain('Non.');
  });

  it('is withdrawn: the link is silent on the person from then on', async () => {
    const lina = await scene();
    await deliver(api, owner);
    const path = await sendTo(lina, lina.offers.carpool);
    const link = linkIn((await deliver(api, owner))[0]);
    await claire.post(path, await fill(claire, path, { step: 'end', outcome: 'withdrawn' }));
    const html = await text(await api.app.request(link));
    expect(html).toContain('Cette demande est terminée');
    expect(html).not.toMatch(/Lina|06 12/);
    expect((await deliver(api, owner)).map(({ to, subject }) => [to, subject])).toEqual([
      ['camille@example.org', 'Une orientation n’attend plus de réponse'],
    ]);
  });

  it('asks after three and six months whether the job was kept', async () => {
    const lina = await scene();
    const path = await sendTo(lina, lina.offers.aid);
    await claire.post(path, await fill(claire, path, { step: 'note', noted: 'accept' }));
    await claire.post(path, await fill(claire, path, { step: 'start', startedOn: '22/08/2026' }));
    expect(await text(await claire.get('/pro/orientations'))).toContain('Emploi gardé 3 mois ? À demander');
    await claire.post(path, await fill(claire, path, { step: 'followUp', kept: 'jobKept3Months' }));
    expect(await text(await claire.get('/pro/orientations'))).not.toContain('Emploi gardé 3 mois ? À demander');
    const wrong = await claire.post(path, await fill(claire, path, { step: 'end', outcome: 'neverStarted' }));
    expect(wrong.status).toBe(422);
    await claire.post(path, await fill(claire, path, { step: 'end', outcome: 'completed' }));
    const sums = await owner`select code, reason from outcomes where offer_id = ${lina.offers.aid} order by id`;
    expect(sums.map(({ code, reason }) => [code, reason])).toEqual([
      ['accepted', null],
      ['started', null],
      ['jobKept3Months', null],
      ['ended', 'completed'],
    ]);
    expect(Object.keys((await owner`select * from outcomes limit 1`)[0] ?? {})).not.toContain('beneficiary_id');
  });
});

describe('a provider with an account', () => {
  it('sees what is put to it in its list, and answers there', async () => {
    const lina = await scene();
    const path = await sendTo(lina, lina.offers.loan);
    const id = path.split('/').at(-1) ?? '';
    const list = await text(await garage.get('/structure/orientations'));
    expect(list).toContain('Lina, Commercy');
    const own = `/structure/orientations/${id}`;
    const page = await text(await garage.get(own));
    expect(page).toContain('Morel');
    expect(page).not.toMatch(/B-page|lina@/);
    await garage.post(own, await fill(garage, own, { answer: 'accept', appointment: 'Mardi' }));
    expect(await text(await claire.get(path))).toMatch(/Acceptée[\s\S]*par Yves Garcia, Garage du Loison/);
    expect((await garage.get('/structure')).headers.get('location')).toBe('/structure/orientations');
  });

  it('is written to itself where the offer has no address', async () => {
    const lina = await scene();
    await deliver(api, owner);
    await sendTo(lina, lina.offers.loan);
    expect((await deliver(api, owner)).map(({ to }) => to)).toEqual([world.garagist.email]);
  });

  it('answers no form that was not given to its session', async () => {
    const lina = await scene();
    const id = (await sendTo(lina, lina.offers.loan)).split('/').at(-1) ?? '';
    const own = `/structure/orientations/${id}`;
    const forged = await garage.post(own, { formToken: 'x', once: 'a', answer: 'accept' });
    expect(forged.status).toBe(403);
    const [row] = await owner`select status from referrals where id = ${id}`;
    expect(row?.status).toBe('sent');
  });
});

describe('the walls', () => {
  it('gives everybody else the page of a referral that never was', async () => {
    const lina = await scene();
    const toLoan = await sendTo(lina, lina.offers.loan);
    const toAid = await sendTo(lina, lina.offers.aid);
    const id = toAid.split('/').at(-1) ?? '';
    const never = await (await claire.get('/pro/orientations/ref_never')).text();
    const mainOf = (html: string) => /<main[\s\S]*<\/main>/.exec(html)?.[0];
    const tries: [Browser, string][] = [
      [hugo, toAid],
      [hugo, `${toAid}/feuille`],
      [far, toAid],
      [hugo, lina.form(lina.offers.aid)],
      [far, lina.form(lina.offers.aid)],
    ];
    for (const [who, path] of tries) {
      const answer = await who.get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(mainOf(await answer.text())).toBe(mainOf(never));
    }
    // Who has no business on a side is told so before anything is looked at, whether it is there or not.
    expect((await garage.get(toLoan)).status).toBe(403);
    expect((await garage.get(`/structure/orientations/${id}`)).status).toBe(404);
    for (const who of [hugo, claire]) {
      for (const one of [id, 'ref_never']) expect((await who.get(`/structure/orientations/${one}`)).status).toBe(403);
    }
    for (const who of [hugo, far]) expect(await text(await who.get('/pro/orientations'))).not.toContain('Lina');
    expect(await text(await garage.get('/structure/orientations'))).not.toContain(`Aide ${number}`);
  });

  it('leads whoever is not signed in to the sign-in page, and back', async () => {
    const answer = await api.app.request('/pro/orientations');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain('/connexion');
  });

  it('lets a form of another session or of another person’s file send nothing', async () => {
    const lina = await scene();
    const noel = await scene();
    const fields = await fill(claire, lina.form(lina.offers.aid), agreed);
    // The diagnostic of one, the file of the other.
    const mixed = await claire.post(noel.path(noel.offers.aid), fields);
    expect(mixed.status).toBe(404);
    const stolen = await hugo.post(lina.path(lina.offers.aid), {
      ...fields,
      formToken: await hugo.tokenOf('/pro/orientations'),
    });
    expect(stolen.status).toBe(404);
    expect(
      await owner`select id from referrals where beneficiary_id = any(${[lina.beneficiaryId, noel.beneficiaryId]})`,
    ).toEqual([]);
  });
});
