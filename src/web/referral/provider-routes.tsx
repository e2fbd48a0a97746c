import { Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { listPutReferrals } from '../../services/referrals/list-referrals.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { type Asked, answerPut, showPut } from './answer-put.tsx';
import { PutListPage } from './put-list-page.tsx';

const BASE = '/structure/orientations';
const SHOWN = 100;

/** `/structure`: what is put to a provider's organisation, and its answers. */
export function providerRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/structure', (c) => c.redirect(BASE, 303));

  routes.get(BASE, async (c) => {
    const { ctx } = await signedIn(c);
    const cursor = new URL(c.req.url).searchParams.get('apres') ?? undefined;
    const { items, nextCursor } = await listPutReferrals({ ctx, input: { limit: SHOWN, cursor } });
    return render(c, <PutListPage site={c.var.visit.site} referrals={items} next={nextCursor} />);
  });

  routes.get(`${BASE}/:id`, async (c) => showPut(c, asked(await signedIn(c), c.req.param('id'))));
  routes.post(`${BASE}/:id`, async (c) => answerPut(c, asked(await signedIn(c), c.req.param('id'))));

  return routes;
}

const asked = ({ ctx, formToken, handle }: SignedIn, id: string): Asked => ({
  ctx,
  id,
  path: `${BASE}/${encodeURIComponent(id)}`,
  timeZone: handle.territory.timeZone,
  formToken,
  back: { href: BASE, label: FRENCH.t.referral.provider.list.back },
});
