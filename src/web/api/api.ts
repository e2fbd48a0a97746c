import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import type { Deps } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { MOST_IMPORT_BYTES } from '../../services/imports/upload-import.ts';
import type { AppOptions } from '../options.ts';
import { bookingApiRoutes } from './bookings.ts';
import { createCallers } from './caller.ts';
import { coverageRoutes } from './coverage.ts';
import { diagnosticRoutes } from './diagnostics.ts';
import type { OpenApi } from './docs/open-api.ts';
import { docsRoutes } from './docs/routes.tsx';
import { createDocument, registerComponents } from './document.ts';
import type { Api } from './endpoint.ts';
import { feedRoutes } from './feeds.ts';
import { gapRoutes } from './gaps.ts';
import { importApiRoutes } from './imports.ts';
import { offerRoutes } from './offers.ts';
import { answerProblem } from './problem.ts';
import { referralApiRoutes } from './referrals.ts';
import { serviceRoutes } from './service.ts';
import { unmetNeedRoutes } from './unmet-needs.ts';

export const API_VERSION = '0.1.0';
/** Answers for programs load nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";
/** Published for other programs. */
const FEEDS = ['/gbfs/*', '/data-inclusion/*', '/donnees-ouvertes/*'];
const MAX_BODY_BYTES = 1024 * 1024;

/** The JSON interface for other programs, under `/api`, and `/health`. */
export function api(deps: Deps, options: AppOptions): OpenAPIHono {
  const app = new OpenAPIHono();
  const log = options.log ?? console.error;
  app.onError((error, c) => answerProblem(c, error, log));
  for (const path of ['/api/*', '/health', '/problems/*', ...FEEDS]) {
    app.use(path, async (c, next) => {
      await next();
      c.res.headers.set('x-content-type-options', 'nosniff');
      c.res.headers.set('referrer-policy', 'no-referrer');
      if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
      if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', NOTHING);
    });
  }
  // A result that explains every offer is megabytes of much repeated words.
  app.use('/api/*', compress());
  const small = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new ProblemError('tooLarge', 'Le corps de la demande dépasse un mégaoctet.');
    },
  });
  const file = bodyLimit({
    maxSize: MOST_IMPORT_BYTES,
    onError: () => {
      throw new ProblemError('tooLarge', 'Ce fichier est trop gros : coupez-le en plusieurs.');
    },
  });
  app.use('/api/*', (c, next) => (c.req.path === '/api/imports' ? file : small)(c, next));

  const parts: Api = { app, deps, callers: createCallers(deps, options), options };
  registerComponents(app);
  offerRoutes(parts);
  diagnosticRoutes(parts);
  referralApiRoutes(parts);
  bookingApiRoutes(parts);
  importApiRoutes(parts);
  serviceRoutes(parts);
  coverageRoutes(parts);
  gapRoutes(parts);
  unmetNeedRoutes(parts);
  feedRoutes(parts);

  let document: OpenApi | undefined;
  const published = () => {
    document ??= createDocument(app, API_VERSION);
    return document;
  };
  app.get('/api/openapi.json', (c) => c.json(published(), 200, { 'cache-control': 'public, max-age=300' }));
  docsRoutes(app, published);
  for (const path of ['/api', '/api/*', '/problems/*', ...FEEDS]) {
    app.all(path, () => {
      throw new ProblemError(
        'notFound',
        'Rien à cette adresse avec cette méthode ; les appels sont décrits à /api/docs.',
      );
    });
  }
  return app;
}
