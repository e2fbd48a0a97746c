import { Hono } from 'hono';
import { getAssessment } from '../../services/assessment/get-assessment.ts';
import { render } from '../layout/render.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { OutcomePage } from './outcome-page.tsx';

export function outcomeRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/personnes/:id/bilan/:assessmentId', async (c) => {
    const { ctx } = await signedIn(c);
    const { id: beneficiaryId, assessmentId } = c.req.param();
    const assessment = await getAssessment({ ctx, input: { beneficiaryId, id: assessmentId } });
    const file = `/pro/personnes/${encodeURIComponent(beneficiaryId)}`;
    return render(c, <OutcomePage site={c.var.visit.site} assessment={assessment} file={file} />);
  });

  return routes;
}
