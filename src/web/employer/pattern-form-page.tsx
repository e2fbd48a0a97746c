import { anchorOf } from '../../domain/assessment/rota-hours.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { JobSite, ShiftPattern } from '../../services/ports/employers.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { RotaFields } from '../forms/rota-fields.tsx';
import { presetOf, readRota, slotOf, typedRota } from '../forms/rota-typed.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { Changed } from './changed.tsx';
import { ARCHIVE_PATH, patternPath, sitePath } from './paths.ts';
import { patternHours, rotaOf } from './words.ts';

const { t } = FRENCH;
const say = t.employer.patternForm;

/** The name of the rota's controls. */
export const ROTA = 'rota';

export function readPattern(typed: TypedAnswers) {
  const { rota, errors } = readRota(typed, ROTA);
  const missing = rota === undefined ? [{ field: presetOf(ROTA), message: say.missing }] : [];
  const label = textOf(typed, 'label');
  const cycle = rota ? { anchorDate: anchorOf(rota), lengthDays: rota.lengthDays, shifts: rota.shifts } : undefined;
  return { input: { label, cycle }, errors: [...errors, ...missing] };
}

/** Where the services' words belong on the form. */
export const patternField = (path: string): string =>
  path.startsWith('cycle.shifts') ? slotOf(ROTA, 0, 0, 'start') : path.startsWith('cycle') ? presetOf(ROTA) : path;

export const typedPattern = ({ label, cycle, updatedAt }: ShiftPattern): TypedAnswers =>
  Object.fromEntries(
    Object.entries({ label, version: updatedAt, ...typedRota(ROTA, rotaOf(cycle)) })
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, [text]]),
  );

type Props = {
  site: Site;
  formToken: string;
  at: JobSite;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  token: string;
  known: ShiftPattern | null;
  stored?: ShiftPattern | null;
};

export function PatternFormPage({ site, formToken, at, typed, errors, token, known, stored }: Props) {
  const title = (known ? say.changeTitle : say.addTitle)(at.label);
  const action = known ? patternPath(at.id, known.id) : sitePath(at.id, 'horaires', 'nouveaux');
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={sitePath(at.id)}>{at.label}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      {stored && <Changed lines={[stored.label, patternHours(stored.cycle)]} />}
      <form action={action} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <input type="hidden" name="token" value={token} />
        {known && <input type="hidden" name="version" value={(stored ?? known).updatedAt} />}
        <TextField
          id="label"
          label={say.label}
          hint={say.labelHint}
          value={textOf(typed, 'label')}
          error={messageFor(errors, 'label')}
        />
        <RotaFields
          name={ROTA}
          typed={typed}
          errors={errors}
          action={action}
          begins={{ label: say.begins, hint: say.beginsHint }}
        />
        <p class="actions">
          <button type="submit" class="button">
            {say.submit}
          </button>
        </p>
      </form>
      {known && (
        <section class="panel" aria-labelledby="archiver">
          <h2 id="archiver">{say.archive}</h2>
          <p>{say.archiveText}</p>
          <form action={patternPath(at.id, known.id, ARCHIVE_PATH)} method="post">
            <FormToken value={formToken} />
            <button type="submit" class="button button-quiet">
              {say.archive}
            </button>
          </form>
        </section>
      )}
    </Page>
  );
}
