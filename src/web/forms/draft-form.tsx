import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Context as ServiceContext } from '../../services/context.ts';
import { deleteDraft } from '../../services/drafts/delete-draft.ts';
import { findOpenDraft } from '../../services/drafts/find-open-draft.ts';
import { getDraft } from '../../services/drafts/get-draft.ts';
import { openDraft } from '../../services/drafts/open-draft.ts';
import { saveDraft } from '../../services/drafts/save-draft.ts';
import { ProblemError } from '../../services/errors.ts';
import type { Draft } from '../../services/ports/drafts.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { CheckAnswers, type FormWords, QuestionsPage } from './draft-pages.tsx';
import type { FieldMessage } from './fields.tsx';
import {
  actOnPage,
  controlsOf,
  type FormPage,
  type FormState,
  findPage,
  firstWrong,
  neighbours,
  readForm,
} from './question.ts';
import { readTyped, type TypedAnswers } from './typed.ts';

/** A form of several pages, for one request: what it asks, who fills it in, and what it is for. */
export type DraftForm<Answers extends object> = {
  /** Whose drafts: a member, or a visitor who holds a secret (`draft-holder.ts`). */
  ctx: ServiceContext;
  /** Under which its drafts are kept. Of a form about somebody it names them: `assessment ben_…`. */
  form: string;
  /** Its address, without a slash at the end. */
  path: string;
  pages: readonly FormPage<Answers>[];
  nothing: Answers;
  /** What it begins with, where it is not empty. */
  begin?(): Promise<TypedAnswers>;
  /** Does what it is for, once (`finishDraft`), and says what came of it. Throws `invalid`: `messages` tells where. */
  finish(draft: Draft, answers: Answers): Promise<Record<string, string>>;
  /** Where what came of it is shown. */
  resultPath(result: Record<string, string>): string;
  messages(problem: ProblemError): FieldMessage[];
  words: FormWords;
  /** Where what `finish` threw is put right, on a page of its own; null: here. */
  elsewhere?(error: unknown, draft: Draft): string | null;
  /** What is to be known before it is sent. */
  warnings?(answers: Answers): readonly string[];
  /** What stands above the answers where they are checked. */
  aside?(draft: Draft, answers: Answers): Promise<Child>;
  layout(page: { title: string; hasErrors: boolean; children: Child }): JSX.Element;
  /** Into each of its forms: the token of a session, a list of suggestions. */
  inForm: Child;
};

/** In place of a draft's id: nothing is kept before something is sent. */
const NEW = 'nouveau';
const CHECK = 'verifier';
const DISCARD = 'effacer';

/**
 * The pages of a form, complete without script: `path/:draft/:page`, then `path/:draft/verifier`. Whatever is typed is kept, right
 * or wrong, whichever button is pressed; going back loses nothing; what an answer makes pointless is skipped; sent twice it is
 * done once.
 */
export function draftFormRoutes<Answers extends object>(
  pattern: string,
  formFor: (c: Context<PagesEnv>) => Promise<DraftForm<Answers>>,
) {
  const routes = new Hono<PagesEnv>();

  routes.get(`${pattern}/:draft/${CHECK}`, async (c) => {
    const form = await formFor(c);
    const draft = await theDraft(c, form);
    if (draft.result !== null) return c.redirect(form.resultPath(draft.result), 303);
    const state = stateOf(form, draft);
    const wrong = firstWrong(state);
    if (wrong) return c.redirect(`${addressOf(form, draft.id, wrong.name)}?retour=${CHECK}&erreur=1`, 303);
    return showCheck(c, form, draft, state, []);
  });

  routes.post(`${pattern}/:draft/${CHECK}`, async (c) => {
    const form = await formFor(c);
    const draft = await theDraft(c, form);
    if (draft.result !== null) return c.redirect(form.resultPath(draft.result), 303);
    const state = stateOf(form, draft);
    const wrong = firstWrong(state);
    if (wrong) return c.redirect(`${addressOf(form, draft.id, wrong.name)}?retour=${CHECK}&erreur=1`, 303);
    try {
      return c.redirect(form.resultPath(await form.finish(draft, state.answers)), 303);
    } catch (error) {
      const elsewhere = form.elsewhere?.(error, draft) ?? null;
      if (elsewhere !== null) return c.redirect(elsewhere, 303);
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      return showCheck(c, form, draft, state, form.messages(error));
    }
  });

  routes.post(`${pattern}/:draft/${DISCARD}`, async (c) => {
    const form = await formFor(c);
    await deleteDraft({ ctx: form.ctx, input: { id: c.req.param('draft') ?? '', form: form.form } });
    return c.redirect(form.path, 303);
  });

  routes.get(`${pattern}/:draft/:page`, async (c) => {
    const form = await formFor(c);
    const draft = await theDraft(c, form);
    if (draft.result !== null) return c.redirect(form.resultPath(draft.result), 303);
    const state = stateOf(form, draft);
    const page = findPage(state, c.req.param('page') ?? '');
    // Another answer has made it pointless, or it never was.
    if (page === null) return c.redirect(addressOf(form, draft.id, state.pages[0]?.name ?? CHECK), 303);
    const errors = c.req.query('erreur') === undefined ? [] : page.errors;
    return showPage(c, form, draft, state, { page, errors });
  });

  routes.post(`${pattern}/:draft/:page`, async (c) => {
    const form = await formFor(c);
    const sent = new URLSearchParams(await c.req.text());
    const known = await theDraft(c, form);
    if (known.result !== null) return c.redirect(form.resultPath(known.result), 303);
    const name = c.req.param('page') ?? '';
    // A page that another answer has just made pointless is kept as well: it may be asked again.
    const shown = findPage(stateOf(form, known), name) ?? form.pages.find((one) => one.name === name);
    if (!shown) return c.redirect(form.path, 303);

    const typed = readTyped(sent);
    const controls = [...controlsOf(shown, known.typed), ...controlsOf(shown, typed)];
    const action = sent.get('action') ?? '';
    const changed = actOnPage(shown, action, typed);
    const draft = await keep(form, known, controls, changed ?? typed);
    const state = stateOf(form, draft);
    const page = findPage(state, shown.name);
    const address = (name: string) => addressOf(form, draft.id, name);
    const { previous, next } = neighbours(state, shown.name);

    if (changed !== undefined) return c.redirect(`${address(shown.name)}#${encodeURIComponent(anchorOf(action))}`, 303);
    if (action === 'back') return c.redirect(previous === null ? form.path : address(previous), 303);
    const before = new Set(shown.questions.map(({ name }) => name));
    const added = page?.questions.find(({ name }) => !before.has(name));
    // What an answer on this page asks for besides has not been seen yet: it is not wrong to have left it empty.
    const seen = page?.questions.filter(({ name }) => before.has(name)) ?? [];
    const errors = seen.flatMap(({ name }) => page?.errorsOf(name) ?? []);
    if (page !== null && errors.length > 0) return showPage(c, form, draft, state, { page, errors });
    if (added) return c.redirect(`${address(shown.name)}?suite=1#${added.name}`, 303);
    return c.redirect(address(sent.get('retour') === CHECK ? CHECK : (next ?? CHECK)), 303);
  });

  routes.get(pattern, async (c) => {
    const form = await formFor(c);
    const draft = await newDraft(form);
    const state = stateOf(form, draft);
    const [page] = state.pages;
    if (!page) return c.notFound();
    const open = await findOpenDraft({ ctx: form.ctx, input: { form: form.form } });
    const resume = open && addressOf(form, open.id, furthest(stateOf(form, open), open));
    return showPage(c, form, draft, state, { page, errors: [], resume });
  });

  return routes;
}

const newDraft = async <Answers extends object>({ form, begin }: DraftForm<Answers>): Promise<Draft> => ({
  id: NEW,
  form,
  typed: (await begin?.()) ?? {},
  updatedAt: '',
  doneAt: null,
  result: null,
});

async function theDraft<Answers extends object>(c: Context<PagesEnv>, form: DraftForm<Answers>): Promise<Draft> {
  const id = c.req.param('draft') ?? '';
  return id === NEW ? newDraft(form) : getDraft({ ctx: form.ctx, input: { id, form: form.form } });
}

async function keep<Answers extends object>(
  { ctx, form }: DraftForm<Answers>,
  draft: Draft,
  controls: readonly string[],
  typed: TypedAnswers,
): Promise<Draft> {
  if (draft.id !== NEW) return saveDraft({ ctx, input: { id: draft.id, form, controls, typed } });
  const ofThePage = new Set(controls);
  const others = Object.entries(draft.typed).filter(([name]) => !ofThePage.has(name));
  const these = Object.entries(typed).filter(([name]) => ofThePage.has(name));
  return openDraft({ ctx, input: { form, typed: Object.fromEntries([...others, ...these]) } });
}

/** The last page on which something was typed: where one goes on. */
const furthest = <Answers extends object>({ pages }: FormState<Answers>, { typed }: Draft): string =>
  (pages.findLast((page) => controlsOf(page, typed).some((name) => Object.hasOwn(typed, name))) ?? pages[0])?.name ??
  CHECK;

const addressOf = <Answers extends object>({ path }: DraftForm<Answers>, draftId: string, page: string) =>
  `${path}/${encodeURIComponent(draftId)}/${encodeURIComponent(page)}`;

/** `fillRota:rota` comes back to the grid. */
const anchorOf = (action: string) => `${action.split(':')[1] ?? ''}-grille`;

function stateOf<Answers extends object>(form: DraftForm<Answers>, draft: Draft): FormState<Answers> {
  return readForm(form.pages, draft.typed, form.nothing);
}

function showPage<Answers extends object>(
  c: Context<PagesEnv>,
  form: DraftForm<Answers>,
  draft: Draft,
  state: FormState<Answers>,
  { page, errors, resume = null }: { page: FormPage<Answers>; errors: readonly FieldMessage[]; resume?: string | null },
) {
  const { previous } = neighbours(state, page.name);
  const at = state.pages.findIndex(({ name }) => name === page.name);
  const body = (
    <QuestionsPage
      page={page}
      typed={draft.typed}
      errors={errors}
      action={addressOf(form, draft.id, page.name)}
      previous={previous}
      step={{ index: at + 1, total: state.pages.length }}
      returnTo={c.req.query('retour') === CHECK ? CHECK : null}
      hasMore={c.req.query('suite') !== undefined}
      resume={resume}
      words={form.words}
      inForm={form.inForm}
    />
  );
  const hasErrors = errors.length > 0;
  return render(c, form.layout({ title: page.title, hasErrors, children: body }), hasErrors ? 422 : 200);
}

async function showCheck<Answers extends object>(
  c: Context<PagesEnv>,
  form: DraftForm<Answers>,
  draft: Draft,
  state: FormState<Answers>,
  errors: readonly FieldMessage[],
) {
  const address = (name: string) => addressOf(form, draft.id, name);
  const body = (
    <CheckAnswers
      pages={state.pages}
      answers={state.answers}
      errors={errors}
      warnings={form.warnings?.(state.answers) ?? []}
      aside={await form.aside?.(draft, state.answers)}
      action={address(CHECK)}
      discard={address(DISCARD)}
      back={address(state.pages.at(-1)?.name ?? '')}
      changePath={(page) => `${address(page)}?retour=${CHECK}`}
      words={form.words}
      inForm={form.inForm}
    />
  );
  const hasErrors = errors.length > 0;
  return render(c, form.layout({ title: form.words.check.title, hasErrors, children: body }), hasErrors ? 422 : 200);
}
