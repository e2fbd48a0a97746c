import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** Job sites, shift patterns, carpool lines. */
export function employerRoutes() {
  return new Hono<PagesEnv>();
}
