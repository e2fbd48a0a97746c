import { Hono } from 'hono';
import { handleLineAnswer, listLineAnswers } from '../../services/employers/line-answers.ts';
import { render } from '../layout/render.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { AnswersPage } from './answers-page.tsx';

/** `/pro/lignes`: for the team that calls back whoever answered a poster. */
export function answersRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/lignes', async (c) => {
    const { ctx, formToken, handle } = await signedIn(c);
    const answers = await listLineAnswers({ ctx });
    return render(
      c,
      <AnswersPage
        site={c.var.visit.site}
        scopes={ctx.actor.scopes}
        formToken={formToken}
        timeZone={handle.territory.timeZone}
        answers={answers}
        isDone={c.req.query('fait') !== undefined}
      />,
    );
  });

  routes.post('/pro/lignes/:id/rappelee', async (c) => {
    const { ctx } = await signedIn(c);
    await handleLineAnswer({ ctx, input: { id: c.req.param('id') } });
    return c.redirect('/pro/lignes?fait', 303);
  });

  return routes;
}
