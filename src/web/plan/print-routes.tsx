import { Hono } from 'hono';
import { dateAt } from '../../domain/schedule/dates.ts';
import { personSpeech } from '../../i18n/person/index.ts';
import { printPlan } from '../../services/plans/print-plan.ts';
import { render } from '../layout/render.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { PrintPage } from './print-page.tsx';

/** `/pro/personnes/:id/plan/imprimer?langue=ar`: the plan as a sheet of paper, in the person's language. */
export function printRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/personnes/:id/plan/imprimer', async (c) => {
    const { ctx, member, handle } = await signedIn(c);
    const printed = await printPlan({ ctx, input: { personId: c.req.param('id') } });
    const { gazetteer, territory } = handle;
    return render(
      c,
      <PrintPage
        site={c.var.visit.site}
        speech={personSpeech(c.req.query('langue') ?? printed.person.language)}
        printed={printed}
        professional={`${member.displayName}, ${member.organisationName}`}
        today={dateAt(ctx.deps.clock.now(), territory.timeZone)}
        planPath={`/pro/personnes/${encodeURIComponent(c.req.param('id'))}/plan`}
        communeName={(code) => gazetteer.findByCode(code)?.name ?? null}
      />,
    );
  });

  return routes;
}
