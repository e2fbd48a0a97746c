import { type Identity, LANGUAGES } from '../../domain/people/identity.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PersonFile } from '../../services/ports/people.ts';
import type { Commune, Gazetteer } from '../../services/ports.ts';
import { communeLabel } from '../forms/commune-choice.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { readDate } from '../forms/read-answer.ts';
import { Page, type Site } from '../layout/page.tsx';
import { answersOfIdentity, type IdentityAnswers } from './identity-answers.ts';
import { filePath, shownName } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.edit;
const labels = t.people.file.identity;

type Props = {
  site: Site;
  formToken: string;
  file: PersonFile;
  answers: IdentityAnswers;
  errors: readonly FieldMessage[];
  candidates: readonly Commune[];
  gazetteer: Gazetteer;
  /** Somebody saved something else since the form was opened: what they wrote is `file`. */
  hasConflict: boolean;
};

/** `/pro/personnes/:id/modifier` */
export function EditPage({ site, formToken, file, answers, errors, candidates, gazetteer, hasConflict }: Props) {
  const path = filePath(file.id);
  const name = shownName(file.identity);
  const title = hasConflict ? say.conflict.title : say.title(name);
  const text = (id: keyof IdentityAnswers & string, label: string, more: { hint?: string; size?: 'medium' } = {}) => (
    <TextField id={id} label={label} value={String(answers[id])} error={messageFor(errors, id)} {...more} />
  );
  return (
    <Page site={site} title={title} section="people" hasErrors={errors.length > 0 || hasConflict} noIndex>
      <p class="way-back">
        <a href={path}>{name}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      {hasConflict && <Versions file={file} answers={answers} gazetteer={gazetteer} />}
      <form action={`${path}/modifier`} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <input type="hidden" name="version" value={String(file.version)} />
        <div class="pair">
          {text('firstName', labels.firstName)}
          {text('lastName', labels.lastName)}
        </div>
        {text('birthDate', labels.birthDate, { hint: say.birthDateHint, size: 'medium' })}
        <div class="pair">
          {text('phone', labels.phone)}
          {text('email', labels.email)}
        </div>
        <SelectField
          id="language"
          label={labels.language}
          value={answers.language}
          error={messageFor(errors, 'language')}
          options={[
            { value: '', label: say.languageUnknown },
            ...LANGUAGES.map((code) => ({ value: code, label: t.assessment.languages[code] ?? code })),
          ]}
        />
        {text('commune', labels.commune, { hint: say.communeHint })}
        {candidates.length > 0 ? (
          <SelectField
            id="communeCode"
            label={say.chooseCommune}
            value={answers.communeCode}
            error={messageFor(errors, 'communeCode')}
            options={candidates.map((commune) => ({ value: commune.code, label: communeLabel(commune) }))}
          />
        ) : (
          <input type="hidden" name="communeCode" value={answers.communeCode} />
        )}
        {text('reference', labels.reference)}
        <ChoiceField
          id="discreet"
          type="checkbox"
          legend={labels.discreet}
          values={answers.discreet ? ['oui'] : []}
          options={[{ value: 'oui', label: say.discreet, hint: say.discreetHint }]}
        />
        <fieldset class="field">
          <legend>{labels.safeHours}</legend>
          <span class="hint">{file.identity.safeHours.length > 1 ? say.keptHours : say.safeHint}</span>
          <ChoiceField
            id="safeDays"
            type="checkbox"
            legend={say.safeDays}
            values={answers.safeDays}
            inline
            options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({
              value: String(day),
              label: t.format.capital(t.format.weekday(day)),
            }))}
          />
          <div class="pair">
            {text('safeFrom', say.safeFrom)}
            {text('safeTo', say.safeTo)}
          </div>
        </fieldset>
        <p class="actions">
          <button type="submit" class="button">
            {say.submit}
          </button>
          <a href={path} class="quiet-link">
            {say.cancel}
          </a>
        </p>
      </form>
    </Page>
  );
}

/** What I wrote beside what is there now, field by field where they differ. */
function Versions({ file, answers, gazetteer }: Pick<Props, 'file' | 'answers' | 'gazetteer'>) {
  const { conflict } = say;
  const theirs = answersOfIdentity(file.identity, gazetteer);
  const differing = CONFLICT_FIELDS.filter(([field]) => meant(answers, field) !== meant(theirs, field));
  return (
    <>
      <p class="lead">{conflict.lead}</p>
      <table class="versions">
        <thead>
          <tr>
            <th scope="col">{conflict.field}</th>
            <th scope="col">{conflict.mine}</th>
            <th scope="col">{conflict.theirs}</th>
          </tr>
        </thead>
        <tbody>
          {differing.map(([field, label]) => (
            <tr>
              <th scope="row">{label}</th>
              <td data-label={conflict.mine}>{told(answers, field) || <em>{conflict.empty}</em>}</td>
              <td data-label={conflict.theirs}>{told(theirs, field) || <em>{conflict.empty}</em>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

type Told = keyof Identity & keyof IdentityAnswers;
const CONFLICT_FIELDS: readonly (readonly [Told | 'safe', string])[] = [
  ['firstName', labels.firstName],
  ['lastName', labels.lastName],
  ['birthDate', labels.birthDate],
  ['phone', labels.phone],
  ['email', labels.email],
  ['language', labels.language],
  ['commune', labels.commune],
  ['reference', labels.reference],
  ['discreet', labels.discreet],
  ['safe', labels.safeHours],
];

/** Two ways to write one day, or one phone, are no difference. */
function meant(answers: IdentityAnswers, field: Told | 'safe'): string {
  const text = told(answers, field);
  if (field === 'birthDate') return readDate(text) ?? text;
  return field === 'phone' ? (phoneDigits(text) ?? text) : text;
}

function told(answers: IdentityAnswers, field: Told | 'safe'): string {
  if (field === 'discreet') return answers.discreet ? say.yes : say.no;
  if (field === 'language') return t.assessment.languages[answers.language] ?? answers.language;
  if (field === 'safe') {
    const days = answers.safeDays.map((day) => t.format.weekday(Number(day))).join(', ');
    return [days, answers.safeFrom, answers.safeTo].filter(Boolean).join(' ');
  }
  return answers[field].trim();
}
