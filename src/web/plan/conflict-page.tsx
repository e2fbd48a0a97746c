import type { Conflict, StepField } from '../../domain/plan/merge.ts';
import type { PlanContent, PlanStep } from '../../domain/plan/plan.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PlanView } from '../../services/plans/view-plan.ts';
import { ErrorSummary, type FieldMessage } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { sumOf } from './plan-words.ts';

const { t } = FRENCH;
const { format, plan } = t;
const say = plan.conflict;

export const choiceField = (key: string) => `choice-${key.replaceAll('.', '-')}`;

type Props = {
  site: Site;
  formToken: string;
  /** `/pro/personnes/{id}/plan` */
  path: string;
  timeZone: string;
  conflicts: readonly Conflict[];
  mine: PlanContent;
  theirs: PlanView;
  /** What mine was written on, as the form carried it. */
  base: string;
  baseVersion: number;
  formKey: string;
  /** Chosen already, by key; a page that came back keeps it. */
  picked: ReadonlyMap<string, 'mine' | 'theirs'>;
  /** The page was sent with choices still open. */
  asksAgain: boolean;
};

/** Two people changed the same thing: both versions side by side, and what was written is in the form whatever is chosen. */
export function ConflictPage(props: Props) {
  const { site, path, conflicts, mine, theirs, picked, asksAgain } = props;
  const errors: FieldMessage[] = asksAgain
    ? conflicts
        .filter(({ key }) => !picked.has(key))
        .map(({ key }) => ({ field: choiceField(key), message: say.missing }))
    : [];
  const when = format.instant(theirs.updatedAt, props.timeZone);
  return (
    <Page site={site} title={say.title} noIndex hasErrors={errors.length > 0} wide>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{say.title}</h1>
      <p class="lead">{say.lead(theirs.updatedByName, when)}</p>
      <form method="post" action={path}>
        <FormToken value={props.formToken} />
        <input type="hidden" name="planId" value={theirs.id} />
        <input type="hidden" name="formKey" value={props.formKey} />
        <input type="hidden" name="version" value={String(props.baseVersion)} />
        <input type="hidden" name="base" value={props.base} />
        <input type="hidden" name="theirVersion" value={String(theirs.version)} />
        <input type="hidden" name="mine" value={JSON.stringify(mine)} />
        {conflicts.map((conflict) => (
          <Choice
            conflict={conflict}
            by={theirs.updatedByName}
            title={titleOf(conflict, theirs)}
            picked={picked.get(conflict.key) ?? suggested(conflict)}
            isMissing={asksAgain && !picked.has(conflict.key)}
          />
        ))}
        <p class="actions">
          <button type="submit" name="action" value="resolve" class="button">
            {say.save}
          </button>
        </p>
      </form>
    </Page>
  );
}

/** Where one of the two alone changed a field of a step that both touched, theirs or mine is the likely wish. */
function suggested(conflict: Conflict): 'mine' | 'theirs' | undefined {
  return conflict.kind === 'stepField' ? (conflict.changedBy ?? undefined) : undefined;
}

function Choice(props: {
  conflict: Conflict;
  title: string;
  by: string | null;
  picked: 'mine' | 'theirs' | undefined;
  isMissing: boolean;
}) {
  const { conflict, title, by, picked, isMissing } = props;
  const id = choiceField(conflict.key);
  const sides = [
    { side: 'mine' as const, heading: say.mine, keep: say.keepMine },
    { side: 'theirs' as const, heading: say.theirs(by), keep: say.keepTheirs },
  ];
  return (
    <fieldset
      class={isMissing ? 'panel choices field-wrong' : 'panel choices'}
      aria-describedby={isMissing ? `${id}-error` : undefined}
    >
      <legend>
        <h2>{title}</h2>
      </legend>
      {isMissing && (
        <span class="wrong" id={`${id}-error`}>
          {say.missing}
        </span>
      )}
      <div class="two-versions">
        {sides.map(({ side, heading, keep }, i) => {
          const optionId = i === 0 ? id : `${id}-${i}`;
          return (
            <div class="version">
              <h3 id={`${optionId}-heading`}>{heading}</h3>
              <div class="as-written" id={`${optionId}-text`}>
                <Version conflict={conflict} side={side} />
              </div>
              <div class="choice">
                <input
                  type="radio"
                  id={optionId}
                  name={id}
                  value={side}
                  checked={picked === side}
                  aria-describedby={`${optionId}-text`}
                />
                <div class="choice-text">
                  <label for={optionId}>{keep}</label>
                </div>
              </div>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

function titleOf(conflict: Conflict, theirs: PlanView): string {
  const { fields } = say;
  switch (conflict.kind) {
    case 'field':
      return fields[conflict.field];
    case 'order':
      return say.order;
    case 'removed':
      return stepTitle(conflict.step, theirs);
    case 'stepField':
      return `${stepTitle(conflict.theirs, theirs)} – ${FIELD_NAMES[conflict.field]}`;
  }
}

const FIELD_NAMES: Record<StepField, string> = {
  step: say.fields.role,
  title: say.fields.title,
  actor: say.fields.actor,
  actorName: say.fields.actorName,
  from: say.fields.from,
  until: say.fields.until,
  status: say.fields.stepStatus,
  note: say.fields.stepNote,
  funding: say.fields.funding,
};

/** By its place in what is stored; one that is no longer there has no place. */
function stepTitle(step: PlanStep, theirs: PlanView): string {
  const place = theirs.steps.findIndex(({ position }) => position === step.position);
  const title = step.title ?? plan.kinds[step.step];
  return place === -1 ? title : say.step(place + 1, title);
}

function Version({ conflict, side }: { conflict: Conflict; side: 'mine' | 'theirs' }) {
  switch (conflict.kind) {
    case 'field': {
      const value = conflict[side];
      const text = conflict.field === 'status' ? plan.statuses[value as keyof typeof plan.statuses] : value;
      return <>{text || say.empty}</>;
    }
    case 'order':
      return (
        <ol>
          {conflict[side].map((step) => (
            <li>{step.title ?? plan.kinds[step.step]}</li>
          ))}
        </ol>
      );
    case 'removed':
      return conflict.by === side ? <em>{say.stepRemoved}</em> : <WholeStep step={conflict.step} />;
    case 'stepField':
      return <>{fieldText(conflict[side], conflict.field) || say.empty}</>;
  }
}

function WholeStep({ step }: { step: PlanStep }) {
  const fields = Object.keys(FIELD_NAMES) as StepField[];
  return (
    <ul>
      {fields.map((field) => {
        const text = fieldText(step, field);
        return text === '' ? null : <li>{`${FIELD_NAMES[field]} : ${text}`}</li>;
      })}
    </ul>
  );
}

function fieldText(step: PlanStep, field: StepField): string {
  switch (field) {
    case 'actor':
      return step.actor === null ? plan.step.noActor : plan.step.actors[step.actor];
    case 'step':
      return plan.kinds[step.step];
    case 'status':
      return plan.step.statuses[step.status];
    case 'from':
    case 'until': {
      const date = step[field];
      return date === null ? '' : format.date(date);
    }
    case 'funding':
      return fundingText(step);
    default:
      return step[field] ?? '';
  }
}

function fundingText({ funding: { costCents, per, sources } }: PlanStep): string {
  const cost = costCents === null ? plan.step.unknownCost : sumOf(costCents, per);
  const lines = sources.map(({ funder, amountCents, status }) =>
    say.sourceLine(funder, sumOf(amountCents, per), plan.funding.statuses[status]),
  );
  return say.fundingLine(cost, lines.join(' ; '));
}
