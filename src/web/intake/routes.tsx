import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { appointmentRoutes } from './appointment-routes.tsx';
import { askRoutes } from './ask-routes.tsx';
import { calendarRoutes } from './calendar-routes.ts';
import { contactRoutes } from './contact-routes.tsx';
import { requestRoutes } from './request-routes.tsx';
import { sentRoutes } from './sent-routes.tsx';

/** Requests, appointments, call-backs. */
export function intakeRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', askRoutes());
  routes.route('/', calendarRoutes());
  // Before `/pro/demandes/:id`, which would take their names for ids.
  routes.route('/', sentRoutes());
  routes.route('/', requestRoutes());
  routes.route('/', contactRoutes());
  routes.route('/', appointmentRoutes());
  return routes;
}
