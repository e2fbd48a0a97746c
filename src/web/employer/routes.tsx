import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { answersRoutes } from './answers-routes.tsx';
import { employerPages } from './employer-routes.tsx';
import { postedLineRoutes } from './posted-line-routes.tsx';

/** Job sites, shift patterns, carpool lines and their posters. */
export function employerRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', employerPages());
  routes.route('/', answersRoutes());
  routes.route('/', postedLineRoutes());
  return routes;
}
