import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { recordPersonWithAssessment } from '../../services/assessment/record-person-with-assessment.ts';
import { requireScope } from '../../services/context.ts';
import { listSites } from '../../services/employers/list-sites.ts';
import { ProblemError } from '../../services/errors.ts';
import { type Lookalike, LookalikesError } from '../../services/people/list-duplicates.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { actOnPage } from '../forms/question.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { readTyped, type TypedAnswers } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { LOOKALIKES_SEEN } from '../people/lookalikes-notice.tsx';
import { fieldMessagesOf, QUICK_PATH, type QuickChoices, quickPages, readQuick } from './quick-form.tsx';
import { QuickPage } from './quick-page.tsx';

/** `/pro/personnes/nouvelle`: a person, their first questionnaire and their diagnostic, from one page. */
export function quickRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(QUICK_PATH, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'people:write');
    return show(c, me, { typed: {}, errors: [], token: randomUUID(), choices: await choicesFor(me) });
  });

  routes.post(QUICK_PATH, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'people:write');
    const form = new URLSearchParams(await c.req.text());
    const token = form.get('token') || randomUUID();
    const typed = readTyped(form);
    const choices = await choicesFor(me);
    for (const page of quickPages(choices)) {
      const changed = actOnPage(page, form.get('action') ?? '', typed);
      if (changed) return show(c, me, { typed: changed, errors: [], token, choices });
    }
    const { input, errors } = readQuick(typed, choices);
    if (input === null) return show(c, me, { typed, errors, token, choices });
    try {
      const ctx = { ...me.ctx, idempotency: sentOnce('person', token, Object.entries(typed).toSorted()) };
      const { beneficiaryId, diagnosticId } = await recordPersonWithAssessment({
        ctx,
        input: { ...input, lookalikesSeen: form.has(LOOKALIKES_SEEN) },
      });
      const file = `/pro/personnes/${encodeURIComponent(beneficiaryId)}`;
      return c.redirect(diagnosticId === null ? file : `${file}/diagnostic/${encodeURIComponent(diagnosticId)}`, 303);
    } catch (error) {
      if (error instanceof LookalikesError) {
        return show(c, me, { typed, errors: [], token, choices, lookalikes: error.lookalikes });
      }
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      return show(c, me, { typed, errors: fieldMessagesOf(error.errors), token, choices });
    }
  });

  return routes;
}

const choicesFor = async ({ ctx, handle }: SignedIn): Promise<QuickChoices> => ({
  gazetteer: handle.gazetteer,
  sites: await listSites({ ctx }),
});

function show(
  c: Context<PagesEnv>,
  { formToken }: SignedIn,
  page: {
    typed: TypedAnswers;
    errors: readonly FieldMessage[];
    token: string;
    choices: QuickChoices;
    lookalikes?: readonly Lookalike[];
  },
) {
  const { site } = c.var.visit;
  const status = page.lookalikes ? 409 : page.errors.length > 0 ? 422 : 200;
  return render(c, <QuickPage site={site} formToken={formToken} {...page} />, status);
}
