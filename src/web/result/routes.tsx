import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** What a person's diagnostic comes to. */
export function resultRoutes() {
  return new Hono<PagesEnv>();
}
