import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { personSpeech } from '../../i18n/person/index.ts';
import { ProblemError } from '../../services/errors.ts';
import { addPlanStep } from '../../services/plans/add-plan-step.ts';
import { getPlan } from '../../services/plans/get-plan.ts';
import { newPlanSecret } from '../../services/plans/plan-link.ts';
import { proposePlan } from '../../services/plans/propose-plan.ts';
import { type SavePlanInput, savePlan } from '../../services/plans/save-plan.ts';
import { sharePlan, stopSharingPlan } from '../../services/plans/share-plan.ts';
import { tickPlanStep } from '../../services/plans/tick-plan-step.ts';
import { contentOf } from '../../services/plans/view-plan.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { ConflictPage, choiceField } from './conflict-page.tsx';
import { personPlanRoutes } from './person-routes.tsx';
import {
  actOnPlan,
  answersOfContent,
  type PlanAnswers,
  planInputOf,
  planMessages,
  readPlanAnswers,
} from './plan-answers.ts';
import { PlanPage, type PlanPageProps } from './plan-page.tsx';
import { printRoutes } from './print-routes.tsx';
import { SharedPage } from './shared-page.tsx';

const { t } = FRENCH;

/** `/pro/personnes/:id/plan`: the action plan, its conflicts, its link; and what the person reads. */
export function planRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/personnes/:id/plan', async (c) => {
    const who = await signedIn(c);
    const notices = {
      enregistre: 'saved',
      reuni: 'merged',
      propose: 'proposed',
      ajoute: 'added',
      ferme: 'unshared',
    } as const;
    const notice = Object.entries(notices).find(([name]) => c.req.query(name) !== undefined)?.[1];
    return showPlan(c, who, { answers: null, notice });
  });

  routes.post('/pro/personnes/:id/plan', async (c) => {
    const who = await signedIn(c);
    const { ctx } = who;
    const form = new URLSearchParams(await c.req.text());
    const action = form.get('action') ?? 'save';
    if (action === 'resolve') return resolve(c, who, form);
    const answers = readPlanAnswers(form);
    const changed = actOnPlan(action, answers);
    if (changed) return showPlan(c, who, { answers: changed });

    const { input, errors } = planInputOf(answers);
    const personId = c.req.param('id');
    if (errors.length > 0) return showPlan(c, who, { answers, errors });
    const { planId, version, formKey } = answers;
    const asked = { personId, planId, mine: input, base: parsed(answers.base), baseVersion: version, formKey };
    try {
      return await settle(c, who, await savePlan({ ctx, input: asked }), { base: answers.base, asked });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      return showPlan(c, who, { answers, errors: planMessages(error.errors, answers) });
    }
  });

  routes.post('/pro/personnes/:id/plan/proposer', async (c) => {
    const { ctx } = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const input = { personId: c.req.param('id'), diagnosticId: form.get('diagnosticId') || null };
    await proposePlan({ ctx, input });
    return c.redirect(`${planPath(c)}?propose`, 303);
  });

  routes.post('/pro/personnes/:id/plan/etapes', async (c) => {
    const { ctx } = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const input = {
      personId: c.req.param('id'),
      offerId: form.get('offerId') ?? '',
      diagnosticId: form.get('diagnosticId') || null,
    };
    await addPlanStep({ ctx, input });
    return c.redirect(`${planPath(c)}?ajoute`, 303);
  });

  routes.post('/pro/personnes/:id/plan/etapes/faite', async (c) => {
    const { ctx } = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    await tickPlanStep({ ctx, input: { personId: c.req.param('id'), offerId: form.get('offerId') ?? '' } });
    return c.redirect(`${planPath(c)}?enregistre`, 303);
  });

  routes.post('/pro/personnes/:id/plan/partager', async (c) => {
    const { ctx, handle } = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const personId = c.req.param('id');
    const { person } = await getPlan({ ctx, input: { personId } });
    const secret = form.get('secret') ?? '';
    const speech = personSpeech(form.get('langue'));
    const { territory } = handle;
    const address = `/${speech.language.code}/plan/${territory.id}-${secret}`;
    const url = `${ctx.deps.publicUrl}${address}`;
    const letter = ({ expiresAt }: { expiresAt: string }) => ({
      subject: speech.t.mail.subject,
      body: speech.t.mail.body(url, speech.format.dayOf(expiresAt, territory.timeZone)),
    });
    const planId = form.get('planId') ?? '';
    const isMailed = form.get('action') === 'mail';
    const { expiresAt } = await sharePlan({
      ctx,
      input: { personId, planId, secret, letter: isMailed ? letter : null },
    });
    return render(
      c,
      <SharedPage
        site={c.var.visit.site}
        path={planPath(c)}
        address={address}
        url={url}
        until={t.format.instant(expiresAt, territory.timeZone)}
        mailedTo={isMailed ? person.email : null}
      />,
    );
  });

  routes.post('/pro/personnes/:id/plan/partage/fermer', async (c) => {
    const { ctx } = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    await stopSharingPlan({ ctx, input: { personId: c.req.param('id'), planId: form.get('planId') ?? '' } });
    return c.redirect(`${planPath(c)}?ferme`, 303);
  });

  routes.route('/', printRoutes());
  routes.route('/', personPlanRoutes());
  return routes;
}

type PageContext = Context<PagesEnv, '/pro/personnes/:id/plan'>;
type AnyContext = Context<PagesEnv>;

const personPath = (c: AnyContext) => `/pro/personnes/${encodeURIComponent(c.req.param('id') ?? '')}`;
const planPath = (c: AnyContext) => `${personPath(c)}/plan`;

type Shown = { answers: PlanAnswers | null; errors?: readonly FieldMessage[]; notice?: PlanPageProps['notice'] };

/** The stored plan, or the form as it is being edited. */
async function showPlan(
  c: PageContext,
  { ctx, formToken, handle }: SignedIn,
  { answers, errors = [], notice }: Shown,
): Promise<Response> {
  const { person, plan, diagnostics } = await getPlan({ ctx, input: { personId: c.req.param('id') } });
  const isUnsaved = answers !== null;
  const formKey = randomUUID();
  const stored = plan && answersOfContent(contentOf(plan), { planId: plan.id, version: plan.version, formKey });
  return render(
    c,
    <PlanPage
      site={c.var.visit.site}
      formToken={formToken}
      timeZone={handle.territory.timeZone}
      personPath={personPath(c)}
      person={person}
      plan={plan}
      diagnostics={diagnostics}
      answers={answers ?? stored}
      errors={errors}
      notice={notice}
      isUnsaved={isUnsaved}
      secret={newPlanSecret()}
    />,
    errors.length > 0 ? 422 : 200,
  );
}

/** Saved, or given back to choose from. */
async function settle(
  c: PageContext,
  { formToken, handle }: SignedIn,
  outcome: Awaited<ReturnType<typeof savePlan>>,
  { base, asked, asksAgain = false }: { base: string; asked: SavePlanInput; asksAgain?: boolean },
): Promise<Response> {
  if (outcome.kind === 'saved') return c.redirect(`${planPath(c)}?${outcome.merged ? 'reuni' : 'enregistre'}`, 303);
  const isSameVersion = asked.choices?.version === outcome.theirs.version;
  return render(
    c,
    <ConflictPage
      site={c.var.visit.site}
      formToken={formToken}
      path={planPath(c)}
      timeZone={handle.territory.timeZone}
      conflicts={outcome.conflicts}
      mine={outcome.mine}
      theirs={outcome.theirs}
      base={base}
      baseVersion={asked.baseVersion}
      formKey={asked.formKey ?? ''}
      picked={(isSameVersion && asked.choices?.picked) || new Map()}
      asksAgain={asksAgain && isSameVersion}
    />,
    409,
  );
}

/** The choices of the conflict page, against the version that page showed. */
async function resolve(c: PageContext, who: SignedIn, form: URLSearchParams): Promise<Response> {
  const base = form.get('base') ?? '';
  const picked = new Map<string, 'mine' | 'theirs'>();
  for (const [name, value] of form) {
    if (name.startsWith('choice-') && (value === 'mine' || value === 'theirs')) {
      picked.set(keyOf(name), value);
    }
  }
  const asked: SavePlanInput = {
    personId: c.req.param('id'),
    planId: form.get('planId') ?? '',
    mine: parsed(form.get('mine') ?? ''),
    base: parsed(base),
    baseVersion: Number(form.get('version')) || 0,
    choices: { version: Number(form.get('theirVersion')) || 0, picked },
    formKey: form.get('formKey') ?? '',
  };
  return settle(c, who, await savePlan({ ctx: who.ctx, input: asked }), { base, asked, asksAgain: true });
}

/** `choice-step-3-title` → `step.3.title`. */
const keyOf = (field: string) => field.slice(choiceField('').length).replaceAll('-', '.');

/** Undefined where somebody changed it by hand: the verb says what is wrong with nothing. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
