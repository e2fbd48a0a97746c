import { Hono } from 'hono';
import { listLetters } from '../../services/messages/list-letters.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { LettersPage } from './letters-page.tsx';

/** What only the demonstration shows. */
export function demonstrationRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/demonstration/courriels', async (c) => {
    const { ctx, site, territory } = c.var.visit;
    const letters = await listLetters({ ctx });
    c.header('cache-control', 'no-store');
    return render(
      c,
      <LettersPage site={site} letters={letters} timeZone={territory.timeZone} publicUrl={ctx.deps.publicUrl} />,
    );
  });

  return routes;
}
