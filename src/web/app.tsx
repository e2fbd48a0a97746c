import { Hono } from 'hono';
import type { Deps } from '../services/context.ts';
import { api } from './api/api.ts';
import type { AppOptions } from './options.ts';
import { pages } from './pages.tsx';

/**
 * Everything that is served: the API first, then the pages, which answer whatever nobody else does. Usable without a
 * socket: `createApp(deps).request('/health')`.
 */
export function createApp(deps: Deps, options: AppOptions = {}): Hono {
  const app = new Hono();
  app.route('/', api(deps, options));
  app.route('/', pages(deps, options));
  return app;
}
