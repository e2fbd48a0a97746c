import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { FRENCH } from '../../i18n/languages.ts';
import { ERROR_STATUS, ProblemError } from '../../services/errors.ts';
import { answerRefusedForm, sendToSignIn } from '../accounts/interrupted.tsx';
import { problemOf } from '../api/problem.ts';
import { ErrorPage } from '../components/error-page.tsx';
import { render } from './render.ts';
import { FormRefusedError } from './signed-in.ts';
import type { PagesEnv } from './visit.ts';

const { errors } = FRENCH.t;
const HOME = { href: '/', label: errors.backHome };
const CATALOGUE = { href: '/fr/catalogue', label: errors.toCatalogue };

/** Nothing is known yet of the territory when the database is what failed. */
const siteOf = (c: Context<PagesEnv>) => c.get('visit')?.site ?? { territory: null };

export function answerNotFound(c: Context<PagesEnv>): Promise<Response> {
  const { title, text } = errors.notFound;
  return render(c, <ErrorPage site={siteOf(c)} title={title} text={text} ways={[HOME, CATALOGUE]} />, 404);
}

/** What went wrong, calmly, and where to go from there; nobody sees a stack. */
export function answerError(c: Context<PagesEnv>, error: Error, log: (line: string) => void): Promise<Response> {
  const problem = problemOf(error, log);
  if (!(problem instanceof ProblemError)) {
    const { title, text, reference } = errors.internal;
    return render(
      c,
      <ErrorPage site={siteOf(c)} title={title} text={`${text} ${reference(problem.internal)}`} ways={[HOME]} />,
      500,
    );
  }
  if (problem.code === 'notFound') return answerNotFound(c);
  if (problem.code === 'unauthenticated') return sendToSignIn(c);
  if (error instanceof FormRefusedError) return answerRefusedForm(c);
  if (problem.retryAfterSeconds !== undefined) c.header('retry-after', String(Math.ceil(problem.retryAfterSeconds)));
  c.header('cache-control', 'no-store');
  const { title, text } = wordsFor(problem);
  const again = { href: c.req.path, label: errors.tryAgain };
  return render(
    c,
    <ErrorPage site={siteOf(c)} title={title} text={text} ways={[again, HOME]} />,
    ERROR_STATUS[problem.code] as ContentfulStatusCode,
  );
}

function wordsFor(problem: ProblemError): { title: string; text: string } {
  if (problem.code === 'unavailable') return errors.unavailable;
  if (problem.code === 'tooManyRequests') return errors.tooManyRequests;
  return { title: errors.refused.title, text: problem.message };
}
