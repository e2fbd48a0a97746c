import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

export function accountRoutes() {
  return new Hono<PagesEnv>();
}
