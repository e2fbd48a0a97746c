import { Hono } from 'hono';
import { sumUnmetNeeds } from '../../services/sum-unmet-needs.ts';
import { render } from '../layout/render.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { UNMET_PATH, UnmetPage } from './unmet-page.tsx';

/** Where people are left without a ride: sums over the territory, for who maintains the catalogue and who steers. */
export function unmetRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.get(UNMET_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    const { since, sums } = await sumUnmetNeeds({ ctx });
    return render(c, <UnmetPage site={c.var.visit.site} since={since} sums={sums} />);
  });
  return routes;
}
