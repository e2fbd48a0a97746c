import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { partnerRoutes, publicPartnerRoutes } from './partner-routes.tsx';

/** The network of a territory: who works there. */
export function networkRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', publicPartnerRoutes());
  routes.route('/', partnerRoutes());
  return routes;
}
