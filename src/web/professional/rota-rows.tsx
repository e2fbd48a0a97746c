import { FRENCH } from '../../i18n/languages.ts';
import { type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { MAX_CYCLE_DAYS, type TrialAnswers } from './trial-answers.ts';

const { t } = FRENCH;
const say = t.trial.rota;

/** The rota as rows that can be changed, added to and emptied without script. */
export function RotaRows({
  rota,
  preset,
  errors,
}: {
  rota: NonNullable<TrialAnswers['rota']>;
  preset: TrialAnswers['preset'];
  errors: readonly FieldMessage[];
}) {
  const days = dayOptions(rota);
  const button = (action: string, label: string) => (
    <button type="submit" class="button button-quiet" name="action" value={action} formaction="/pro/essai#horaires">
      {label}
    </button>
  );
  return (
    <>
      <input type="hidden" name="preset" value={preset} />
      <TextField
        id="cycleDays"
        label={say.cycleDays}
        hint={say.cycleDaysHint}
        value={rota.cycleDays}
        error={messageFor(errors, 'cycleDays')}
        size="short"
        inputmode="numeric"
        suffix={say.days}
      />
      <p class="actions">{button('updateRota', say.update)}</p>
      <h3>{say.rowsHeading}</h3>
      <p class="hint">{say.rowsHint}</p>
      <ol class="rota-rows">
        {rota.rows.map((row, index) => (
          <li>
            <fieldset class="rota-row">
              <legend>{say.row(index + 1)}</legend>
              <SelectField
                id={`rowDay-${index}`}
                name="rowDay"
                label={say.day}
                value={row.day}
                error={messageFor(errors, `rowDay-${index}`)}
                options={days}
              />
              <TextField
                id={`rowStart-${index}`}
                name="rowStart"
                label={say.start}
                value={row.start}
                error={messageFor(errors, `rowStart-${index}`)}
                size="short"
              />
              <TextField
                id={`rowEnd-${index}`}
                name="rowEnd"
                label={say.end}
                value={row.end}
                error={messageFor(errors, `rowEnd-${index}`)}
                size="short"
              />
            </fieldset>
          </li>
        ))}
      </ol>
      <p class="actions">
        {button('addRow', say.addRow)}
        {button('presets', say.backToPresets)}
      </p>
    </>
  );
}

/** Every day of the cycle, and those still in a row though the cycle was made shorter. */
function dayOptions({ cycleDays, rows }: NonNullable<TrialAnswers['rota']>) {
  const length = Math.min(MAX_CYCLE_DAYS, Math.max(1, Math.trunc(Number(cycleDays)) || 1));
  const last = Math.max(length, ...rows.map(({ day }) => Math.min(MAX_CYCLE_DAYS, Math.trunc(Number(day)) || 1)));
  return Array.from({ length: last }, (_, i) => ({ value: String(i + 1), label: dayName(i, length) }));
}

function dayName(index: number, cycleDays: number): string {
  if (cycleDays % 7 !== 0) return say.dayOfCycle(index + 1);
  const weekday = t.format.weekday((index % 7) + 1);
  return t.format.capital(say.dayOfWeek(cycleDays === 7 ? null : Math.floor(index / 7) + 1, weekday));
}
