import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** Referrals, from both sides. */
export function referralRoutes() {
  return new Hono<PagesEnv>();
}
