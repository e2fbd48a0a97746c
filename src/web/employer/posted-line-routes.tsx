import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { readPosterCode, spelledCode } from '../../domain/employer/poster-code.ts';
import { findSpeech, type Speech } from '../../i18n/languages.ts';
import { answerLine, findPostedLine, type PostedLine } from '../../services/employers/answer-line.ts';
import { ProblemError } from '../../services/errors.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import { chooseCommune } from '../forms/commune-choice.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { sentOnce } from '../forms/sent-once.ts';
import { readTyped, type TypedAnswers, textOf } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { isOwnForm } from '../layout/same-origin.ts';
import { FormRefusedError } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { AnswerSentPage, PostedLinePage, PosterCodePage } from './posted-line-page.tsx';

type PageContext = Context<PagesEnv>;

/** Beside 2⁴⁰ codes nobody comes upon one; this keeps them from keeping us busy. */
const WRONG_CODES_PER_MINUTE = 20;

/** `/{lang}/ligne`: for whoever stands before a poster, without an account. */
export function postedLineRoutes() {
  const routes = new Hono<PagesEnv>();
  const count = createRateLimit();

  for (const path of ['/:lang/ligne', '/:lang/ligne/*']) {
    routes.use(path, async (c, next) => {
      if (c.req.method === 'POST' && !isOwnForm(c)) throw new FormRefusedError();
      await next();
      c.header('cache-control', 'no-store');
      c.header('x-robots-tag', 'noindex');
    });
  }

  routes.get('/:lang/ligne', (c, next) => {
    const speech = findSpeech(c.req.param('lang'));
    return speech ? showCode(c, speech, '', null) : next();
  });

  routes.post('/:lang/ligne', async (c, next) => {
    const speech = findSpeech(c.req.param('lang'));
    if (!speech) return next();
    const typed = (new URLSearchParams(await c.req.text()).get('code') ?? '').trim().slice(0, 40);
    if (typed === '') return showCode(c, speech, '', speech.t.employer.posted.missing);
    const posted = await find(c, typed);
    return posted ? c.redirect(pathOf(speech, posted), 303) : unknownCode(c, speech, typed);
  });

  routes.get('/:lang/ligne/:code', async (c, next) => {
    const speech = findSpeech(c.req.param('lang'));
    if (!speech) return next();
    const posted = await find(c, c.req.param('code'));
    if (!posted) return unknownCode(c, speech, c.req.param('code'));
    if (c.req.query('envoyee') !== undefined) {
      return render(c, <AnswerSentPage site={c.var.visit.site} speech={speech} path={pathOf(speech, posted)} />);
    }
    return showLine(c, speech, posted, { typed: {}, errors: [], token: randomUUID() });
  });

  routes.post('/:lang/ligne/:code', async (c, next) => {
    const speech = findSpeech(c.req.param('lang'));
    if (!speech) return next();
    const posted = await find(c, c.req.param('code'));
    if (!posted) return unknownCode(c, speech, c.req.param('code'));
    const form = new URLSearchParams(await c.req.text());
    const typed = readTyped(form);
    const token = form.get('token') || randomUUID();
    const commune = readCommune(c, typed, speech);
    const { consent: hasAgreed, ...answers } = {
      role: textOf(typed, 'role'),
      firstName: textOf(typed, 'firstName'),
      phone: textOf(typed, 'phone'),
      consent: textOf(typed, 'consent') === 'oui',
    };
    const { ctx, address } = c.var.visit;
    const consent = hasAgreed ? speech.t.employer.posted.consent(posted.teamName) : undefined;
    try {
      await answerLine({
        ctx: { ...ctx, idempotency: sentOnce('answer', token, Object.entries(typed).toSorted()) },
        // A commune that is not understood is told with all the rest that is wrong, before anything is written.
        input: { code: posted.line.code, address, ...answers, commune: commune.code, consent },
      });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      const told = error.errors
        .filter(({ path }) => path !== 'commune' || commune.error === null)
        .map(({ path, message }) => ({ field: path, message }));
      const errors = commune.error === null ? told : [...told, commune.error];
      return showLine(c, speech, posted, { typed, errors, token });
    }
    return c.redirect(`${pathOf(speech, posted)}?envoyee`, 303);
  });

  async function find(c: PageContext, code: string): Promise<PostedLine | null> {
    const { ctx, address } = c.var.visit;
    try {
      return await findPostedLine({ ctx, input: { code } });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'notFound') throw error;
      count(`poster ${address}`, WRONG_CODES_PER_MINUTE, ctx.deps.clock.now().epochMilliseconds);
      return null;
    }
  }

  return routes;
}

const pathOf = ({ language }: Speech, { line }: PostedLine) => `/${language.code}/ligne/${spelledCode(line.code)}`;

function showCode(c: PageContext, speech: Speech, typed: string, error: string | null) {
  return render(
    c,
    <PosterCodePage site={c.var.visit.site} speech={speech} typed={typed} error={error} />,
    error === null ? 200 : 422,
  );
}

/** A code that never was, one mistyped and one whose line is closed look alike. */
function unknownCode(c: PageContext, speech: Speech, typed: string) {
  const code = readPosterCode(typed);
  return render(
    c,
    <PosterCodePage
      site={c.var.visit.site}
      speech={speech}
      typed={code === null ? typed.slice(0, 40) : spelledCode(code)}
      error={speech.t.employer.posted.unknown}
    />,
    404,
  );
}

/** Empty where it is not understood: no commune has that code. */
function readCommune(
  c: PageContext,
  typed: TypedAnswers,
  speech: Speech,
): { code: string; error: FieldMessage | null } {
  const { posted: say } = speech.t.employer;
  const text = textOf(typed, 'commune');
  const wrong = (field: string, message: string) => ({ code: '', error: { field, message } });
  if (text === '') return wrong('commune', say.communeMissing);
  const { gazetteer } = c.var.visit;
  const choice = chooseCommune({ text, chosenCode: textOf(typed, 'communeCode'), gazetteer, inside: true });
  if (choice.kind === 'none') return wrong('commune', say.communeUnknown(text));
  if (choice.kind === 'ambiguous') return wrong('communeCode', say.communeAmbiguous(text));
  return { code: choice.commune.code, error: null };
}

function showLine(
  c: PageContext,
  speech: Speech,
  posted: PostedLine,
  form: { typed: TypedAnswers; errors: readonly FieldMessage[]; token: string },
) {
  const { site, gazetteer } = c.var.visit;
  const text = textOf(form.typed, 'commune');
  const choice = text === '' ? null : chooseCommune({ text, gazetteer, inside: true });
  return render(
    c,
    <PostedLinePage
      site={site}
      speech={speech}
      posted={posted}
      path={pathOf(speech, posted)}
      gazetteer={gazetteer}
      teamName={posted.teamName}
      candidates={choice?.kind === 'ambiguous' ? choice.candidates : []}
      {...form}
    />,
    form.errors.length > 0 ? 422 : 200,
  );
}
