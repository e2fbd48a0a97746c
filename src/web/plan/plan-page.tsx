import { PLAN_LIMITS } from '../../domain/plan/limits.ts';
import { PLAN_STATUSES } from '../../domain/plan/plan.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PersonPlan } from '../../services/plans/get-plan.ts';
import type { PlanView } from '../../services/plans/view-plan.ts';
import { ErrorSummary, type FieldMessage, messageFor, SelectField, TextAreaField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { PlanAnswers } from './plan-answers.ts';
import { personName } from './plan-words.ts';
import { StepCard } from './step-card.tsx';
import { ToolsSection } from './tools-section.tsx';
import { TotalsSection } from './totals-section.tsx';

const { t } = FRENCH;
const { format, plan: say } = t;

export type PlanPageProps = Pick<PersonPlan, 'person' | 'diagnostics'> & {
  site: Site;
  formToken: string;
  timeZone: string;
  /** `/pro/personnes/{id}` */
  personPath: string;
  plan: PlanView | null;
  /** What the form holds: the plan as stored, or as it is being edited. Null without a plan. */
  answers: PlanAnswers | null;
  errors: readonly FieldMessage[];
  notice?: 'saved' | 'merged' | 'proposed' | 'added' | 'unshared' | undefined;
  /** The form holds what is not saved yet. */
  isUnsaved?: boolean;
  /** For the link that may be made from this page. */
  secret: string;
};

/** One page: the steps, their money, and how the person gets them. */
export function PlanPage(props: PlanPageProps) {
  const { site, person, personPath, plan, answers, errors, notice, isUnsaved, timeZone } = props;
  const name = personName(person);
  const path = `${personPath}/plan`;
  return (
    <Page site={site} title={say.heading(name)} noIndex hasErrors={errors.length > 0} wide>
      <p class="way-back">
        <a href={personPath}>{say.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {notice && !isUnsaved && (
        <p class="notice" role="status">
          {say.notices[notice]}
        </p>
      )}
      <h1>{say.heading(name)}</h1>
      {plan === null || answers === null ? (
        <Beginning {...props} />
      ) : (
        <>
          <p class="lead">{say.lead}</p>
          <p class="soft">{say.state(plan.version, format.instant(plan.updatedAt, timeZone), plan.updatedByName)}</p>
          {isUnsaved && (
            <p class="notice" role="status">
              {`${say.notices.unsaved} `}
              <a href={path}>{say.notices.reopen}</a>
            </p>
          )}
          {plan.status === 'closed' && <p class="soft">{say.none.closed}</p>}
          {!isUnsaved && <Aside {...props} plan={plan} path={path} />}
          <PlanForm {...props} plan={plan} answers={answers} path={path} />
          {!isUnsaved && <TotalsSection totals={plan.totals} />}
          <ToolsSection {...props} plan={plan} path={path} />
          <Proposals {...props} path={path} again />
        </>
      )}
    </Page>
  );
}

/** Somebody said yes, and the plan does not hold it: one button puts it there, in the bridge's place. */
function Aside({ plan, path, formToken, diagnostics }: PlanPageProps & { plan: PlanView; path: string }) {
  if (plan.status === 'closed') return null;
  const diagnosticId = plan.diagnosticId ?? diagnostics[0]?.id ?? '';
  return (
    <>
      {plan.aside.map(({ offerId, title, provider, status, carries }) => (
        <form method="post" action={`${path}/etapes`} class="notice notice-ask">
          <FormToken value={formToken} />
          <input type="hidden" name="offerId" value={offerId} />
          <input type="hidden" name="diagnosticId" value={diagnosticId} />
          <p>{say.aside[status](title, provider)}</p>
          <button type="submit" class="button">
            {carries ? say.aside.put : say.aside.add}
          </button>
        </form>
      ))}
    </>
  );
}

function Beginning(props: PlanPageProps) {
  const path = `${props.personPath}/plan`;
  return (
    <section class="panel" aria-labelledby="beginning">
      <h2 id="beginning">{say.none.heading}</h2>
      <p>{props.diagnostics.length > 0 ? say.none.text : say.none.noDiagnostic}</p>
      <Proposals {...props} path={path} />
      <form method="post" action={`${path}/proposer`}>
        <FormToken value={props.formToken} />
        <button type="submit" class={props.diagnostics.length > 0 ? 'button button-quiet' : 'button'}>
          {say.none.empty}
        </button>
      </form>
    </section>
  );
}

function Proposals({
  diagnostics,
  path,
  formToken,
  timeZone,
  again,
}: PlanPageProps & { path: string; again?: boolean }) {
  const [newest] = diagnostics;
  if (!newest) return null;
  const date = format.instant(newest.madeAt, timeZone);
  return (
    <form method="post" action={`${path}/proposer`} class="screen-only">
      <FormToken value={formToken} />
      <input type="hidden" name="diagnosticId" value={newest.id} />
      <p class="actions">
        <button type="submit" class={again ? 'button button-quiet' : 'button'}>
          {again ? say.none.again(date) : say.none.fromDiagnostic(date)}
        </button>
      </p>
    </form>
  );
}

type FormProps = PlanPageProps & { plan: PlanView; answers: PlanAnswers; path: string };

function PlanForm({ plan, answers, errors, path, formToken, timeZone, personPath, diagnostics }: FormProps) {
  const stored = new Map(plan.steps.map((step) => [String(step.position), step]));
  const diagnosticId = plan.diagnosticId ?? diagnostics[0]?.id ?? null;
  const { steps } = answers;
  return (
    <form method="post" action={path} class="plan-form">
      {/* Enter in a field saves: the first button of a form is the one a browser presses. */}
      <button type="submit" name="action" value="save" class="unseen" tabindex={-1}>
        {say.saveNow}
      </button>
      <FormToken value={formToken} />
      <input type="hidden" name="planId" value={answers.planId} />
      <input type="hidden" name="version" value={String(answers.version)} />
      <input type="hidden" name="formKey" value={answers.formKey} />
      <input type="hidden" name="base" value={answers.base} />
      <div class="panel">
        <TextAreaField
          id="goal"
          label={say.goal}
          hint={say.goalHint}
          rows={2}
          value={answers.goal}
          error={messageFor(errors, 'goal')}
        />
        <SelectField
          id="status"
          label={say.status}
          value={answers.status}
          options={PLAN_STATUSES.map((value) => ({ value, label: say.statuses[value] }))}
        />
      </div>
      <section aria-labelledby="etapes">
        <h2 id="etapes">{say.stepsHeading}</h2>
        {steps.length === 0 && <p>{say.noSteps}</p>}
        <ol class="plan-steps">
          {steps.map((step, index) => {
            const one = stored.get(step.position) ?? null;
            return (
              <StepCard
                step={step}
                stored={one}
                index={index}
                count={steps.length}
                path={path}
                errors={errors}
                timeZone={timeZone}
                referPath={one && referPath(personPath, one, plan.id, diagnosticId)}
              />
            );
          })}
        </ol>
        {steps.length < PLAN_LIMITS.steps ? (
          <p class="actions">
            <button
              type="submit"
              name="action"
              value="add"
              formaction={`${path}#etape-${steps.length}`}
              class="button button-quiet"
            >
              {say.addStep}
            </button>
          </p>
        ) : (
          <p class="soft">{say.limits.steps(PLAN_LIMITS.steps)}</p>
        )}
      </section>
      <div class="panel">
        <TextAreaField
          id="note"
          label={say.note}
          hint={say.noteHint}
          value={answers.note}
          error={messageFor(errors, 'note')}
        />
        <p class="actions">
          <button type="submit" name="action" value="save" class="button">
            {say.save}
          </button>
        </p>
      </div>
    </form>
  );
}

/** The step is told along, so that the referral shows there. */
function referPath(
  personPath: string,
  { offerId, position }: { offerId: string | null; position: number },
  planId: string,
  diagnosticId: string | null,
): string | null {
  if (offerId === null) return null;
  const query = new URLSearchParams({ plan: planId, etape: String(position) });
  if (diagnosticId !== null) query.set('diagnostic', diagnosticId);
  return `${personPath}/orienter/${encodeURIComponent(offerId)}?${query}`;
}
