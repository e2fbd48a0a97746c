import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool, loan, onDemand } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type Browser, createMember, signIn } from '../support/sign-in.ts';

let api: TestApi;
let camille: Browser;
const offers: Record<string, string> = {};

const member = async (
  organisationId: string,
  role: 'prescriber' | 'provider' = 'prescriber',
  territoryId = 'meuse',
) => {
  const one = await createMember({ url: api.url, clock: api.deps.clock }, { organisationId, role, territoryId });
  return signIn(api.app, one);
};

beforeAll(async () => {
  api = await startApi();
  for (const [name, offer] of Object.entries({ carpool: carpool(), loan: loan(), onDemand: onDemand() })) {
    offers[name] = (await api.post('/api/offers', offer)).body.id;
  }
  camille = await member('org_one');
});
afterAll(() => api?.stop());

type File = { id: string; personId: string; path: string };

/** A person of the first organisation, whose licence and walk nobody asked about. */
async function file(changes: Record<string, unknown> = {}): Promise<File> {
  const { means: _means, ...example } = DIAGNOSTIC_EXAMPLE;
  const body = { ...example, beneficiary: {}, ...changes };
  const { id, beneficiary } = (await api.post('/api/diagnostics', body)).body;
  await api.matchNow(id);
  return { id, personId: beneficiary.id, path: `/pro/personnes/${beneficiary.id}/diagnostic/${id}` };
}

const textOf = async (answer: Promise<Response>) => (await answer).text();
const seen = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ');
const sendAnswer = (browser: Browser, { path }: File, fact: string, answer: string | string[], version = '1') =>
  browser.send(`${path}/question/${fact}?retour=1&ancre=offre-x`, { version, answer }, path);

describe('the result of a person', () => {
  it('is the trial’s page, with what is done for a person', async () => {
    const { personId, path, id } = await file();
    const answer = await camille.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.headers.get('content-security-policy')).not.toContain('script-src');
    const html = await answer.text();
    expect(seen(html)).toContain('De Commercy à Site industriel – Bar-le-Duc');
    expect(html).toContain(`href="/pro/personnes/${personId}/orienter/${offers.loan}?diagnostic=${id}"`);
    expect(html).toContain(`action="/pro/personnes/${personId}/plan/etapes"`);
    expect(html).toContain(`href="/pro/personnes/${personId}"`);
    expect(html).not.toContain('à cette adresse seulement');
    expect(html).not.toMatch(/<script|<style|style="/);
  });

  it('is filtered by its address alone', async () => {
    const { path } = await file();
    const count = (html: string) => html.match(/class="offer offer-(possible|toVerify)"/g)?.length ?? 0;
    const whole = count(await textOf(camille.get(path)));
    expect(whole).toBeGreaterThan(1);
    const loans = await textOf(camille.get(`${path}?type=vehicleLoan`));
    expect(loans).toContain('Voiture à 5');
    expect(count(loans)).toBeLessThan(whole);
    const none = await textOf(camille.get(`${path}?type=vehicleLoan&sanspermis=1`));
    expect(count(none)).toBe(0);
    expect(seen(none)).toContain('Aucune offre ne passe ces filtres.');
    // What is asked stays in the form.
    expect(none).toMatch(/name="sanspermis" value="1" checked/);
    expect(none).toMatch(/value="vehicleLoan" checked/);
  });

  it('puts up to three offers side by side, and says which are no more', async () => {
    const { path } = await file();
    const query = [offers.loan, offers.carpool, 'off_never'].map((id) => `offres=${id}`).join('&');
    const html = await textOf(camille.get(`${path}/comparer?${query}`));
    expect(html.match(/<th scope="col">/g)).toHaveLength(3);
    expect(seen(html)).toContain('Une offre cochée n’est plus au catalogue.');
    expect(seen(html)).toContain('03 00 00 00 00');
    const commas = await textOf(camille.get(`${path}/comparer?offres=${offers.loan},${offers.carpool}`));
    expect(commas.match(/<th scope="col">/g)).toHaveLength(3);
    const four = await textOf(camille.get(`${path}/comparer?offres=a,b,c,d`));
    expect(seen(four)).toContain('Vous avez coché plus de 3 offres');
    expect(seen(await textOf(camille.get(`${path}/comparer`)))).toContain('Cochez au moins une offre');
  });

  it('says kindly that an offer was archived meanwhile, with the way back', async () => {
    const { path } = await file();
    const { id: gone } = (await api.post('/api/offers', loan({ title: 'Bientôt partie' }))).body;
    const later = await file();
    expect(await textOf(camille.get(later.path))).toContain('Bientôt partie');
    await api.remove(`/api/offers/${gone}`);
    const answer = await camille.get(`${later.path}/offre/${gone}`);
    expect(answer.status).toBe(404);
    const html = await answer.text();
    expect(seen(html)).toContain('Cette offre n’est plus au catalogue');
    expect(html).toContain(`href="${later.path}"`);
    expect(seen(await textOf(camille.get(later.path)))).toContain('retirée du catalogue depuis ce calcul');
    expect(seen(await textOf(camille.get(`${path}/offre/${offers.loan}`)))).toContain('Voiture à 5');
  });
});

describe('a question answered in place', () => {
  it('revises the diagnostic, has it matched again, and leads back to the same offer', async () => {
    const one = await file();
    const before = await textOf(camille.get(one.path));
    expect(before).toContain(`action="${one.path}/question/licenceB?ancre=offre-${offers.loan}"`);
    const answer = await sendAnswer(camille, one, 'licenceB', 'valid');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`${one.path}?retour=1&repondu=1&ancre=offre-x#offre-x`);
    // Without script, the page that waits looks again at the same offer.
    const waiting = await textOf(camille.get(`${one.path}?retour=1&repondu=1&ancre=offre-x&vu=2`));
    expect(waiting).toContain(`content="2; url=${one.path}?retour=1&amp;repondu=1&amp;ancre=offre-x&amp;vu=3#offre-x"`);
    await api.matchNow(one.id, 2);
    const after = await textOf(camille.get(`${one.path}?repondu=1`));
    expect(seen(after)).toContain('Réponse prise en compte');
    expect(after).not.toContain('/question/licenceB');
    const { body } = await api.get(`/api/diagnostics/${one.id}`);
    expect(body).toMatchObject({ version: 2, means: { licences: [{ category: 'B', status: 'valid' }] } });
  });

  it('once, however often the button is pressed', async () => {
    const one = await file();
    const both = await Promise.all([1, 2].map(() => sendAnswer(camille, one, 'walkMinutes', '10')));
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect((await api.get(`/api/diagnostics/${one.id}`)).body.version).toBe(2);
  });

  it('loses nothing when somebody changed the diagnostic meanwhile', async () => {
    const one = await file();
    await api.patch(`/api/diagnostics/${one.id}`, { means: { maxWalkMinutes: 5 } });
    const answer = await sendAnswer(camille, one, 'walkMinutes', '12');
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(seen(html)).toContain('Marche acceptée, au plus : 12');
    expect(seen(html)).toContain('5 minutes');
    expect(html).toContain('name="answer" value="12"');
    expect(html).toContain('name="version" value="2"');
    expect((await api.get(`/api/diagnostics/${one.id}`)).body.means.maxWalkMinutes).toBe(5);
    expect((await sendAnswer(camille, one, 'walkMinutes', '12', '2')).status).toBe(303);
    expect((await api.get(`/api/diagnostics/${one.id}`)).body.means.maxWalkMinutes).toBe(12);
  });

  it.each([
    ['walkMinutes', 'beaucoup', 'écrivez un nombre de minutes'],
    ['licenceB', '', 'choisissez une réponse'],
    ['birthDate', '31/02/1999', 'Écrivez la date de naissance'],
    ['birthDate', '02/05/2038', 'birth'],
    ['statuses', '', 'Cochez au moins une réponse'],
    ['budget', '-3', 'écrivez un montant'],
  ])('asks again where %s is « %s »', async (fact, typed, says) => {
    const one = await file();
    const answer = await sendAnswer(camille, one, fact, typed);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toMatch(/<title>Erreur/);
    expect(html).toContain('href="#answer"');
    if (says !== 'birth') expect(seen(html)).toContain(says);
    if (typed !== '' && fact !== 'licenceB') expect(html).toContain(`value="${typed}"`);
    expect((await api.get(`/api/diagnostics/${one.id}`)).body.version).toBe(1);
  });

  it('keeps a birth date apart from what is matched', async () => {
    const one = await file();
    expect((await sendAnswer(camille, one, 'birthDate', '2/5/1999')).status).toBe(303);
    expect((await api.get(`/api/diagnostics/${one.id}`)).body.beneficiary).toMatchObject({ age: 27 });
  });

  it('leads nowhere else than back', async () => {
    const one = await file();
    const path = `${one.path}/question/walkMinutes?ancre=%22%3E%3Cscript&next=https://example.org`;
    const answer = await camille.send(path, { version: '1', answer: '10' }, one.path);
    expect(answer.headers.get('location')).toBe(`${one.path}?repondu=1`);
  });

  it('is refused without the token of the form', async () => {
    const one = await file();
    const answer = await camille.post(`${one.path}/question/walkMinutes`, { version: '1', answer: '10' });
    expect(answer.status).toBe(403);
    expect((await api.get(`/api/diagnostics/${one.id}`)).body.version).toBe(1);
  });
});

/** Everything below a result that is asked for by its address. */
const BELOW = [
  '',
  '/comparer?offres=x',
  '/evenements',
  '/question/licenceB',
  '/carte',
  '/carte/lieux.json',
  '/offre/x',
];

describe('the wall', () => {
  it('shows another organisation, and another territory, the page that nothing has', async () => {
    const { path } = await file();
    const [other, far] = [await member('org_two'), await member('org_far', 'prescriber', 'voisin')];
    for (const below of BELOW) {
      for (const browser of [other, far]) {
        const [theirs, none] = await Promise.all([
          browser.get(path + below),
          browser.get(`/pro/personnes/ben_none/diagnostic/dia_none${below}`),
        ]);
        expect([theirs.status, none.status], below).toEqual([404, 404]);
        expect(await theirs.text(), below).toBe(await none.text());
      }
    }
  });

  it('does not open under the address of another person', async () => {
    const [one, another] = [await file(), await file()];
    for (const below of BELOW) {
      const answer = await camille.get(`/pro/personnes/${another.personId}/diagnostic/${one.id}${below}`);
      expect(answer.status, below).toBe(404);
    }
    const crossed = { ...one, path: `/pro/personnes/${another.personId}/diagnostic/${one.id}` };
    const answer = await camille.send(`${crossed.path}/question/walkMinutes`, { version: '1', answer: '10' }, one.path);
    expect(answer.status).toBe(404);
    expect((await api.get(`/api/diagnostics/${one.id}`)).body.version).toBe(1);
  });

  it('opens to nobody who is not signed in, nor to a role that sees no person', async () => {
    const { path } = await file();
    for (const below of BELOW) {
      const { status, headers } = await api.app.request(path + below);
      expect([303, 401].includes(status), `${below} ${status}`).toBe(true);
      if (status === 303) expect(headers.get('location')).toMatch(/^\/connexion/);
    }
    const provider = await member('org_one', 'provider');
    expect((await provider.get(path)).status).toBe(403);
  });

  it('holds for who answers a question too', async () => {
    const [one, mine] = [await file(), await file()];
    const other = await member('org_two');
    const page = `/pro/essai`;
    const token = await camille.tokenOf(mine.path);
    for (const browser of [other]) {
      const answer = await browser.post(`${one.path}/question/walkMinutes`, {
        formToken: token,
        version: '1',
        answer: '9',
      });
      expect([403, 404]).toContain(answer.status);
    }
    expect((await api.get(`/api/diagnostics/${one.id}`)).body.version).toBe(1);
    expect(page).toBe('/pro/essai');
  });
});

describe('a trial', () => {
  it('is continued as another one by an answer, and stays as it was', async () => {
    const { startTrial } = await import('../../src/services/start-trial.ts');
    const { visitorOf } = await import('../../src/services/visitor.ts');
    const { means: _means, ...example } = DIAGNOSTIC_EXAMPLE;
    const ctx = { actor: visitorOf('meuse'), deps: api.deps };
    const trial = await startTrial({ ctx, input: { ...example, means: {} } });
    await api.matchNow(trial.id);
    const post = () =>
      api.app.request(`/pro/essai/${trial.id}/question/walkMinutes`, {
        method: 'POST',
        body: new URLSearchParams({ version: '1', answer: '10' }),
      });
    const [first, second] = [await post(), await post()];
    expect(first.status).toBe(303);
    const location = first.headers.get('location') ?? '';
    expect(location).toMatch(/^\/pro\/essai\/dia_\w+\?repondu=1$/);
    expect(location).not.toContain(trial.id);
    expect(second.headers.get('location')).toBe(location);
    const next = /dia_\w+/.exec(location)?.[0] ?? '';
    await api.matchNow(next);
    const page = await (await api.app.request(location)).text();
    expect(seen(page)).toContain('Réponse prise en compte');
    expect(page).not.toContain('/question/walkMinutes');
    expect(await (await api.app.request(`/pro/essai/${trial.id}`)).text()).toContain('/question/walkMinutes');
  });
});

describe('live events', () => {
  const reader = (answer: Response) => answer.body?.pipeThrough(new TextDecoderStream()).getReader();

  it('tell the very moment a result is there, uncompressed, and end', async () => {
    const { means: _means, ...example } = DIAGNOSTIC_EXAMPLE;
    const { id, beneficiary } = (await api.post('/api/diagnostics', { ...example, beneficiary: {} })).body;
    const path = `/pro/personnes/${beneficiary.id}/diagnostic/${id}`;
    const answer = await api.app.request(`${path}/evenements`, {
      headers: { cookie: camille.cookies(), 'accept-encoding': 'gzip' },
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(answer.headers.get('cache-control')).toContain('no-store');
    const stream = reader(answer);
    expect((await stream?.read())?.value).toContain('retry:');
    await Promise.all([api.matchNow(id), sleep(0)]);
    let told = '';
    for (let part = await stream?.read(); part && !part.done; part = await stream?.read()) told += part.value;
    expect(told).toContain('event: changed');
    // What is there already is told at once.
    expect(await (await camille.get(`${path}/evenements`)).text()).toContain('event: changed');
  });

  it('are a few at a time for one person', async () => {
    const { means: _means, ...example } = DIAGNOSTIC_EXAMPLE;
    const busy = await member('org_one');
    const { id, beneficiary } = (await api.post('/api/diagnostics', { ...example, beneficiary: {} })).body;
    const path = `/pro/personnes/${beneficiary.id}/diagnostic/${id}/evenements`;
    const open = await Promise.all([1, 2, 3, 4].map(() => busy.get(path)));
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await busy.get(path)).status).toBe(429);
    await Promise.all(open.map(({ body }) => body?.cancel()));
    await expect.poll(async () => (await busy.get(path)).status).toBe(200);
    await api.matchNow(id);
  });
});
