import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** What only the demonstration shows. */
export function demonstrationRoutes() {
  return new Hono<PagesEnv>();
}
