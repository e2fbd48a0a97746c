import { type Context, Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { OFFER_KINDS, type OfferKind } from '../../domain/catalogue/offer.ts';
import { isImportFormat } from '../../domain/imports/formats.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { requireScope, type Context as ServiceContext } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { decideImport } from '../../services/imports/decide-import.ts';
import { listDirectory } from '../../services/imports/exports/data-inclusion.ts';
import { exportOffers, offerTemplate } from '../../services/imports/exports/export-offers.ts';
import {
  exportCarpoolPlaces,
  exportStops,
  LICENCE,
  listGbfs,
  openData,
  openDataTable,
} from '../../services/imports/exports/feeds.ts';
import { exportImportErrors, getImport, listImports, watchImport } from '../../services/imports/read-import.ts';
import { uploadImport } from '../../services/imports/upload-import.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { allowScripts } from '../layout/content-security.ts';
import { createStreamCount, liveEvents } from '../layout/live-events.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { ExportsPage } from './exports-page.tsx';
import { ImportPage } from './import-page.tsx';
import { EXPORTS_PATH, IMPORTS_PATH, importPath } from './import-paths.ts';
import { ImportsPage } from './imports-page.tsx';

const { t } = FRENCH;
const { sheets, one: words, errors: wrong, exports: exported } = t.imports;

type C = Context<PagesEnv>;
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  txt: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** `/ressources/imports` and `/ressources/exports` */
export function catalogueFileRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(IMPORTS_PATH, async (c) => showImports(c, await allowed(c), { errors: [], format: '' }));

  routes.post(IMPORTS_PATH, async (c) => {
    const me = await allowed(c);
    const { file, format: sent } = await c.req.parseBody();
    const format = typeof sent === 'string' ? sent : '';
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    const errors: FieldMessage[] = [
      ...(isImportFormat(format) ? [] : [{ field: 'format', message: wrong.noFormat }]),
      ...(file instanceof File && file.name !== '' ? [] : [{ field: 'file', message: wrong.noFile }]),
    ];
    if (errors.length > 0) return showImports(c, me, { errors, format });
    try {
      const fileName = file instanceof File ? file.name : '';
      const { id } = await uploadImport({ ctx: me.ctx, input: { format, fileName, bytes, dryRun: true } });
      return c.redirect(importPath(id), 303);
    } catch (error) {
      if (!(error instanceof ProblemError) || (error.code !== 'invalid' && error.code !== 'tooLarge')) throw error;
      const message = error.errors[0]?.message ?? error.message;
      return showImports(c, me, { errors: [{ field: 'file', message }], format });
    }
  });

  routes.get(`${IMPORTS_PATH}/modeles/:file`, async (c) => {
    const { ctx } = await allowed(c);
    const { kind, as } = tableFile(c.req.param('file'));
    return send(c, `modele-${kind}.${as}`, await offerTemplate({ ctx, input: { kind, as, words: sheets } }));
  });

  routes.get(`${IMPORTS_PATH}/:id`, async (c) => {
    const { ctx, formToken } = await allowed(c);
    allowScripts(c);
    const one = await getImport({ ctx, input: { id: c.req.param('id') } });
    return render(c, <ImportPage site={c.var.visit.site} formToken={formToken} one={one} />);
  });

  const streams = createStreamCount();
  routes.get(`${IMPORTS_PATH}/:id/evenements`, async (c) => {
    const { ctx, member } = await allowed(c);
    const input = { id: c.req.param('id'), status: c.req.query('etat') ?? '', done: Number(c.req.query('fait')) };
    const watch = (timeoutMs: number) => watchImport({ ctx, input: { ...input, timeoutMs } });
    return liveEvents(c, { watch, streams, holder: member.id });
  });

  routes.get(`${IMPORTS_PATH}/:id/erreurs.csv`, async (c) => {
    const { ctx } = await allowed(c);
    const csv = await exportImportErrors({ ctx, input: { id: c.req.param('id'), headings: words.errorsHeadings } });
    return send(c, 'erreurs.csv', csv);
  });

  for (const [action, decision] of [
    ['confirmer', 'confirm'],
    ['abandonner', 'discard'],
    ['annuler', 'undo'],
  ] as const) {
    routes.post(`${IMPORTS_PATH}/:id/${action}`, async (c) => {
      const { ctx } = await allowed(c);
      const { id } = await decideImport({ ctx, input: { id: c.req.param('id'), decision } });
      return c.redirect(importPath(id), 303);
    });
  }

  routes.get(EXPORTS_PATH, async (c) => {
    await allowed(c);
    return render(c, <ExportsPage site={c.var.visit.site} licence={LICENCE.name} />);
  });

  routes.get(`${EXPORTS_PATH}/:file`, async (c) => {
    const { ctx, handle } = await allowed(c);
    const file = c.req.param('file');
    const today = dateAt(ctx.deps.clock.now(), handle.territory.timeZone);
    return send(c, file.replace(/(\.\w+)$/, `-${today}$1`), await contentOf(ctx, file));
  });

  return routes;
}

async function allowed(c: C): Promise<SignedIn> {
  const me = await signedIn(c);
  requireScope(me.ctx, 'imports:write');
  return me;
}

/** `offres-<kind>.csv`, `<kind>.xlsx`. Throws `notFound`. */
function tableFile(file: string): { kind: OfferKind; as: 'csv' | 'xlsx' } {
  const [, name, as] = /^(?:offres-)?(\w+)\.(csv|xlsx)$/.exec(file) ?? [];
  const kind = OFFER_KINDS.find((one) => one === name);
  if (!kind || !as) throw noFile();
  return { kind, as: as as 'csv' | 'xlsx' };
}

const noFile = () => new ProblemError('notFound', 'Ce fichier n’existe pas.');
const json = (content: unknown) => `${JSON.stringify(content, null, 1)}\n`;

async function contentOf(ctx: ServiceContext, file: string): Promise<string | Uint8Array> {
  switch (file) {
    case 'structures.json':
      return json((await listDirectory({ ctx, input: { isPublic: false } })).structures);
    case 'services.json':
      return json((await listDirectory({ ctx, input: { isPublic: false } })).services);
    case 'lieux-covoiturage.csv':
      return exportCarpoolPlaces({ ctx });
    case 'stops.txt':
      return exportStops({ ctx });
    case 'autopartage.json':
      return json(await listGbfs({ ctx }));
    case 'donnees-ouvertes.json':
      return json(await openData({ ctx }));
    case 'donnees-ouvertes.csv':
      return openDataTable({ ctx, input: { headings: exported.openHeadings, kindNames: t.catalogue.kinds } });
    default:
      return exportOffers({ ctx, input: { ...tableFile(file), words: sheets } });
  }
}

function send(c: C, name: string, content: string | Uint8Array) {
  const type = TYPES[(name.split('.').at(-1) ?? 'csv') as keyof typeof TYPES];
  c.header('content-type', type);
  c.header('content-disposition', `attachment; filename="${name}"`);
  return typeof content === 'string' ? c.body(content) : c.body(new Uint8Array(content));
}

async function showImports(
  c: C,
  { ctx, formToken, handle }: SignedIn,
  { errors, format }: { errors: readonly FieldMessage[]; format: string },
) {
  const past = await listImports({ ctx });
  const dayOf = (at: string) => t.format.date(dateAt(Temporal.Instant.from(at), handle.territory.timeZone));
  return render(
    c,
    <ImportsPage
      site={c.var.visit.site}
      formToken={formToken}
      past={past}
      errors={errors}
      format={format}
      dayOf={dayOf}
    />,
    errors.length > 0 ? 422 : 200,
  );
}
