import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import type { AppOptions } from '../options.ts';
import { createCallers } from './caller.ts';
import { diagnosticRoutes } from './diagnostics.ts';
import { createDocument, registerComponents } from './document.ts';
import type { Api } from './endpoint.ts';
import { offerRoutes } from './offers.ts';
import { serviceRoutes } from './service.ts';

export const API_VERSION = '0.1.0';
const MAX_BODY_BYTES = 1024 * 1024;

/** The JSON interface for other programs, under `/api`, and `/health`. */
export function api(deps: Deps, options: AppOptions): OpenAPIHono {
  const app = new OpenAPIHono();
  app.use('/api/*', async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  app.use(
    '/api/*',
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new ProblemError('tooLarge', 'Le corps de la demande dépasse un mégaoctet.');
      },
    }),
  );

  const parts: Api = { app, deps, callers: createCallers(deps, options) };
  registerComponents(app);
  offerRoutes(parts);
  diagnosticRoutes(parts);
  serviceRoutes(parts);

  let document: string | undefined;
  app.get('/api/openapi.json', (c) => {
    document ??= JSON.stringify(createDocument(app, API_VERSION));
    return c.body(document, 200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' });
  });
  return app;
}
