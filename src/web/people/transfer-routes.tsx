import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { ProblemError } from '../../services/errors.ts';
import { listSuccessors } from '../../services/people/list-successors.ts';
import { nameFiles } from '../../services/people/name-files.ts';
import { transferPeople } from '../../services/people/transfer-people.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { doneOnce } from './done-once.ts';
import { shownName } from './person-names.ts';
import { TransferPage, TransferredPage } from './transfer-page.tsx';

/** `/pro/personnes/confier?personne=…`: people ticked in a list go to another referent. */
export function transferRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/personnes/confier', async (c) => {
    const me = await signedIn(c);
    const asked = new URLSearchParams({ once: randomUUID() });
    for (const id of c.req.queries('personne') ?? []) asked.append('personne', id);
    return show(c, me, asked, []);
  });

  routes.post('/pro/personnes/confier', async (c) => {
    const me = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const ids = form.getAll('personne');
    // Before they go: afterwards their names may be no longer ours to know.
    const names = new Map((await nameFiles({ ctx: me.ctx, input: { ids } })).map((one) => [one.id, shownName(one)]));
    try {
      const { transferred, left } = await transferPeople({
        ctx: doneOnce(me.ctx, 'transfer', form),
        input: { ids, toMemberId: form.get('toMemberId') ?? '', keepAccess: form.get('garder') === 'oui' },
      });
      const told = left.map(({ id, why }) => {
        const name = names.get(id);
        return { why, name: name ?? FRENCH.t.people.nameless, id: name === undefined ? null : id };
      });
      return render(c, <TransferredPage site={c.var.visit.site} count={transferred.length} left={told} />);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      const errors = error.errors.map(({ path, message }) => ({ field: path, message }));
      return show(c, me, form, errors);
    }
  });

  return routes;
}

async function show(c: Context<PagesEnv>, me: SignedIn, form: URLSearchParams, errors: readonly FieldMessage[]) {
  const successors = await listSuccessors({ ctx: me.ctx });
  const people = await nameFiles({ ctx: me.ctx, input: { ids: form.getAll('personne') } });
  return render(
    c,
    <TransferPage
      site={c.var.visit.site}
      formToken={me.formToken}
      once={form.get('once') ?? randomUUID()}
      people={people.map((one) => ({ id: one.id, name: shownName(one) }))}
      successors={successors}
      chosen={form.get('toMemberId') ?? ''}
      keepsAccess={form.get('garder') === 'oui'}
      errors={errors}
    />,
    errors.length > 0 ? 422 : 200,
  );
}
