import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { confirmOffer } from '../../services/catalogue/confirm-offer.ts';
import { listToCheck } from '../../services/catalogue/list-to-check.ts';
import { closeReport, reportOffer } from '../../services/catalogue/offer-reports.ts';
import { sendReminder } from '../../services/catalogue/remind-offers.ts';
import { ProblemError } from '../../services/errors.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { REPORTS_PATH, TO_CHECK_PATH } from './freshness-paths.ts';
import { OFFERS_PATH, offerPath } from './paths.ts';
import { ToCheckPage } from './to-check-page.tsx';

const say = FRENCH.t.resources.freshness;
const REPORTS_PER_MINUTE = 10;

/** What keeps the catalogue true: the queue of what to check first, confirmations by hand, reminders, reports. */
export function freshnessRoutes() {
  const routes = new Hono<PagesEnv>();
  const count = createRateLimit();

  routes.get(TO_CHECK_PATH, async (c) => queue(c, await signedIn(c)));

  routes.post(`${OFFERS_PATH}/:id/confirmer`, async (c) => {
    const { ctx } = await signedIn(c);
    const id = c.req.param('id');
    await confirmOffer({ ctx, input: { id } });
    return back(c, id, 'confirmee');
  });

  routes.post(`${OFFERS_PATH}/:id/relancer`, async (c) => {
    const { ctx } = await signedIn(c);
    const id = c.req.param('id');
    try {
      await sendReminder({ ctx, input: { id } });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
      return back(c, id, 'impossible');
    }
    return back(c, id, 'relancee');
  });

  routes.post(`${REPORTS_PATH}/:id/clore`, async (c) => {
    const visit = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    try {
      const input = { id: c.req.param('id'), reason: form.get('reason') ?? '' };
      const { offerId } = await closeReport({ ctx: visit.ctx, input });
      return await back(c, offerId, 'clos');
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      return queue(c, visit, c.req.param('id'));
    }
  });

  /** Of any professional who is signed in, on the public page of an offer. */
  routes.post(`${OFFERS_PATH}/:id/signaler`, async (c) => {
    const { ctx } = await signedIn(c);
    count(`report ${ctx.actor.id}`, REPORTS_PER_MINUTE, ctx.deps.clock.now().epochMilliseconds);
    const form = new URLSearchParams(await c.req.text());
    const page = `/fr/catalogue/${encodeURIComponent(c.req.param('id'))}`;
    const input = { id: c.req.param('id'), kind: form.get('kind') as 'other', note: form.get('note') ?? '' };
    try {
      await reportOffer({ ctx, input });
    } catch (error) {
      if (!(error instanceof ProblemError) || (error.code !== 'conflict' && error.code !== 'invalid')) throw error;
      return c.redirect(`${page}?signale=${error.code === 'conflict' ? 'deja' : 'incomplet'}#signaler`, 303);
    }
    return c.redirect(`${page}?signale=oui#signaler`, 303);
  });
  return routes;
}

async function back(c: Context<PagesEnv>, id: string, done: string): Promise<Response> {
  const form = new URLSearchParams(await c.req.text());
  return c.redirect(`${form.get('back') === 'liste' ? TO_CHECK_PATH : offerPath(id)}?fait=${done}`, 303);
}

async function queue(c: Context<PagesEnv>, { ctx, formToken, handle }: SignedIn, wrong: string | null = null) {
  const asked = Number(c.req.query('apres') ?? 0);
  const skip = Number.isSafeInteger(asked) && asked > 0 && asked < 1_000_000 ? asked : 0;
  const found = await listToCheck({ ctx, input: { skip } });
  const done = Object.entries(say.queue.done).find(([name]) => name === c.req.query('fait'))?.[1] ?? null;
  const { timeZone } = handle.territory;
  const page = <ToCheckPage site={c.var.visit.site} {...{ formToken, timeZone, found, skip, done, wrong }} />;
  return render(c, page, wrong === null ? 200 : 422);
}
