import type { Context } from 'hono';

const HEADER = 'content-security-policy';
const REST = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Nothing but our own files, no script, no inline style, no frame: what every page begins with. */
export const CLOSED = [HEADER, `default-src 'none'; style-src 'self'; img-src 'self'; ${REST}`] as const;

/**
 * Lets our own script files run on the page that is answered, and ask our own server. `dataImages`: pictures that a script
 * draws itself.
 */
export function allowScripts(c: Context, { dataImages = false }: { dataImages?: boolean } = {}): void {
  const images = dataImages ? "'self' data:" : "'self'";
  c.header(
    HEADER,
    `default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src ${images}; ${REST}`,
  );
}
