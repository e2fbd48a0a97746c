import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

export function teamRoutes() {
  return new Hono<PagesEnv>();
}
