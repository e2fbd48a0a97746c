import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** The mobility questionnaire. */
export function assessmentRoutes() {
  return new Hono<PagesEnv>();
}
