import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** Action plans. */
export function planRoutes() {
  return new Hono<PagesEnv>();
}
