import { type Context, Hono } from 'hono';
import { findPersonSpeech, type PersonSpeech } from '../../i18n/person/index.ts';
import { ProblemError } from '../../services/errors.ts';
import { type PersonPlanView, readSharedPlan } from '../../services/plans/read-shared-plan.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { PersonFrame } from './person-frame.tsx';
import { PersonSteps } from './person-steps.tsx';

/** `/{lang}/plan/{token}`: a plan for whoever holds its link. Reading changes and consumes nothing. */
export function personPlanRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/:lang/plan/:token', async (c, next) => {
    const speech = findPersonSpeech(c.req.param('lang'));
    if (speech === null) return next();
    // The address is the only key: it stays out of caches, of search engines and of other sites' logs.
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex, nofollow');
    c.header('referrer-policy', 'no-referrer');
    const token = c.req.param('token');
    const found = await findShared(c, token);
    if (found === null) return answerGone(c, speech);
    const { t, format } = speech;
    return render(
      c,
      <PersonFrame
        site={c.var.visit.site}
        speech={speech}
        title={t.plan.title}
        inLanguage={(code) => `/${code}/plan/${encodeURIComponent(token)}`}
      >
        <h1>{t.plan.title}</h1>
        <p class="lead">{t.plan.lead}</p>
        <PersonSteps plan={found.plan} speech={speech} communeName={found.communeName} />
        <p>{t.plan.help}</p>
        <p class="soft">{t.plan.private}</p>
        <p class="soft">{t.plan.updated(format.dayOf(found.plan.updatedAt, found.timeZone))}</p>
      </PersonFrame>,
    );
  });

  return routes;
}

type Found = { plan: PersonPlanView; timeZone: string; communeName(code: string): string | null };

/** `meuse-` and the secret: a link may be of another territory than the one whose pages the public sees. */
async function findShared(c: Context<PagesEnv>, token: string): Promise<Found | null> {
  const { deps } = c.var.visit.ctx;
  const [, territoryId, secret] = /^([a-z0-9-]{1,60})-([^-]{1,80})$/i.exec(token.trim()) ?? [];
  if (territoryId === undefined || secret === undefined) return null;
  try {
    const input = { territoryId: territoryId.toLowerCase(), secret };
    const plan = await readSharedPlan({ deps, input });
    const { territory, gazetteer } = await deps.territory(input.territoryId);
    return { plan, timeZone: territory.timeZone, communeName: (code) => gazetteer.findByCode(code)?.name ?? null };
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return null;
    throw error;
  }
}

/** Unknown, closed or too old: the same page, so that it tells nobody whether there ever was a plan. */
function answerGone(c: Context<PagesEnv>, speech: PersonSpeech): Promise<Response> {
  const { title, text } = speech.t.gone;
  return render(
    c,
    <PersonFrame site={c.var.visit.site} speech={speech} title={title} inLanguage={null}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
    </PersonFrame>,
    404,
  );
}
