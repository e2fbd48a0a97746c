import { type Context, Hono } from 'hono';
import { dateAt } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { requireScope } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { exportPeople, importTemplate } from '../../services/people/export-people.ts';
import { checkImport, confirmImport, findImport } from '../../services/people/import-people.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { IMPORT_PATH, ImportedPage, ImportPage, ImportReportPage } from './import-page.tsx';

const { t } = FRENCH;

/** `/pro/personnes/importer` and `/pro/personnes/export.csv` */
export function importRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(IMPORT_PATH, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'people:write');
    return show(c, me, []);
  });

  routes.get(`${IMPORT_PATH}/modele.csv`, async (c) => {
    const { ctx } = await signedIn(c);
    return sendCsv(c, 'modele-personnes.csv', importTemplate({ ctx }));
  });

  routes.post(IMPORT_PATH, async (c) => {
    const me = await signedIn(c);
    const { file } = await c.req.parseBody();
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    try {
      const report = await checkImport({ ctx: me.ctx, input: { bytes } });
      const status = report.errors.length > 0 ? 422 : 200;
      return render(c, <ImportReportPage site={c.var.visit.site} formToken={me.formToken} report={report} />, status);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      return show(
        c,
        me,
        error.errors.map(({ message }) => ({
          field: 'file',
          message: bytes.length === 0 ? t.people.import.errors.noFile : message,
        })),
      );
    }
  });

  routes.post(`${IMPORT_PATH}/:draft`, async (c) => {
    const { ctx } = await signedIn(c);
    const draftId = c.req.param('draft');
    await confirmImport({ ctx, input: { draftId } });
    return c.redirect(`${IMPORT_PATH}/${encodeURIComponent(draftId)}`, 303);
  });

  routes.get(`${IMPORT_PATH}/:draft`, async (c) => {
    const { ctx } = await signedIn(c);
    const { done } = await findImport({ ctx, input: { draftId: c.req.param('draft') } });
    if (done === null) return c.redirect(IMPORT_PATH, 303);
    return render(c, <ImportedPage site={c.var.visit.site} count={done} />);
  });

  routes.get('/pro/personnes/export.csv', async (c) => {
    const { ctx, handle } = await signedIn(c);
    const csv = await exportPeople({ ctx, input: { statusNames: t.people.statuses } });
    const today = dateAt(ctx.deps.clock.now(), handle.territory.timeZone);
    return sendCsv(c, `mes-personnes-${today}.csv`, csv);
  });

  return routes;
}

function sendCsv(c: Context<PagesEnv>, name: string, text: string) {
  c.header('content-type', 'text/csv; charset=utf-8');
  c.header('content-disposition', `attachment; filename="${name}"`);
  return c.body(text);
}

function show(c: Context<PagesEnv>, { formToken }: SignedIn, errors: readonly FieldMessage[]) {
  return render(
    c,
    <ImportPage site={c.var.visit.site} formToken={formToken} errors={errors} />,
    errors.length > 0 ? 422 : 200,
  );
}
