import { Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { mountResult, type Opened } from './mount-result.tsx';

const say = FRENCH.t.result;

/** What a person's diagnostic comes to: `/pro/personnes/{id}/diagnostic/{diagnosticId}`. */
export function resultRoutes() {
  const routes = new Hono<PagesEnv>();
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
          title: say.titleOfPerson,
          back: { href: personPath, label: say.backToPerson },
          change: {
            href: `${personPath}/diagnostic?depuis=${encodeURIComponent(diagnosticId)}`,
            label: say.changeOfPerson,
          },
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
