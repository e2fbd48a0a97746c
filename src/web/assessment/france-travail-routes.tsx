import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { importFranceTravail, previewFranceTravail } from '../../services/assessment/import-france-travail.ts';
import { prepareAssessment } from '../../services/assessment/prepare-assessment.ts';
import { requireScope } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { render } from '../layout/render.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { FranceTravailPage, FranceTravailReportPage } from './france-travail-page.tsx';

const PATTERN = '/pro/personnes/:id/import-france-travail';

/** A mobility constraint of France Travail's, read, shown, and taken in when the professional says so. */
export function franceTravailRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(PATTERN, async (c) => {
    const { ctx, formToken } = await signedIn(c);
    requireScope(ctx, 'people:write');
    const beneficiaryId = c.req.param('id');
    await prepareAssessment({ ctx, input: { beneficiaryId } });
    const place = placeOf(beneficiaryId);
    return render(
      c,
      <FranceTravailPage site={c.var.visit.site} formToken={formToken} {...place} text="" errors={[]} />,
    );
  });

  routes.post(PATTERN, async (c) => {
    const { ctx, formToken } = await signedIn(c);
    const beneficiaryId = c.req.param('id');
    const { site } = c.var.visit;
    const place = placeOf(beneficiaryId);
    const form = await c.req.parseBody();
    const pasted = typeof form.text === 'string' ? form.text : '';
    const text = form.file instanceof File && form.file.size > 0 ? await form.file.text() : pasted;
    try {
      if (form.action === 'save') {
        const token = typeof form.token === 'string' ? form.token : '';
        const idempotency = sentOnce('franceTravail', beneficiaryId, token, text);
        const recorded = await importFranceTravail({ ctx: { ...ctx, idempotency }, input: { beneficiaryId, text } });
        if (recorded) return c.redirect(`${place.file}/bilan/${encodeURIComponent(recorded.assessmentId)}`, 303);
      }
      const report = await previewFranceTravail({ ctx, input: { beneficiaryId, text } });
      const token = randomUUID();
      return render(
        c,
        <FranceTravailReportPage site={site} formToken={formToken} {...place} report={report} token={token} />,
      );
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      const errors = error.errors.map(({ message }) => ({ field: 'text', message }));
      return render(
        c,
        <FranceTravailPage site={site} formToken={formToken} {...place} text={pasted} errors={errors} />,
        422,
      );
    }
  });

  return routes;
}

function placeOf(beneficiaryId: string) {
  const file = `/pro/personnes/${encodeURIComponent(beneficiaryId)}`;
  return { file, path: `${file}/import-france-travail` };
}
