import { Hono } from 'hono';
import { callOf } from '../intake/call-of.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { CompaniesPage } from './companies-page.tsx';
import { eventDeskRoutes } from './event-desk-routes.tsx';
import { letterRoutes } from './letter-routes.tsx';
import { libraryDeskRoutes, publicLibraryRoutes } from './library-routes.tsx';
import { partnerRoutes, publicPartnerRoutes } from './partner-routes.tsx';
import { COMPANIES_PATH } from './paths.ts';
import { publicEventRoutes } from './public-event-routes.tsx';

/** The network of a territory: who works there, and what they come together for. */
export function networkRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', publicPartnerRoutes());
  routes.route('/', partnerRoutes());
  routes.route('/', publicEventRoutes());
  routes.route('/', eventDeskRoutes());
  routes.route('/', publicLibraryRoutes());
  routes.route('/', libraryDeskRoutes());
  routes.route('/', letterRoutes());
  routes.get(COMPANIES_PATH, async (c) => render(c, <CompaniesPage site={c.var.visit.site} call={await callOf(c)} />));
  return routes;
}
