import { FRENCH } from '../../i18n/languages.ts';
import { ROTA_PRESET_NAMES } from '../professional/rota-presets.ts';
import { ChoiceField, messageFor, TextField } from './fields.tsx';
import type { FieldsGiven } from './question.ts';
import { readClock } from './read-answer.ts';
import { RotaPicture } from './rota-picture.tsx';
import { dayName, daysOf, gridDays, presetOf, rotaAction, SLOTS, slotOf, startsOnOf } from './rota-typed.ts';
import { type TypedAnswers, textOf } from './typed.ts';

const { t } = FRENCH;
const say = t.assessment.rota;
const presets = t.trial.rota;

/** First day, kind of hours, and the hours day by day: a grid to be changed, and its picture. Complete without script. */
export function RotaFields({
  name,
  typed,
  errors,
  action,
  begins = { label: say.startsOn, hint: say.startsOnHint },
}: FieldsGiven & {
  name: string;
  /** What the date stands for, where it is not somebody's first day. */
  begins?: { label: string; hint: string };
}) {
  const grid = `${action}#${name}-grille`;
  const preset = textOf(typed, presetOf(name));
  const isOpen = preset === 'custom' || errors.some(({ field }) => field.startsWith(`${name}-`));
  return (
    <>
      <TextField
        id={startsOnOf(name)}
        type="date"
        label={begins.label}
        hint={begins.hint}
        value={textOf(typed, startsOnOf(name))}
        error={messageFor(errors, startsOnOf(name))}
        size="medium"
      />
      <ChoiceField
        id={presetOf(name)}
        legend={say.preset}
        values={[preset]}
        error={messageFor(errors, presetOf(name))}
        options={ROTA_PRESET_NAMES.map((one) => ({ value: one, ...presets.presets[one] }))}
      />
      <details class="more" open={isOpen || undefined} id={`${name}-grille`}>
        <summary>{say.openGrid}</summary>
        <p class="actions">
          <GridButton name="action" value={rotaAction(name, 'fill')} action={grid} label={say.fill} />
        </p>
        <Grid name={name} typed={typed} errors={errors} action={grid} />
      </details>
    </>
  );
}

const GridButton = (props: { name: string; value: string; action: string; label: string }) => (
  <button type="submit" class="button button-quiet" name={props.name} value={props.value} formaction={props.action}>
    {props.label}
  </button>
);

function Grid({ name, typed, errors, action }: FieldsGiven & { name: string }) {
  const days = gridDays(typed, name);
  return (
    <>
      <TextField
        id={daysOf(name)}
        label={presets.cycleDays}
        hint={presets.cycleDaysHint}
        value={textOf(typed, daysOf(name)) || '7'}
        error={messageFor(errors, daysOf(name))}
        size="short"
        inputmode="numeric"
        suffix={presets.days}
      />
      <p class="hint">{say.gridHint}</p>
      <div class="rota-editor">
        <RotaPicture lengthDays={days} shifts={shiftsTyped(typed, name, days)} />
        <div class="rota-grid">
          {Array.from({ length: days }, (_, day) => (
            <DayFields name={name} day={day} days={days} typed={typed} errors={errors} action={action} />
          ))}
        </div>
      </div>
      <p class="actions">
        <GridButton name="action" value={rotaAction(name, 'resize')} action={action} label={presets.update} />
      </p>
    </>
  );
}

function DayFields({ name, day, days, typed, errors }: FieldsGiven & { name: string; day: number; days: number }) {
  const legend = t.format.capital(dayName(day, days));
  return (
    <fieldset class="rota-day">
      <legend>{legend}</legend>
      {Array.from({ length: SLOTS }, (_, slot) => (
        <div class="rota-slot">
          {(['start', 'end'] as const).map((end) => {
            const id = slotOf(name, day, slot, end);
            const label = slot === 0 ? say[end] : end === 'start' ? say.secondStart : say.secondEnd;
            return (
              <TextField id={id} label={label} value={textOf(typed, id)} error={messageFor(errors, id)} size="short" />
            );
          })}
        </div>
      ))}
    </fieldset>
  );
}

/** What can be drawn of what is typed. */
function shiftsTyped(typed: TypedAnswers, name: string, days: number) {
  return Array.from({ length: days * SLOTS }, (_, i) => i).flatMap((i) => {
    const [day, slot] = [Math.floor(i / SLOTS), i % SLOTS];
    const start = readClock(textOf(typed, slotOf(name, day, slot, 'start')));
    const end = readClock(textOf(typed, slotOf(name, day, slot, 'end')));
    return start === null || end === null ? [] : [{ day, start, end }];
  });
}
