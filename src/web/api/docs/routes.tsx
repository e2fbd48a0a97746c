import { readFileSync } from 'node:fs';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { PROBLEMS, type ProblemKind } from '../problem.ts';
import { ProblemPage } from '../problem-page.tsx';
import { DocsPage } from './docs-page.tsx';
import type { OpenApi } from './open-api.ts';

/** Our own files and nothing else; the page may call our own API. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const CACHE = 'public, max-age=300';

const ASSETS = {
  'docs.css': { type: 'text/css; charset=utf-8', text: readFileSync(new URL('docs.css', import.meta.url), 'utf8') },
  'docs.js': {
    type: 'text/javascript; charset=utf-8',
    text: readFileSync(new URL('docs.js', import.meta.url), 'utf8'),
  },
};

/** The pages for people who write programs: the documentation, and what each problem's `type` leads to. */
export function docsRoutes(app: OpenAPIHono, document: () => OpenApi): void {
  let page: string | undefined;
  app.get('/api/docs', async (c) => {
    page ??= String(await (<DocsPage document={document()} />).toString());
    return html(c, page);
  });
  app.get('/api/docs/:file', (c, next) => {
    const asset = ASSETS[c.req.param('file') as keyof typeof ASSETS];
    if (!asset) return next();
    return c.body(asset.text, 200, { 'content-type': asset.type, 'cache-control': CACHE });
  });
  app.get('/problems/:slug', async (c, next) => {
    const slug = c.req.param('slug');
    const kind = (Object.keys(PROBLEMS) as ProblemKind[]).find((name) => PROBLEMS[name].slug === slug);
    if (kind === undefined) return next();
    return html(c, String(await (<ProblemPage kind={kind} />).toString()));
  });
}

function html(c: Context, text: string): Response {
  c.header('content-security-policy', CONTENT_SECURITY_POLICY);
  c.header('cache-control', CACHE);
  return c.html(`<!doctype html>${text}`) as Response;
}
