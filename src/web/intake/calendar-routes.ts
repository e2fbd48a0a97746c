import { Hono } from 'hono';
import { readCalendar } from '../../services/intake/calendar-feed.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { calendarDocument } from './calendar-document.ts';

/** `/calendar/{token}.ics`, for whoever holds the address; the same 404 for one that was closed and one that never was. */
export function calendarRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.get('/calendar/:file{.+\\.ics}', async (c) => {
    const { ctx } = c.var.visit;
    const token = c.req.param('file').slice(0, -'.ics'.length);
    const { entries, territory } = await readCalendar({ ctx, input: { token } });
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex');
    return c.body(calendarDocument(entries, territory), 200, { 'content-type': 'text/calendar; charset=utf-8' });
  });
  return routes;
}
