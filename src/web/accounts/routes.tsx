import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** Sign-in, one's account, the team. */
export function accountsRoutes() {
  return new Hono<PagesEnv>();
}
