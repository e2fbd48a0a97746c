import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { linkRoutes } from './link-routes.tsx';
import { providerRoutes } from './provider-routes.tsx';
import { prescriberRoutes } from './referral-routes.tsx';
import { sendRoutes } from './send-routes.tsx';

/** Referrals, from both sides. */
export function referralRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', linkRoutes());
  routes.route('/', sendRoutes());
  routes.route('/', prescriberRoutes());
  routes.route('/', providerRoutes());
  return routes;
}
