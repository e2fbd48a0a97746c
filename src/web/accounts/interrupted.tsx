import type { Context } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { keepInterruptedForm } from '../../services/accounts/interrupted-form.ts';
import type { TypedAnswers } from '../../services/ports/drafts.ts';
import { ErrorPage } from '../components/error-page.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { markOf, sentFormToken } from '../layout/form-token.ts';
import { Page } from '../layout/page.tsx';
import { render } from '../layout/render.ts';
import { isOwnForm } from '../layout/same-origin.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { rememberAnswers } from './cookies.ts';
import { ownPath, towards } from './own-path.ts';

type PageContext = Context<PagesEnv>;

const { formRefused, back } = FRENCH.t.accounts;
/** Of answers, kept or shown again. */
const MOST_BYTES = 200_000;

/**
 * Nobody is signed in, any more: to the sign-in page, and back. What was being sent is kept for whoever was filling it in,
 * where the form itself tells who that was; a form that somebody else put together carries no such word.
 */
export async function sendToSignIn(c: PageContext): Promise<Response> {
  c.header('cache-control', 'no-store');
  const isReading = c.req.method === 'GET' || c.req.method === 'HEAD';
  const path = ownPath(c.req.path + (isReading ? new URL(c.req.url).search : ''));
  if (isReading || path === null) return c.redirect(`/connexion${towards(path)}`, 303);

  const mark = markOf(c.var.visit.ctx.deps, await sentFormToken(c));
  const typed = await readAnswers(c);
  if (!isOwnForm(c) || mark === null || typed === null) return c.redirect('/connexion', 303);
  rememberAnswers(c, await keepInterruptedForm({ ctx: c.var.visit.ctx, input: { path, mark, typed } }));
  return c.redirect('/connexion?gardees', 303);
}

/**
 * A form of another session. From this site, it is one that was open while its owner signed in again: the answers are shown
 * back, to be sent by a person's hand. From elsewhere it is refused.
 */
export async function answerRefusedForm(c: PageContext): Promise<Response> {
  c.header('cache-control', 'no-store');
  const { site } = c.var.visit;
  const typed = await readAnswers(c);
  const formToken = site.member?.formToken;
  if (!isOwnForm(c) || typed === null || formToken === undefined) {
    const text = isOwnForm(c) ? formRefused.unreadable : formRefused.foreign;
    const ways = [{ href: '/', label: FRENCH.t.errors.backHome }];
    return render(c, <ErrorPage site={site} title={formRefused.foreignTitle} text={text} ways={ways} />, 403);
  }
  return render(
    c,
    <Page site={site} title={formRefused.title} noIndex>
      <h1>{formRefused.title}</h1>
      <p class="lead">{formRefused.text}</p>
      <form action={c.req.path} method="post">
        <FormToken value={formToken} />
        <KeptAnswers typed={typed} />
        <p class="actions">
          <button type="submit" class="button">
            {formRefused.submit}
          </button>
          <a class="quiet-link" href="/compte">
            {back}
          </a>
        </p>
      </form>
    </Page>,
    403,
  );
}

export const KeptAnswers = ({ typed }: { typed: TypedAnswers }) => (
  <>
    {Object.entries(typed).flatMap(([name, values]) =>
      values.map((value) => <input type="hidden" name={name} value={value} />),
    )}
  </>
);

/** Without its token; null where there is too much, or it is no form of text. */
async function readAnswers(c: PageContext): Promise<TypedAnswers | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '')) return null;
  const text = await c.req.raw
    .clone()
    .text()
    .catch(() => null);
  if (text === null || text.length > MOST_BYTES) return null;
  const typed: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === 'formToken' || value.includes('\0') || !value.isWellFormed()) continue;
    typed[name] = [...(typed[name] ?? []), value];
  }
  return typed;
}
