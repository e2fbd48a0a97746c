import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { quickRoutes } from './quick-routes.tsx';

/** The mobility questionnaire. */
export function assessmentRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', quickRoutes());
  return routes;
}
