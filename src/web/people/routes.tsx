import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** My people, and the file of each. */
export function peopleRoutes() {
  return new Hono<PagesEnv>();
}
