import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';

/** Requests, appointments, call-backs. */
export function intakeRoutes() {
  return new Hono<PagesEnv>();
}
