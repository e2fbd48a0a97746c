import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { franceTravailRoutes } from './france-travail-routes.tsx';
import { fullRoutes } from './full-routes.tsx';
import { outcomeRoutes } from './outcome-routes.tsx';
import { quickRoutes } from './quick-routes.tsx';

/** The mobility questionnaire. */
export function assessmentRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', quickRoutes());
  routes.route('/', fullRoutes());
  routes.route('/', outcomeRoutes());
  routes.route('/', franceTravailRoutes());
  return routes;
}
