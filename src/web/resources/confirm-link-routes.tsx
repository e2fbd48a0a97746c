import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { answerOfferLink, offerLinkHash, readOfferLink } from '../../services/catalogue/offer-link.ts';
import type { Context as ServiceContext, TerritoryHandle } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { visitorOf } from '../../services/visitor.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import { ErrorPage } from '../components/error-page.tsx';
import { render } from '../layout/render.ts';
import { isOwnForm } from '../layout/same-origin.ts';
import { FormRefusedError } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { ConfirmLinkPage } from './confirm-link-page.tsx';
import { VERSION_CONTROL } from './read-offer.ts';

const say = FRENCH.t.resources.freshness.link;
/** A person reads a page or two a minute; who tries secrets one after the other is stopped. */
const LINKS_PER_MINUTE = 30;

/** `/confirmer/{territory}/{secret}`: a provider says that its offer is true still. Reading changes nothing, for mail scanners follow links. */
export function confirmLinkRoutes() {
  const routes = new Hono<PagesEnv>();
  const count = createRateLimit();

  routes.use('/confirmer/*', async (c, next) => {
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex, nofollow');
    const { address, ctx } = c.var.visit;
    count(`offer link ${address}`, LINKS_PER_MINUTE, ctx.deps.clock.now().epochMilliseconds);
    await next();
  });
  routes.get('/confirmer/:territory/:token', (c) => orGone(c, (holder) => show(c, holder)));
  routes.post('/confirmer/:territory/:token', (c) => orGone(c, (holder) => answer(c, holder)));
  routes.all('/confirmer/*', (c) => deadEnd(c, say.goneTitle, say.gone, 404));
  return routes;
}

type Holder = { ctx: ServiceContext; handle: TerritoryHandle };
type Said = { typed?: string; errors?: { field: string; message: string }[]; isChanged?: boolean };

async function show(c: Context<PagesEnv>, { ctx, handle }: Holder, said: Said = {}): Promise<Response> {
  const linked = await readOfferLink({ ctx });
  if (linked.state === 'expired') return deadEnd(c, say.expiredTitle, say.expired, 410);
  const ground = { ...handle, found: new Map() };
  const page = <ConfirmLinkPage site={c.var.visit.site} linked={linked} ground={ground} {...said} />;
  return render(c, page, said.isChanged ? 409 : said.errors ? 422 : 200);
}

async function answer(c: Context<PagesEnv>, holder: Holder): Promise<Response> {
  if (!isOwnForm(c)) throw new FormRefusedError();
  const form = new URLSearchParams(await c.req.text());
  const text = form.get('text') ?? '';
  const said = form.get('answer');
  if (said !== 'confirmed' && said !== 'changed') return c.redirect(c.req.path, 303);
  const version = Number(form.get(VERSION_CONTROL)) || 0;
  try {
    await answerOfferLink({ ctx: holder.ctx, input: { answer: said, text, version } });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === 'invalid') {
      const errors = error.errors.map(({ message }) => ({ field: 'text', message }));
      return show(c, holder, { typed: text, errors });
    }
    if (error.code !== 'conflict') throw error;
    if ((await readOfferLink({ ctx: holder.ctx })).state === 'open') return show(c, holder, { isChanged: true });
    // Whoever presses twice has answered: the page says what was kept.
  }
  return c.redirect(c.req.path, 303);
}

async function orGone(c: Context<PagesEnv>, work: (holder: Holder) => Promise<Response>): Promise<Response> {
  try {
    const { deps } = c.var.visit.ctx;
    const hash = offerLinkHash(c.req.param('token') ?? '');
    if (hash === null) throw new ProblemError('notFound', say.goneTitle);
    const handle = await deps.territory(c.req.param('territory') ?? '');
    return await work({ ctx: { actor: visitorOf(handle.territory.id, hash), deps }, handle });
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return deadEnd(c, say.goneTitle, say.gone, 404);
    throw error;
  }
}

function deadEnd(c: Context<PagesEnv>, title: string, text: string, status: 404 | 410): Promise<Response> {
  const ways = [{ href: '/', label: FRENCH.t.errors.backHome }];
  return render(c, <ErrorPage site={c.var.visit.site} title={title} text={text} ways={ways} />, status);
}
