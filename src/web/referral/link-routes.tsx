import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { ProblemError } from '../../services/errors.ts';
import { linkHash } from '../../services/referrals/link.ts';
import { visitorOf } from '../../services/visitor.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import { ErrorPage } from '../components/error-page.tsx';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { type Asked, answerPut, showPut } from './answer-put.tsx';

const { t } = FRENCH;
/** A person reads a page or two a minute; who tries secrets one after the other is stopped. */
const LINKS_PER_MINUTE = 30;

/**
 * `/r/{territory}/{secret}`: a provider without an account. Reading changes nothing: mail scanners follow links. A link that
 * leads nowhere says so in the same words whatever the reason.
 */
export function linkRoutes() {
  const routes = new Hono<PagesEnv>();
  const count = createRateLimit();

  routes.use('/r/*', async (c, next) => {
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex, nofollow');
    const { address, ctx } = c.var.visit;
    count(`link ${address}`, LINKS_PER_MINUTE, ctx.deps.clock.now().epochMilliseconds);
    await next();
  });

  routes.get('/r/:territory/:token', (c) => orGone(c, async (asked) => showPut(c, asked)));
  routes.post('/r/:territory/:token', (c) => orGone(c, async (asked) => answerPut(c, asked)));
  routes.all('/r/*', (c) => gone(c));
  return routes;
}

async function orGone(c: Context<PagesEnv>, work: (asked: Asked) => Promise<Response>): Promise<Response> {
  try {
    return await work(await askedBy(c));
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return gone(c);
    throw error;
  }
}

/** Throws `notFound` for what can be no link of ours. */
async function askedBy(c: Context<PagesEnv>): Promise<Asked> {
  const { deps } = c.var.visit.ctx;
  const [territoryId, token] = [c.req.param('territory') ?? '', c.req.param('token') ?? ''];
  const hash = linkHash(token);
  if (hash === null) throw new ProblemError('notFound', t.referral.provider.gone.title);
  const { territory } = await deps.territory(territoryId);
  return {
    ctx: { actor: visitorOf(territory.id, hash), deps },
    id: null,
    path: `/r/${territory.id}/${token}`,
    timeZone: territory.timeZone,
  };
}

function gone(c: Context<PagesEnv>): Promise<Response> {
  const { title, text } = t.referral.provider.gone;
  const ways = [{ href: '/', label: t.errors.backHome }];
  return render(c, <ErrorPage site={c.var.visit.site} title={title} text={text} ways={ways} />, 404);
}
