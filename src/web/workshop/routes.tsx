import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { ProblemError } from '../../services/errors.ts';
import { noReferral } from '../../services/referrals/load-referral.ts';
import { followJob } from '../../services/workshop/follow-job.ts';
import { getJob, listJobs } from '../../services/workshop/get-job.ts';
import { openJob } from '../../services/workshop/open-job.ts';
import { noJob } from '../../services/workshop/workshop-access.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { newFormKey, onlyOnce, orInvalid, readForm, type Typed } from '../intake/typed-form.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { unreadable } from '../programmes/unreadable.ts';
import { JobPage } from './job-page.tsx';
import { OpenJobPage } from './open-job-page.tsx';
import { jobPath, WORKSHOP_PATH } from './paths.ts';
import { QuotePage } from './quote-page.tsx';
import { readJobStep } from './read-job-step.ts';
import { WorkshopPage } from './workshop-page.tsx';

type PageContext = Context<PagesEnv>;
type Said = { typed?: Typed; errors?: readonly FieldMessage[]; late?: string };
const { typeset } = FRENCH.t.format;

/** `/structure/atelier`: repairs and sales, from the request to the keys. */
export function workshopRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(WORKSHOP_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    return render(c, <WorkshopPage site={c.var.visit.site} {...(await listJobs({ ctx }))} />);
  });

  routes.get(`${WORKSHOP_PATH}/nouvelle/:referral`, async (c) =>
    showOpen(c, await signedIn(c), c.req.param('referral')),
  );
  routes.post(`${WORKSHOP_PATH}/nouvelle/:referral`, async (c) => {
    const signed = await signedIn(c);
    const referralId = c.req.param('referral');
    const typed = await readForm(c);
    const ctx = onlyOnce(signed.ctx, `open job ${referralId}`, typed);
    const job = { request: typed.request ?? '', vehicle: typed.vehicle ?? null };
    const done = await orInvalid(openJob({ ctx, input: { referralId, job } }));
    if ('done' in done) return c.redirect(jobPath(done.done.id), 303);
    const errors = done.errors.map(({ path, message }) => ({ field: path, message: typeset(message) }));
    return showOpen(c, signed, referralId, { typed, errors });
  });

  routes.get(`${WORKSHOP_PATH}/:id`, async (c) => showJob(c, await signedIn(c), c.req.param('id')));
  routes.post(`${WORKSHOP_PATH}/:id`, async (c) => {
    const signed = await signedIn(c);
    const id = c.req.param('id');
    const typed = await readForm(c);
    const { job } = await getJob({ ctx: signed.ctx, input: { id } });
    const read = readJobStep(typed, job);
    if (read === null) return c.redirect(jobPath(id), 303);
    const ctx = onlyOnce(signed.ctx, `job ${id}`, typed);
    const input = { id, expectedVersion: Number(typed.version), step: read.step };
    try {
      const done = await orInvalid(read.errors.length > 0 ? unreadable(read.errors) : followJob({ ctx, input }));
      if ('done' in done) return c.redirect(jobPath(id), 303);
      const found = done.errors.map((error) => ({ field: read.fieldOf(error), message: typeset(error.message) }));
      return showJob(c, signed, id, { typed, errors: read.errors.length > 0 ? read.errors : found });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
      return showJob(c, signed, id, { typed, late: error.message });
    }
  });

  routes.get(`${WORKSHOP_PATH}/:id/devis`, async (c) => {
    const { ctx } = await signedIn(c);
    const { job } = await getJob({ ctx, input: { id: c.req.param('id') } });
    if (job.quote === null) throw noJob();
    return render(c, <QuotePage site={c.var.visit.site} job={{ ...job, quote: job.quote }} />);
  });
  return routes;
}

async function showOpen(c: PageContext, { ctx, formToken }: SignedIn, referralId: string, said: Said = {}) {
  const { toPlace } = await listJobs({ ctx });
  const referral = toPlace.find(({ id }) => id === referralId);
  if (referral === undefined) throw noReferral();
  const { typed = { once: newFormKey() }, errors = [] } = said;
  return render(
    c,
    <OpenJobPage site={c.var.visit.site} {...{ referral, formToken, typed, errors }} />,
    errors.length > 0 ? 422 : 200,
  );
}

async function showJob(c: PageContext, { ctx, formToken }: SignedIn, id: string, said: Said = {}) {
  const found = await getJob({ ctx, input: { id } });
  const keys = { formToken, once: newFormKey() };
  const status = said.late !== undefined ? 409 : said.errors ? 422 : 200;
  return render(c, <JobPage site={c.var.visit.site} {...found} keys={keys} {...said} />, status);
}
