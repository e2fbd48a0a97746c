import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { listBookings } from '../../services/bookings/list-bookings.ts';
import { rideLinkHash } from '../../services/bookings/ride-link.ts';
import { ProblemError } from '../../services/errors.ts';
import { visitorOf } from '../../services/visitor.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import { ErrorPage } from '../components/error-page.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { type AskedRide, answerRide, showRide } from './answer-ride.tsx';
import { RIDES_PATH, RideListPage } from './ride-list-page.tsx';

const say = FRENCH.t.rides;
const SHOWN = 100;
/** A person reads a page or two a minute; who tries secrets one after the other is stopped. */
const LINKS_PER_MINUTE = 30;

/**
 * Rides that are asked of drivers, volunteers and structures: `/structure/trajets` with an account, `/t/{territory}/{secret}` without.
 * Reading changes nothing, for mail scanners follow links; a link that leads nowhere says so in the same words whatever the reason.
 */
export function rideAnswerRoutes() {
  const routes = new Hono<PagesEnv>();
  const count = createRateLimit();

  routes.get(RIDES_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    const cursor = c.req.query('apres');
    const { items, nextCursor } = await listBookings({
      ctx,
      input: { side: 'provider', limit: SHOWN, ...(cursor === undefined ? {} : { cursor }) },
    });
    return render(c, <RideListPage site={c.var.visit.site} rides={items} next={nextCursor} />);
  });
  routes.get(`${RIDES_PATH}/:id`, async (c) => showRide(c, asked(await signedIn(c), c.req.param('id'))));
  routes.post(`${RIDES_PATH}/:id`, async (c) => answerRide(c, asked(await signedIn(c), c.req.param('id'))));

  routes.use('/t/*', async (c, next) => {
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex, nofollow');
    const { address, ctx } = c.var.visit;
    count(`ride link ${address}`, LINKS_PER_MINUTE, ctx.deps.clock.now().epochMilliseconds);
    await next();
  });
  routes.get('/t/:territory/:token', (c) => orGone(c, (ride) => showRide(c, ride)));
  routes.post('/t/:territory/:token', (c) => orGone(c, (ride) => answerRide(c, ride)));
  routes.all('/t/*', (c) => gone(c));
  return routes;
}

const asked = ({ ctx, formToken }: SignedIn, id: string): AskedRide => ({
  ctx,
  id,
  path: `${RIDES_PATH}/${encodeURIComponent(id)}`,
  formToken,
  back: { href: RIDES_PATH, label: say.list.back },
});

async function orGone(c: Context<PagesEnv>, work: (ride: AskedRide) => Promise<Response>): Promise<Response> {
  try {
    return await work(await askedBy(c));
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return gone(c);
    throw error;
  }
}

/** Throws `notFound` for what can be no link of ours. */
async function askedBy(c: Context<PagesEnv>): Promise<AskedRide> {
  const { deps } = c.var.visit.ctx;
  const [territoryId, token] = [c.req.param('territory') ?? '', c.req.param('token') ?? ''];
  const hash = rideLinkHash(token);
  if (hash === null) throw new ProblemError('notFound', say.gone.title);
  const { territory } = await deps.territory(territoryId);
  return { ctx: { actor: visitorOf(territory.id, hash), deps }, id: null, path: `/t/${territory.id}/${token}` };
}

function gone(c: Context<PagesEnv>): Promise<Response> {
  const ways = [{ href: '/', label: FRENCH.t.errors.backHome }];
  return render(c, <ErrorPage site={c.var.visit.site} title={say.gone.title} text={say.gone.text} ways={ways} />, 404);
}
