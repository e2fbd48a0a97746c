import { Hono } from 'hono';
import { formatCode, readCode } from '../../domain/booking/way-in.ts';
import { wayInSpeech } from '../../i18n/way-in/index.ts';
import { giveCode } from '../../services/way-in/give-code.ts';
import { listWayIns } from '../../services/way-in/list-way-ins.ts';
import { revokeWayIn } from '../../services/way-in/revoke-way-in.ts';
import { newCode } from '../../services/way-in/secrets.ts';
import { callOf } from '../intake/call-of.ts';
import { render } from '../layout/render.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { AccessPage } from './access-page.tsx';
import { filePath, shownName } from './person-names.ts';
import { SlipPage } from './slip-page.tsx';

/** `/pro/personnes/:id/acces`: by which ways a person comes to their rides. */
export function accessRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/personnes/:id/acces', async (c) => {
    const { ctx, formToken, handle } = await signedIn(c);
    const personId = c.req.param('id');
    const { file, wayIns } = await listWayIns({ ctx, input: { personId } });
    return render(
      c,
      <AccessPage
        site={c.var.visit.site}
        formToken={formToken}
        code={formatCode(newCode())}
        personId={personId}
        name={shownName(file.identity)}
        isClosed={file.closedAt !== null}
        wayIns={wayIns}
        timeZone={handle.territory.timeZone}
        mayWrite={ctx.actor.scopes.has('people:write')}
        done={c.req.query('fait') ?? null}
      />,
    );
  });

  // Answered with the paper itself: the house keeps a hash, and could not show the code again.
  routes.post('/pro/personnes/:id/acces/code', async (c) => {
    const { ctx, handle } = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const personId = c.req.param('id');
    const typed = form.get('code') ?? '';
    const { expiresAt, language } = await giveCode({ ctx, input: { personId, code: typed } });
    const told = wayInSpeech(language);
    const code = readCode(typed);
    const { format, language: read } = told.speech;
    const { phone } = await callOf(c);
    return render(
      c,
      <SlipPage
        site={c.var.visit.site}
        told={told}
        code={code ? formatCode(code) : ''}
        address={`${ctx.deps.publicUrl.replace(/^https?:\/\//, '')}/${read.code}/mes-trajets/code`}
        until={format.dayOf(expiresAt, handle.territory.timeZone)}
        phone={phone}
        path={`${filePath(personId)}/acces`}
      />,
    );
  });

  routes.post('/pro/personnes/:id/acces/fin', async (c) => {
    const { ctx } = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const personId = c.req.param('id');
    const wayInId = form.get('acces');
    await revokeWayIn({ ctx, input: { personId, wayInId } });
    return c.redirect(`${filePath(personId)}/acces?fait=${wayInId === null ? 'tout-arrete' : 'arrete'}`, 303);
  });

  return routes;
}
