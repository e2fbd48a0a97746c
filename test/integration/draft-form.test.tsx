import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finishDraft } from '../../src/services/drafts/finish-draft.ts';
import { getDraft } from '../../src/services/drafts/get-draft.ts';
import { ProblemError } from '../../src/services/errors.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { type DraftForm, draftFormRoutes } from '../../src/web/forms/draft-form.tsx';
import { draftHolder } from '../../src/web/forms/draft-holder.ts';
import { ChoiceField, messageFor, TextField } from '../../src/web/forms/fields.tsx';
import type { FormPage } from '../../src/web/forms/question.ts';
import { textOf } from '../../src/web/forms/typed.ts';
import type { PagesEnv } from '../../src/web/layout/visit.ts';
import { startApi, type TestApi } from '../support/api.ts';

/** A tiny form: seats for a ride, and of whom they are children, how many seats for them. One question a page, and two on one. */
type Ride = { seats: number | null; children: 'yes' | 'no' | null; childSeats: number | null; name: string | null };

const number = (name: 'seats' | 'childSeats', title: string): FormPage<Ride>['questions'][number] => ({
  name,
  title,
  controls: () => [name],
  ...(name === 'childSeats' && { isAsked: ({ children }: Ride) => children === 'yes' }),
  fields: ({ typed, errors }) => (
    <TextField id={name} label={title} value={textOf(typed, name)} error={messageFor(errors, name)} />
  ),
  read(typed) {
    const text = textOf(typed, name);
    const isRight = /^[1-9]$/.test(text);
    return {
      answers: { [name]: isRight ? Number(text) : null },
      errors: isRight ? [] : [{ field: name, message: `${title} : un chiffre` }],
    };
  },
  tell: (answers) => (answers[name] === null ? null : String(answers[name])),
});

const PAGES: FormPage<Ride>[] = [
  { name: 'places', title: 'Combien de places ?', questions: [number('seats', 'Places')] },
  {
    name: 'enfants',
    title: 'Avec des enfants ?',
    questions: [
      {
        name: 'children',
        title: 'Enfants',
        controls: () => ['children'],
        fields: ({ typed, errors }) => (
          <ChoiceField
            id="children"
            legend="Enfants"
            values={[textOf(typed, 'children')]}
            error={messageFor(errors, 'children')}
            options={['yes', 'no'].map((value) => ({ value, label: value }))}
          />
        ),
        read: (typed) => ({ answers: { children: textOf(typed, 'children') === 'yes' ? 'yes' : 'no' }, errors: [] }),
        tell: ({ children }) => children,
      },
      number('childSeats', 'Sièges enfant'),
    ],
  },
  {
    name: 'nom',
    title: 'Votre prénom',
    questions: [
      {
        name: 'name',
        title: 'Prénom',
        controls: () => ['name'],
        fields: ({ typed }) => <TextField id="name" label="Prénom" value={textOf(typed, 'name')} />,
        read: (typed) => ({ answers: { name: textOf(typed, 'name') || null }, errors: [] }),
        tell: ({ name }) => name,
      },
    ],
  },
];

const WORDS: DraftForm<Ride>['words'] = {
  errorSummary: 'Il y a un problème',
  step: (index, total) => `${index}/${total}`,
  next: 'Continuer',
  save: 'Garder',
  previous: 'Revenir',
  savedAs: 'Gardé',
  hasMore: 'Une question de plus',
  resume: 'Reprendre',
  notAnswered: 'Pas répondu',
  discard: 'Effacer',
  check: {
    title: 'Vérifier',
    lead: 'Rien n’est envoyé',
    change: 'Changer',
    changeOf: (q) => `Changer ${q}`,
    submit: 'Envoyer',
  },
};

describe('a form without an account, page by page', () => {
  let api: TestApi;
  let sent: Ride[] = [];
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  /** A browser: it keeps its cookie and follows nothing by itself. */
  function browser() {
    const app = new Hono<PagesEnv>();
    app.onError((error, c) => {
      if (error instanceof ProblemError) return c.text(error.message, error.code === 'notFound' ? 404 : 422);
      throw error;
    });
    app.route(
      '/',
      draftFormRoutes<Ride>('/essai', async (c) => {
        const ctx = draftHolder(c, { actor: visitorOf('meuse'), deps: api.deps });
        const form = 'ride';
        return {
          ctx,
          form,
          path: '/essai',
          pages: PAGES,
          nothing: { seats: null, children: null, childSeats: null, name: null },
          finish: (draft, answers) =>
            finishDraft({
              ctx,
              input: { id: draft.id, form },
              effect: async () => {
                if (answers.name === 'Refus') {
                  throw new ProblemError('invalid', 'Non', {
                    errors: [{ path: 'name', message: 'Ce prénom est refusé' }],
                  });
                }
                sent.push(answers);
                return { rideId: `ride-${sent.length}` };
              },
            }),
          resultPath: ({ rideId }) => `/trajet/${rideId}`,
          messages: ({ errors }) => errors.map(({ path, message }) => ({ field: path, message })),
          words: WORDS,
          layout: ({ title, hasErrors, children }) => (
            <html lang="fr">
              <head>
                <title>{hasErrors ? `Erreur : ${title}` : title}</title>
              </head>
              <body>{children}</body>
            </html>
          ),
          inForm: null,
        };
      }),
    );
    let cookie = '';
    async function ask(path: string, fields?: Record<string, string>) {
      const response = await app.request(path, {
        method: fields ? 'POST' : 'GET',
        headers: { cookie },
        ...(fields && { body: new URLSearchParams(fields) }),
      });
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return { status: response.status, location: response.headers.get('location') ?? '', html: await response.text() };
    }
    return { get: (path: string) => ask(path), post: ask, cookie: () => cookie };
  }

  /** The address of the draft after its first page. */
  async function begun(person: ReturnType<typeof browser>, seats = '2') {
    const { location } = await person.post('/essai/nouveau/places', { seats });
    expect(location).toMatch(/^\/essai\/drf_[\w-]+\/enfants$/);
    return location.replace(/\/enfants$/, '');
  }

  test('looking at it keeps nothing and sets no cookie', async () => {
    const person = browser();
    const { status, html } = await person.get('/essai');
    expect(status).toBe(200);
    expect(html).toContain('<title>Combien de places ?</title>');
    expect(person.cookie()).toBe('');
    expect(await draftsLeft()).toBe(0);
  });

  const draftsLeft = async () => {
    const { default: postgres } = await import('postgres');
    const owner = postgres(api.url, { max: 1, onnotice: () => {} });
    const [row] = await owner`select count(*)::int as n from form_drafts`;
    await owner.end();
    return row?.n as number;
  };

  test('from page to page to the check, and sent once', async () => {
    sent = [];
    const person = browser();
    const draft = await begun(person);
    expect((await person.post(`${draft}/enfants`, { children: 'no' })).location).toBe(`${draft}/nom`);
    expect((await person.post(`${draft}/nom`, { name: 'Lina' })).location).toBe(`${draft}/verifier`);
    const check = await person.get(`${draft}/verifier`);
    expect(check.html).toContain('Lina');
    expect(check.html).not.toContain('Sièges enfant');
    expect(check.html).toContain(`href="${draft}/places?retour=verifier"`);
    expect(sent).toEqual([]);
    const both = await Promise.all([person.post(`${draft}/verifier`, {}), person.post(`${draft}/verifier`, {})]);
    expect(both.map(({ location }) => location)).toEqual(['/trajet/ride-1', '/trajet/ride-1']);
    expect((await person.post(`${draft}/verifier`, {})).location).toBe('/trajet/ride-1');
    expect((await person.post(`${draft}/places`, { seats: '9' })).location).toBe('/trajet/ride-1');
    expect(sent).toEqual([{ seats: 2, children: 'no', childSeats: null, name: 'Lina' }]);
  });

  test('a wrong answer is told beside its field, in the title, and kept as it was typed', async () => {
    const person = browser();
    const first = await person.post('/essai/nouveau/places', { seats: 'deux' });
    expect(first.status).toBe(422);
    expect(first.html).toContain('<title>Erreur : Combien de places ?</title>');
    expect(first.html).toContain('href="#seats"');
    expect(first.html).toContain('value="deux"');
    const draft = /action="(\/essai\/drf_[\w-]+)\/places"/.exec(first.html)?.[1] ?? '';
    // It is wrong still from wherever one comes: the check leads back to it.
    expect((await person.get(`${draft}/verifier`)).location).toBe(`${draft}/places?retour=verifier&erreur=1`);
    expect((await person.get(`${draft}/places?erreur=1`)).html).toContain('value="deux"');
  });

  test('back loses nothing, right or wrong', async () => {
    const person = browser();
    const draft = await begun(person);
    const back = await person.post(`${draft}/enfants`, { children: 'yes', action: 'back' });
    expect(back.location).toBe(`${draft}/places`);
    expect((await person.get(`${draft}/places`)).html).toContain('value="2"');
    expect((await person.get(`${draft}/enfants`)).html).toMatch(/value="yes"[^>]*checked/);
  });

  test('an answer that asks for another on its page is followed by it; one that skips it keeps what was typed', async () => {
    sent = [];
    const person = browser();
    const draft = await begun(person);
    const more = await person.post(`${draft}/enfants`, { children: 'yes' });
    expect(more.location).toBe(`${draft}/enfants?suite=1#childSeats`);
    expect((await person.get(`${draft}/enfants?suite=1`)).html).toContain('Une question de plus');
    expect((await person.post(`${draft}/enfants`, { children: 'yes', childSeats: '3' })).location).toBe(`${draft}/nom`);
    await person.post(`${draft}/nom`, { name: 'Lina' });
    await person.post(`${draft}/enfants`, { children: 'no', childSeats: '3', retour: 'verifier' });
    expect((await person.get(`${draft}/verifier`)).html).not.toContain('Sièges enfant');
    // Asked again, it is still there.
    await person.post(`${draft}/enfants`, { children: 'yes' });
    expect((await person.get(`${draft}/enfants`)).html).toMatch(/id="childSeats"[^>]*value="3"/);
    await person.post(`${draft}/enfants`, { children: 'no' });
    await person.post(`${draft}/verifier`, {});
    expect(sent).toEqual([{ seats: 2, children: 'no', childSeats: null, name: 'Lina' }]);
  });

  test('changed from the check, one comes back to the check', async () => {
    const person = browser();
    const draft = await begun(person);
    await person.post(`${draft}/enfants`, { children: 'no' });
    await person.post(`${draft}/nom`, { name: 'Lina' });
    expect((await person.get(`${draft}/places?retour=verifier`)).html).toContain('name="retour" value="verifier"');
    const { location } = await person.post(`${draft}/places`, { seats: '4', retour: 'verifier' });
    expect(location).toBe(`${draft}/verifier`);
    expect((await person.get(location)).html).toContain('<dd>4</dd>');
  });

  test('refused when sent, nothing is lost and the line leads to the answer', async () => {
    sent = [];
    const person = browser();
    const draft = await begun(person);
    await person.post(`${draft}/enfants`, { children: 'no' });
    await person.post(`${draft}/nom`, { name: 'Refus' });
    const refused = await person.post(`${draft}/verifier`, {});
    expect(refused.status).toBe(422);
    expect(refused.html).toContain(`href="${draft}/nom?retour=verifier#name"`);
    await person.post(`${draft}/nom`, { name: 'Lina', retour: 'verifier' });
    expect((await person.post(`${draft}/verifier`, {})).location).toBe('/trajet/ride-1');
  });

  test('nobody else finds it, nor does its holder in another form', async () => {
    const person = browser();
    const draft = await begun(person);
    const stranger = browser();
    await begun(stranger);
    for (const path of ['places', 'verifier']) expect((await stranger.get(`${draft}/${path}`)).status).toBe(404);
    expect((await stranger.post(`${draft}/places`, { seats: '9' })).status).toBe(404);
    expect((await browser().get(`${draft}/places`)).status).toBe(404);
    await stranger.post(`${draft}/effacer`, {});
    expect((await person.get(`${draft}/places`)).html).toContain('value="2"');
    const id = draft.split('/').at(-1) ?? '';
    const ctx = { actor: visitorOf('meuse'), deps: api.deps };
    await expect(getDraft({ ctx, input: { id, form: 'other' } })).rejects.toThrow('Ce formulaire n’existe pas');
  });

  test('discarded, it is gone', async () => {
    const person = browser();
    const draft = await begun(person);
    expect((await person.post(`${draft}/effacer`, {})).location).toBe('/essai');
    expect((await person.get(`${draft}/places`)).status).toBe(404);
  });

  test('a pasted text of 50,000 characters is kept whole; more than a form can hold is refused with a sentence', async () => {
    const person = browser();
    const draft = await begun(person);
    const long = 'é'.repeat(50_000);
    await person.post(`${draft}/nom`, { name: long });
    expect((await person.get(`${draft}/nom`)).html).toContain(long);
    expect((await person.post(`${draft}/nom`, { name: 'nul\0' })).status).toBe(422);
  });

  test('is forgotten when its day has come', async () => {
    const person = browser();
    const draft = await begun(person);
    api.moveClock({ hours: 25 });
    const actor = {
      kind: 'system',
      id: 'worker',
      territoryId: 'meuse',
      organisationId: null,
      scopes: new Set(),
    } as never;
    expect((await purgeExpired({ ctx: { actor, deps: api.deps } })).drafts).toBeGreaterThan(0);
    expect((await person.get(`${draft}/places`)).status).toBe(404);
  });
});
