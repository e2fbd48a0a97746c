import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { keepApart, listDuplicates, mergeOffers, undoMerge } from '../../services/catalogue/duplicates.ts';
import { ERROR_STATUS, ProblemError } from '../../services/errors.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { DoublesPage } from './doubles-page.tsx';
import { DOUBLES_PATH } from './freshness-paths.ts';

const say = FRENCH.t.resources.freshness.doubles;
const DONE: Record<string, string> = { reunies: say.merged, apart: say.apart, defaites: say.undone };

/** `/ressources/doublons`: offers that look like one, merged or told apart. */
export function doublesRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.get(DOUBLES_PATH, async (c) => page(c, await signedIn(c)));

  routes.post(DOUBLES_PATH, async (c) => {
    const visit = await signedIn(c);
    const { ctx } = visit;
    const form = new URLSearchParams(await c.req.text());
    const text = (name: string) => form.get(name) ?? '';
    const ids = { firstId: text('first'), secondId: text('second') };
    const keep = text('keep');
    return decided(c, visit, keep === 'both' ? 'apart' : 'reunies', () => {
      if (keep === 'both') return keepApart({ ctx, input: ids });
      const one = { id: ids.firstId, version: Number(text('firstVersion')) };
      const other = { id: ids.secondId, version: Number(text('secondVersion')) };
      const [kept, gone] = keep === 'second' ? [other, one] : [one, other];
      const input = { keptId: kept.id, keptVersion: kept.version, goneId: gone.id, goneVersion: gone.version };
      return mergeOffers({ ctx, input });
    });
  });

  routes.post(`${DOUBLES_PATH}/defaire`, async (c) => {
    const visit = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const input = { firstId: form.get('first') ?? '', secondId: form.get('second') ?? '' };
    return decided(c, visit, 'defaites', () => undoMerge({ ctx: visit.ctx, input }));
  });
  return routes;
}

/** Does it and leads back; what was changed meanwhile, or is refused, is said above the list as it is now. */
async function decided(
  c: Context<PagesEnv>,
  visit: SignedIn,
  done: string,
  work: () => Promise<void>,
): Promise<Response> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProblemError) || (error.code !== 'conflict' && error.code !== 'invalid')) throw error;
    return page(c, visit, error);
  }
  return c.redirect(`${DOUBLES_PATH}?fait=${done}`, 303);
}

async function page(c: Context<PagesEnv>, { ctx, formToken, handle }: SignedIn, refused: ProblemError | null = null) {
  const found = await listDuplicates({ ctx });
  const ground = { ...handle, found: new Map() };
  const { timeZone } = handle.territory;
  const done = refused === null ? (DONE[c.req.query('fait') ?? ''] ?? null) : null;
  const shown = (
    <DoublesPage
      site={c.var.visit.site}
      {...{ formToken, timeZone, ground, found, done }}
      refused={refused?.message ?? null}
    />
  );
  return render(c, shown, refused === null ? 200 : ERROR_STATUS[refused.code]);
}
