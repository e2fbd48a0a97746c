import type { Context } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A whole HTML document from a page. */
export async function render(
  c: Context,
  page: JSX.Element | Promise<JSX.Element>,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  return c.html(`<!doctype html>${await (await page).toString()}`, status);
}
