import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { ProblemError } from '../../services/errors.ts';
import { erasePerson, readErased } from '../../services/people/erase-person.ts';
import { getPerson } from '../../services/people/get-person.ts';
import { readEverything } from '../../services/people/read-everything.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { DataPage, ErasedPage, ErasePage } from './data-pages.tsx';
import { doneOnce } from './done-once.ts';
import { shownName } from './person-names.ts';

/** What is kept of a person: to be read, taken away, and erased. */
export function heldRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/personnes/:id/donnees', async (c) => {
    const { ctx } = await signedIn(c);
    const id = c.req.param('id');
    const { file, tables } = await readEverything({ ctx, input: { id } });
    return render(c, <DataPage site={c.var.visit.site} id={id} name={shownName(file.identity)} tables={tables} />);
  });

  routes.get('/pro/personnes/:id/donnees.json', async (c) => {
    const { ctx } = await signedIn(c);
    const { file, readAt, tables } = await readEverything({ ctx, input: { id: c.req.param('id') } });
    c.header('content-type', 'application/json; charset=utf-8');
    // The name stays out of the file's name: downloads are listed for everybody at the machine.
    c.header('content-disposition', `attachment; filename="dossier-${encodeURIComponent(file.id)}.json"`);
    return c.body(JSON.stringify({ id: file.id, readAt, ...tables }, null, 2));
  });

  routes.get('/pro/personnes/effacee', async (c) => {
    const { ctx } = await signedIn(c);
    readErased({ ctx });
    return render(c, <ErasedPage site={c.var.visit.site} />);
  });

  routes.get('/pro/personnes/:id/effacer', async (c) => showErase(c, await signedIn(c), '', []));

  routes.post('/pro/personnes/:id/effacer', async (c) => {
    const me = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const confirmation = form.get('confirmation') ?? '';
    const id = c.req.param('id');
    try {
      await erasePerson({ ctx: doneOnce(me.ctx, `erase ${id}`, form), input: { id, confirmation } });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      const errors = error.errors.map(({ path, message }) => ({ field: path, message }));
      return showErase(c, me, confirmation, errors);
    }
    return c.redirect('/pro/personnes/effacee', 303);
  });

  return routes;
}

async function showErase(
  c: Context<PagesEnv>,
  { ctx, formToken }: SignedIn,
  typed: string,
  errors: readonly FieldMessage[],
) {
  const id = c.req.param('id') ?? '';
  const { file } = await getPerson({ ctx, input: { id } });
  const { site } = c.var.visit;
  const name = shownName(file.identity);
  return render(
    c,
    <ErasePage
      site={site}
      formToken={formToken}
      once={randomUUID()}
      id={id}
      name={name}
      typed={typed}
      errors={errors}
    />,
    errors.length > 0 ? 422 : 200,
  );
}
