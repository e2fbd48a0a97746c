import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { archivePattern, archiveSite } from '../../services/employers/archive-site.ts';
import { changeSite } from '../../services/employers/change-site.ts';
import { countNeeds } from '../../services/employers/count-needs.ts';
import { changePattern, declarePattern } from '../../services/employers/declare-pattern.ts';
import { declareSite } from '../../services/employers/declare-site.ts';
import { getSite } from '../../services/employers/get-site.ts';
import { listOwnSites } from '../../services/employers/list-sites.ts';
import { openLine } from '../../services/employers/open-line.ts';
import { closeLine, getOwnLine, listOwnLines } from '../../services/employers/own-lines.ts';
import { unknownPattern, unknownSite } from '../../services/employers/own-site.ts';
import { listTeams } from '../../services/intake/list-teams.ts';
import type { JobSite, ShiftPattern } from '../../services/ports/employers.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { outcomeOf, sentForm, statusOf } from '../forms/outcome.ts';
import { actOnRota } from '../forms/rota-typed.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { LineFormPage } from './line-form-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { ARCHIVE_PATH, SITES_PATH, sitePath } from './paths.ts';
import { PatternFormPage, patternField, ROTA, readPattern, typedPattern } from './pattern-form-page.tsx';
import { PosterPage } from './poster-page.tsx';
import { readSite, SiteFormPage, siteField, typedSite } from './site-form-page.tsx';
import { SitePage } from './site-page.tsx';

type PageContext = Context<PagesEnv>;
type Form = { typed: TypedAnswers; errors: readonly FieldMessage[]; token: string };

const DONE = { site: 'site', horaires: 'pattern', archive: 'archived', ligne: 'line', fermeture: 'closed' } as const;
const doneOf = (c: PageContext) => {
  const name = c.req.query('fait') ?? '';
  return Object.hasOwn(DONE, name) ? DONE[name as keyof typeof DONE] : null;
};

/** `/entreprise`: job sites, hours, who could come, carpool lines. For employers. */
export function employerPages() {
  const routes = new Hono<PagesEnv>();

  routes.get('/entreprise', async (c) => {
    const { ctx, handle } = await signedIn(c);
    const sites = await listOwnSites({ ctx });
    return render(
      c,
      <OverviewPage site={c.var.visit.site} sites={sites} gazetteer={handle.gazetteer} done={doneOf(c)} />,
    );
  });

  routes.get(`${SITES_PATH}/nouveau`, async (c) => {
    const me = await signedIn(c);
    await listOwnSites({ ctx: me.ctx });
    return showSiteForm(c, me, { typed: {}, errors: [], token: randomUUID() }, null);
  });

  routes.post(`${SITES_PATH}/nouveau`, async (c) => {
    const me = await signedIn(c);
    await listOwnSites({ ctx: me.ctx });
    const { typed, token } = await sentForm(c);
    const { input, errors } = readSite(typed, me.handle.gazetteer);
    if (errors.length > 0) return showSiteForm(c, me, { typed, errors, token }, null);
    const ctx = { ...me.ctx, idempotency: sentOnce('site', token, Object.entries(typed).toSorted()) };
    const told = await outcomeOf(declareSite({ ctx, input }), siteField);
    if (told.kind === 'invalid') return showSiteForm(c, me, { typed, errors: told.errors, token }, null);
    if (told.kind === 'overtaken') throw new Error('A new site overtakes nobody.');
    return c.redirect(`${sitePath(told.value.id)}?fait=site`, 303);
  });

  routes.get(`${SITES_PATH}/:id`, async (c) => {
    const { ctx, formToken, handle } = await signedIn(c);
    const needs = await countNeeds({ ctx });
    const counted = needs.sites.find(({ site }) => site.id === c.req.param('id'));
    if (counted === undefined) throw unknownSite();
    const lines = (await listOwnLines({ ctx })).filter(({ line }) => line.siteId === counted.site.id);
    const { gazetteer } = handle;
    return render(
      c,
      <SitePage site={c.var.visit.site} {...{ formToken, gazetteer, needs, counted, lines }} done={doneOf(c)} />,
    );
  });

  routes.get(`${SITES_PATH}/:id/modifier`, async (c) => {
    const me = await signedIn(c);
    const known = await getSite({ ctx: me.ctx, input: { id: c.req.param('id') } });
    const form = { typed: typedSite(known, me.handle.gazetteer), errors: [], token: randomUUID() };
    return showSiteForm(c, me, form, known);
  });

  routes.post(`${SITES_PATH}/:id/modifier`, async (c) => {
    const me = await signedIn(c);
    const { typed, token } = await sentForm(c);
    const id = c.req.param('id');
    const known = await getSite({ ctx: me.ctx, input: { id } });
    const { input: site, errors } = readSite(typed, me.handle.gazetteer);
    if (errors.length > 0) return showSiteForm(c, me, { typed, errors, token }, known);
    const changing = changeSite({ ctx: me.ctx, input: { id, expectedVersion: versionOf(typed), site } });
    const told = await outcomeOf(changing, siteField);
    if (told.kind === 'invalid') return showSiteForm(c, me, { typed, errors: told.errors, token }, known);
    if (told.kind === 'overtaken') return showSiteForm(c, me, { typed, errors: [], token }, known, known);
    return c.redirect(`${sitePath(id)}?fait=site`, 303);
  });

  routes.post(`${SITES_PATH}/:id/${ARCHIVE_PATH}`, async (c) => {
    const { ctx } = await signedIn(c);
    await archiveSite({ ctx, input: { id: c.req.param('id') } });
    return c.redirect('/entreprise?fait=archive', 303);
  });

  routes.get(`${SITES_PATH}/:id/horaires/nouveaux`, async (c) => {
    const me = await signedIn(c);
    const at = await getSite({ ctx: me.ctx, input: { id: c.req.param('id') } });
    return showPatternForm(c, me, { typed: {}, errors: [], token: randomUUID() }, at, null);
  });

  routes.post(`${SITES_PATH}/:id/horaires/nouveaux`, async (c) => {
    const me = await signedIn(c);
    const { typed, token, action } = await sentForm(c);
    const at = await getSite({ ctx: me.ctx, input: { id: c.req.param('id') } });
    const changed = actOnRota(action, typed, ROTA);
    if (changed) return showPatternForm(c, me, { typed: changed, errors: [], token }, at, null);
    const { input: pattern, errors } = readPattern(typed);
    if (errors.length > 0) return showPatternForm(c, me, { typed, errors, token }, at, null);
    const ctx = { ...me.ctx, idempotency: sentOnce('pattern', token, Object.entries(typed).toSorted()) };
    const told = await outcomeOf(declarePattern({ ctx, input: { siteId: at.id, pattern } }), patternField);
    if (told.kind === 'invalid') return showPatternForm(c, me, { typed, errors: told.errors, token }, at, null);
    return c.redirect(`${sitePath(at.id)}?fait=horaires`, 303);
  });

  routes.get(`${SITES_PATH}/:id/horaires/:patternId`, async (c) => {
    const me = await signedIn(c);
    const { at, known } = await patternHere(c, me);
    return showPatternForm(c, me, { typed: typedPattern(known), errors: [], token: randomUUID() }, at, known);
  });

  routes.post(`${SITES_PATH}/:id/horaires/:patternId`, async (c) => {
    const me = await signedIn(c);
    const { typed, token, action } = await sentForm(c);
    const { at, known } = await patternHere(c, me);
    const changed = actOnRota(action, typed, ROTA);
    if (changed) return showPatternForm(c, me, { typed: changed, errors: [], token }, at, known);
    const { input: pattern, errors } = readPattern(typed);
    if (errors.length > 0) return showPatternForm(c, me, { typed, errors, token }, at, known);
    const input = { siteId: at.id, id: known.id, expectedVersion: versionOf(typed), pattern };
    const told = await outcomeOf(changePattern({ ctx: me.ctx, input }), patternField);
    if (told.kind === 'invalid') return showPatternForm(c, me, { typed, errors: told.errors, token }, at, known);
    if (told.kind === 'overtaken') return showPatternForm(c, me, { typed, errors: [], token }, at, known, known);
    return c.redirect(`${sitePath(at.id)}?fait=horaires`, 303);
  });

  routes.post(`${SITES_PATH}/:id/horaires/:patternId/${ARCHIVE_PATH}`, async (c) => {
    const { ctx } = await signedIn(c);
    const { id: siteId, patternId: id } = c.req.param();
    await archivePattern({ ctx, input: { siteId, id } });
    return c.redirect(`${sitePath(siteId)}?fait=archive`, 303);
  });

  routes.get(`${SITES_PATH}/:id/lignes/nouvelle`, async (c) => {
    const me = await signedIn(c);
    return showLineForm(c, me, { typed: {}, errors: [], token: randomUUID() });
  });

  routes.post(`${SITES_PATH}/:id/lignes/nouvelle`, async (c) => {
    const me = await signedIn(c);
    const { typed, token } = await sentForm(c);
    const [patternId, team] = [textOf(typed, 'patternId'), textOf(typed, 'toOrganisationId')];
    const input = {
      siteId: c.req.param('id'),
      patternId: patternId === '' ? null : patternId,
      label: textOf(typed, 'label'),
      ...(team === '' ? {} : { toOrganisationId: team }),
    };
    const ctx = { ...me.ctx, idempotency: sentOnce('line', token, Object.entries(typed).toSorted()) };
    const told = await outcomeOf(openLine({ ctx, input }), (path) => path);
    if (told.kind === 'invalid') return showLineForm(c, me, { typed, errors: told.errors, token });
    return c.redirect(`${sitePath(input.siteId)}?fait=ligne#lignes`, 303);
  });

  routes.get('/entreprise/lignes/:id/affiche', async (c) => {
    const { ctx, handle } = await signedIn(c);
    const own = await getOwnLine({ ctx, input: { id: c.req.param('id') } });
    const team = (await listTeams({ ctx })).find(({ id }) => id === own.line.toOrganisationId);
    const address = `${ctx.deps.publicUrl}/fr/ligne`.replace(/^https?:\/\//, '');
    return render(
      c,
      <PosterPage
        site={c.var.visit.site}
        own={own}
        gazetteer={handle.gazetteer}
        address={address}
        phone={team?.phone ?? null}
      />,
    );
  });

  routes.post('/entreprise/lignes/:id/fermer', async (c) => {
    const { ctx } = await signedIn(c);
    const { line } = await getOwnLine({ ctx, input: { id: c.req.param('id') } });
    await closeLine({ ctx, input: { id: line.id } });
    return c.redirect(`${sitePath(line.siteId)}?fait=fermeture#lignes`, 303);
  });

  return routes;
}

const versionOf = (typed: TypedAnswers) => textOf(typed, 'version');

async function patternHere(c: PageContext, { ctx }: SignedIn): Promise<{ at: JobSite; known: ShiftPattern }> {
  const at = await getSite({ ctx, input: { id: c.req.param('id') ?? '' } });
  const known = at.patterns.find(({ id }) => id === c.req.param('patternId'));
  if (known === undefined) throw unknownPattern();
  return { at, known };
}

function showSiteForm(c: PageContext, me: SignedIn, form: Form, known: JobSite | null, stored?: JobSite) {
  const { formToken, handle } = me;
  return render(
    c,
    <SiteFormPage
      site={c.var.visit.site}
      formToken={formToken}
      gazetteer={handle.gazetteer}
      {...form}
      known={known}
      stored={stored ?? null}
    />,
    statusOf(form.errors, stored !== undefined),
  );
}

function showPatternForm(
  c: PageContext,
  { formToken }: SignedIn,
  form: Form,
  at: JobSite,
  known: ShiftPattern | null,
  stored?: ShiftPattern,
) {
  return render(
    c,
    <PatternFormPage
      site={c.var.visit.site}
      formToken={formToken}
      at={at}
      {...form}
      known={known}
      stored={stored ?? null}
    />,
    statusOf(form.errors, stored !== undefined),
  );
}

async function showLineForm(c: PageContext, { ctx, formToken }: SignedIn, form: Form) {
  const at = await getSite({ ctx, input: { id: c.req.param('id') ?? '' } });
  const teams = await listTeams({ ctx });
  return render(
    c,
    <LineFormPage site={c.var.visit.site} formToken={formToken} at={at} teams={teams} {...form} />,
    statusOf(form.errors, false),
  );
}
