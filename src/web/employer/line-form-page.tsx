import { FRENCH } from '../../i18n/languages.ts';
import type { JobSite } from '../../services/ports/employers.ts';
import { ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { sitePath } from './paths.ts';
import { patternHours } from './words.ts';

const { t } = FRENCH;
const say = t.employer.lines;

type Props = {
  site: Site;
  formToken: string;
  at: JobSite;
  teams: readonly { id: string; name: string }[];
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  token: string;
};

export function LineFormPage({ site, formToken, at, teams, typed, errors, token }: Props) {
  const title = say.formTitle(at.label);
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={sitePath(at.id)}>{at.label}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      <p class="lead">{say.lead}</p>
      {teams.length === 0 ? (
        <p class="notice">{say.noTeam}</p>
      ) : (
        <form action={sitePath(at.id, 'lignes', 'nouvelle')} method="post" class="questions" novalidate>
          <FormToken value={formToken} />
          <input type="hidden" name="token" value={token} />
          <TextField
            id="label"
            label={say.label}
            hint={say.labelHint}
            value={textOf(typed, 'label')}
            error={messageFor(errors, 'label')}
          />
          <SelectField
            id="patternId"
            label={say.pattern}
            value={textOf(typed, 'patternId')}
            error={messageFor(errors, 'patternId')}
            options={[
              { value: '', label: say.anyPattern },
              ...at.patterns.map(({ id, label, cycle }) => ({ value: id, label: `${label} – ${patternHours(cycle)}` })),
            ]}
          />
          {teams.length > 1 && (
            <SelectField
              id="toOrganisationId"
              label={say.team}
              value={textOf(typed, 'toOrganisationId')}
              error={messageFor(errors, 'toOrganisationId')}
              options={[
                { value: '', label: say.chooseTeam },
                ...teams.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          <p class="actions">
            <button type="submit" class="button">
              {say.submit}
            </button>
          </p>
        </form>
      )}
    </Page>
  );
}
