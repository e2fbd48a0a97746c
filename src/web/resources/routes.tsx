import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { offerDeskRoutes } from './offer-routes.tsx';

/** `/ressources`: what the pôle ressources works with. */
export function resourcesRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', offerDeskRoutes());
  return routes;
}
