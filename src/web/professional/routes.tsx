import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { addDays, weekdayOf } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ProblemError } from '../../services/errors.ts';
import { getDiagnostic } from '../../services/get-diagnostic.ts';
import { groundOf } from '../../services/ground.ts';
import { startTrial } from '../../services/start-trial.ts';
import { ErrorPage } from '../components/error-page.tsx';
import { sentOnce } from '../forms/sent-once.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { mountResult } from '../result/mount-result.tsx';
import { ROTA_PRESETS } from './rota-presets.ts';
import {
  actOn,
  answersOf,
  emptyAnswers,
  exampleAnswers,
  readTrialAnswers,
  type TrialAnswers,
} from './trial-answers.ts';
import { TrialFormPage } from './trial-form-page.tsx';
import { fieldMessages, readTrial, type TrialReading } from './trial-input.ts';

const { t } = FRENCH;
const NOTHING_READ: Pick<TrialReading, 'errors' | 'candidates'> = { errors: [], candidates: { home: [], job: [] } };

/** `/pro/essai`: the form, and what came of it for whoever holds the address. */
export function trialRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.use('/pro/essai/*', async (c, next) => {
    await next();
    // The address of a trial is the only key to it: it stays out of caches, of search engines and of other sites' logs.
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex');
  });

  routes.get('/pro/essai', async (c) => showForm(c, await firstAnswers(c), NOTHING_READ));

  routes.post('/pro/essai', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const answers = readTrialAnswers(form);
    const changed = actOn(form.get('action') ?? '', answers, (name) => ROTA_PRESETS[name]);
    if (changed) return showForm(c, changed, NOTHING_READ);

    const { ctx, gazetteer, countTrial } = c.var.visit;
    const { today } = await groundOf(ctx);
    const reading = readTrial(answers, { gazetteer, t, today });
    if (reading.input === null) return showForm(c, withRows(answers), reading);
    countTrial();
    try {
      const trial = await startTrial({ ctx: { ...ctx, idempotency: onceFor(answers) }, input: reading.input });
      return c.redirect(trialPath(trial.id), 303);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      const errors = fieldMessages(error.errors, { answers, rows: reading.rows, t });
      return showForm(c, answers, { errors, candidates: reading.candidates });
    }
  });

  mountResult(routes, '/pro/essai/:id', {
    async open(c) {
      const { ctx, territory, gazetteer } = c.var.visit;
      const id = c.req.param('id') ?? '';
      // A trial always has a job: what has none is not one, or not one any more.
      const trial = await orGone(getDiagnostic({ ctx, input: { id } }));
      if (!trial?.job) throw new GoneTrialError();
      return {
        ctx,
        handle: { territory, gazetteer },
        diagnosticId: id,
        place: {
          path: trialPath(id),
          section: 'trial',
          title: t.result.title,
          back: null,
          change: { href: `/pro/essai?depuis=${encodeURIComponent(id)}`, label: t.result.change },
          formToken: null,
          forPerson: null,
        },
        holder: `trial ${id}`,
      };
    },
    countSearch: (c) => c.var.visit.countTrial(),
    pathOf: (_opened, trial) => trialPath(trial.id),
  });
  routes.onError((error, c) => {
    if (error instanceof GoneTrialError) return gone(c);
    throw error;
  });

  return routes;
}

type PageContext = Context<PagesEnv>;

const trialPath = (id: string) => `/pro/essai/${encodeURIComponent(id)}`;

class GoneTrialError extends ProblemError {
  constructor() {
    super('notFound', 'Cet essai n’existe pas, ou plus.');
  }
}

/** An empty form, the example, or the answers of a trial to be changed. */
async function firstAnswers(c: PageContext): Promise<TrialAnswers> {
  const { ctx, gazetteer } = c.var.visit;
  const token = randomUUID();
  const from = c.req.query('depuis');
  if (from) {
    const trial = await orGone(getDiagnostic({ ctx, input: { id: from } }));
    if (trial) return answersOf(trial, token, gazetteer);
  }
  if (c.req.query('exemple') === undefined) return emptyAnswers(token);
  const { today } = await groundOf(ctx);
  return exampleAnswers(token, gazetteer, addDays(today, 8 - weekdayOf(today)));
}

function showForm(
  c: PageContext,
  answers: TrialAnswers,
  { errors, candidates }: Pick<TrialReading, 'errors' | 'candidates'>,
) {
  const { site, gazetteer, territory } = c.var.visit;
  c.header('cache-control', 'no-store');
  return render(
    c,
    <TrialFormPage
      site={site}
      answers={answers}
      errors={errors}
      candidates={candidates}
      communes={gazetteer.communes()}
      defaultMarginMinutes={territory.rules.defaults.arrivalMarginMinutes}
    />,
    errors.length > 0 ? 422 : 200,
  );
}

/** Hours of one's own were asked for and none given: the rows to give them in are shown with the error. */
function withRows(answers: TrialAnswers): TrialAnswers {
  if (answers.rota !== null || answers.preset !== 'custom') return answers;
  return actOn('editRota', answers, (name) => ROTA_PRESETS[name]) ?? answers;
}

/** A form that was not made here has no token: each time it comes it is another trial. */
const onceFor = ({ token, ...answers }: TrialAnswers) => (token === '' ? undefined : sentOnce('trial', token, answers));

async function orGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return null;
    throw error;
  }
}

function gone(c: PageContext) {
  const { title, text, action } = t.errors.expiredTrial;
  const ways = [
    { href: '/pro/essai', label: action },
    { href: '/', label: t.errors.backHome },
  ];
  return render(c, <ErrorPage site={c.var.visit.site} title={title} text={text} ways={ways} />, 404);
}
