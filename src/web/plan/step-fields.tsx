import { SOURCE_STATUSES } from '../../domain/plan/funding.ts';
import { PLAN_LIMITS } from '../../domain/plan/limits.ts';
import { STEP_ACTORS, STEP_STATUSES } from '../../domain/plan/plan.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { type FieldMessage, messageFor, SelectField, TextAreaField, TextField } from '../forms/fields.tsx';
import { type StepAnswers, sourceField, stepField } from './plan-answers.ts';

const { plan: say } = FRENCH.t;

type Props = { step: StepAnswers; index: number; errors: readonly FieldMessage[]; path: string };

const optionsOf = <T extends string>(values: readonly T[], labels: Record<T, string>) =>
  values.map((value) => ({ value, label: labels[value] }));

/** `900 € au plus ; devis`: what was proposed to go with asking for it. */
function needsOf({ most, needs }: StepAnswers['sources'][number]): string {
  const words = say.funding;
  const named = needs.split(' ').flatMap((need) => words.needs[need as keyof typeof words.needs] ?? []);
  const upTo = most === '' || !Number.isInteger(Number(most)) ? [] : [words.upTo(FRENCH.t.format.euros(Number(most)))];
  return [...upTo, ...named].join(' ; ');
}

/** Which solution is the bridge is a human's choice; what any other step is about stays. */
const isCarrying = ({ kind, offerId }: StepAnswers) => offerId !== '' && (kind === 'bridge' || kind === 'alternative');

/** What the form carries of a step that nobody types. */
export function StepHidden({ step, index }: Pick<Props, 'step' | 'index'>) {
  return (
    <>
      {!isCarrying(step) && <input type="hidden" name={stepField(index, 'kind')} value={step.kind} />}
      <input type="hidden" name={stepField(index, 'position')} value={step.position} />
      <input type="hidden" name={stepField(index, 'offer')} value={step.offerId} />
    </>
  );
}

/** The answers of one step. */
export function StepFields({ step, index, errors, path }: Props) {
  const words = say.step;
  const error = (name: string) => messageFor(errors, stepField(index, name));
  const id = (name: string) => stepField(index, name);
  return (
    <fieldset class="plain-set">
      <legend class="unseen">{words.legend(index + 1)}</legend>
      {isCarrying(step) && (
        <SelectField
          id={id('kind')}
          label={words.role}
          value={step.kind}
          options={optionsOf(['bridge', 'alternative'] as const, words.roles)}
        />
      )}
      <TextField
        id={id('title')}
        label={words.title}
        hint={words.titleHint}
        value={step.title}
        error={error('title')}
      />
      <div class="pair">
        <SelectField
          id={id('actor')}
          label={words.actor}
          value={step.actor}
          error={error('actor')}
          options={[{ value: '', label: words.noActor }, ...optionsOf(STEP_ACTORS, words.actors)]}
        />
        <TextField
          id={id('actorName')}
          label={words.actorName}
          hint={words.actorNameHint}
          value={step.actorName}
          error={error('actorName')}
        />
      </div>
      <div class="pair">
        <TextField
          id={id('from')}
          type="date"
          size="medium"
          label={words.from}
          value={step.from}
          error={error('from')}
        />
        <TextField
          id={id('until')}
          type="date"
          size="medium"
          label={words.until}
          value={step.until}
          error={error('until')}
        />
        <SelectField
          id={id('status')}
          label={words.status}
          value={step.status}
          error={error('status')}
          options={optionsOf(STEP_STATUSES, words.statuses)}
        />
      </div>
      <TextAreaField id={id('note')} label={words.note} hint={words.noteHint} value={step.note} error={error('note')} />
      <FundingFields step={step} index={index} errors={errors} path={path} />
    </fieldset>
  );
}

function FundingFields({ step, index, errors, path }: Props) {
  const words = say.funding;
  const error = (name: string) => messageFor(errors, stepField(index, name));
  const anchor = `${path}#etape-${index}`;
  return (
    <>
      <h4>{words.heading}</h4>
      <div class="pair">
        <TextField
          id={stepField(index, 'cost')}
          label={words.cost}
          hint={words.costHint}
          size="short"
          inputmode="decimal"
          suffix="€"
          value={step.cost}
          error={error('cost')}
        />
        <SelectField
          id={stepField(index, 'per')}
          label={words.per}
          value={step.per}
          error={error('per')}
          options={optionsOf(['once', 'month'] as const, words.pers)}
        />
      </div>
      {step.sources.map((source, s) => {
        const id = (name: string) => sourceField(index, s, name);
        const wrong = (name: string) => messageFor(errors, id(name));
        return (
          <fieldset class="source">
            <legend>{words.source(s + 1)}</legend>
            <input type="hidden" name={id('most')} value={source.most} />
            <input type="hidden" name={id('needs')} value={source.needs} />
            <TextField id={id('funder')} label={words.funder} value={source.funder} error={wrong('funder')} />
            <div class="pair">
              <TextField
                id={id('amount')}
                label={words.amount}
                size="short"
                inputmode="decimal"
                suffix="€"
                value={source.amount}
                error={wrong('amount')}
              />
              <SelectField
                id={id('status')}
                label={words.status}
                value={source.status}
                options={optionsOf(SOURCE_STATUSES, words.statuses)}
              />
            </div>
            <TextField
              id={id('paperwork')}
              label={words.paperwork}
              value={source.paperwork}
              hint={needsOf(source) || undefined}
              error={wrong('paperwork')}
            />
            <button
              type="submit"
              name="action"
              value={`removeSource:${index}:${s}`}
              formaction={anchor}
              class="button button-quiet"
              aria-label={words.remove(s + 1)}
            >
              {words.removeShort}
            </button>
          </fieldset>
        );
      })}
      {step.sources.length < PLAN_LIMITS.sourcesPerStep && (
        <p class="actions">
          <button
            type="submit"
            name="action"
            value={`addSource:${index}`}
            formaction={anchor}
            class="button button-quiet"
          >
            {words.add}
          </button>
        </p>
      )}
    </>
  );
}
