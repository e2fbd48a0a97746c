import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { linkRoutes } from './link-routes.tsx';

/** Referrals, from both sides. */
export function referralRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', linkRoutes());
  return routes;
}
