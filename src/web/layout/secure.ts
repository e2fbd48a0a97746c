import type { Context } from 'hono';

/** Whether the browser speaks to us by `https`, be it through a proxy: its cookies go by no other way then. */
export const isSecure = (c: Context): boolean =>
  new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
