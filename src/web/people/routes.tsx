import { Hono } from 'hono';
import type { PagesEnv } from '../layout/visit.ts';
import { accessRoutes } from './access-routes.tsx';
import { deskRidesRoutes } from './desk-rides-routes.tsx';
import { fileRoutes } from './file-routes.tsx';
import { heldRoutes } from './held-routes.tsx';
import { importRoutes } from './import-routes.tsx';
import { listRoutes } from './list-routes.tsx';
import { transferRoutes } from './transfer-routes.tsx';

/** My people, and the file of each. Fixed addresses come before those that hold an id. */
export function peopleRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', listRoutes());
  routes.route('/', transferRoutes());
  routes.route('/', importRoutes());
  routes.route('/', heldRoutes());
  routes.route('/', accessRoutes());
  routes.route('/', deskRidesRoutes());
  routes.route('/', fileRoutes());
  return routes;
}
