import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { findRideSpeech } from '../../i18n/ride/index.ts';
import { wayInSpeech } from '../../i18n/way-in/index.ts';
import { ProblemError } from '../../services/errors.ts';
import { readCalendar } from '../../services/intake/calendar-feed.ts';
import { readRideCalendar } from '../../services/way-in/ride-calendar.ts';
import { ridesCalendar } from '../booking/ride-calendar.ts';
import { ridesPath } from '../booking/ride-frame.tsx';
import type { PagesEnv } from '../layout/visit.ts';
import { calendarDocument } from './calendar-document.ts';

/**
 * `/calendar/{token}.ics`, for whoever holds the address: a professional's appointments, or a person's rides. The same 404 for one that
 * was closed and one that never was.
 */
export function calendarRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.get('/calendar/:file{.+\\.ics}', async (c) => {
    const token = c.req.param('file').slice(0, -'.ics'.length);
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex');
    c.header('referrer-policy', 'no-referrer');
    const text = (await ridesIn(c, token)) ?? (await appointmentsIn(c, token));
    const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    c.header('etag', etag);
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    return c.body(text, 200, { 'content-type': 'text/calendar; charset=utf-8' });
  });
  return routes;
}

/** Throws `notFound`. */
async function appointmentsIn(c: Context<PagesEnv>, token: string): Promise<string> {
  const { entries, territory } = await readCalendar({ ctx: c.var.visit.ctx, input: { token } });
  return calendarDocument(entries, territory);
}

/** Null where it is no calendar of rides. */
async function ridesIn(c: Context<PagesEnv>, token: string): Promise<string | null> {
  const { deps } = c.var.visit.ctx;
  const read = await readRideCalendar({ deps, input: { token } }).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code === 'notFound') return null;
    throw error;
  });
  if (read === null) return null;
  const { rides, language, territory } = read;
  const told = findRideSpeech(language);
  if (told === null) return null;
  return ridesCalendar(rides, {
    timeZone: territory.timeZone,
    title: told.say.ride.calendarTitle,
    name: wayInSpeech(language).say.calendar.name,
    urlOf: (id) => `${deps.publicUrl}${ridesPath(language, id)}`,
  });
}
