import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { confirmLinkRoutes } from './confirm-link-routes.tsx';
import { doublesRoutes } from './doubles-routes.tsx';
import { freshnessRoutes } from './freshness-routes.tsx';
import { offerDeskRoutes } from './offer-routes.tsx';

/** `/ressources`: what the pôle ressources works with. */
export function resourcesRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', offerDeskRoutes());
  routes.route('/', freshnessRoutes());
  routes.route('/', doublesRoutes());
  routes.route('/', confirmLinkRoutes());
  return routes;
}
