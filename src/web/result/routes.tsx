import { Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { mountResult, type Opened } from './mount-result.tsx';
import { outlineSheet } from './outline-sheet.ts';

const say = FRENCH.t.result;

/** What a person's diagnostic comes to: `/pro/personnes/{id}/diagnostic/{diagnosticId}`. */
export function resultRoutes() {
  const routes = new Hono<PagesEnv>();

  // Public facts, the same for everybody and kept under a name made of what they are.
  routes.get('/cartes/:file', async (c, next) => {
    const territoryId = /^communes-([\w-]+)\.[0-9a-f]{12}\.json$/.exec(c.req.param('file'))?.[1];
    if (territoryId === undefined) return next();
    const { gazetteer } = await c.var.visit.ctx.deps.territory(territoryId);
    const sheet = outlineSheet(territoryId, gazetteer);
    if (sheet.path !== c.req.path) return next();
    c.header('cache-control', 'public, max-age=31536000, immutable');
    return c.body(sheet.body, 200, { 'content-type': 'application/json' });
  });

  mountResult(routes, '/pro/personnes/:id/diagnostic/:diagnosticId', {
    async open(c): Promise<Opened> {
      const { ctx, formToken, handle } = await signedIn(c);
      const [id, diagnosticId] = [c.req.param('id') ?? '', c.req.param('diagnosticId') ?? ''];
      const personPath = `/pro/personnes/${encodeURIComponent(id)}`;
      const path = `${personPath}/diagnostic/${encodeURIComponent(diagnosticId)}`;
      return {
        ctx,
        handle,
        diagnosticId,
        beneficiaryId: id,
        place: {
          path,
          section: 'people',
          title: say.titleOfPerson,
          back: { href: personPath, label: say.backToPerson },
          change: { href: `${personPath}/questionnaire`, label: say.changeOfPerson },
          formToken,
          forPerson: { personPath, diagnosticId },
        },
        holder: ctx.actor.id,
      };
    },
    pathOf: ({ place }) => place.path,
  });
  return routes;
}
