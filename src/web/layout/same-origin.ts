import type { Context } from 'hono';

/**
 * Whether a form was sent from a page of this site. Browsers say so themselves (`Sec-Fetch-Site`); older ones name the page's
 * origin, but for pages like ours, which tell no address: then it is `null`, and the form's token must do.
 */
export function isOwnForm(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  if (origin === undefined || origin === 'null') return true;
  return URL.parse(origin)?.host === (c.req.header('host') ?? new URL(c.req.url).host);
}
