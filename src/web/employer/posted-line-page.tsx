import type { Speech } from '../../i18n/languages.ts';
import type { PostedLine } from '../../services/employers/answer-line.ts';
import type { Commune, Gazetteer } from '../../services/ports.ts';
import { Tag } from '../components/tag.tsx';
import { communeLabel } from '../forms/commune-choice.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { patternHours, placeName } from './words.ts';

/** `/{lang}/ligne`: a code is typed. The same page where the code leads nowhere. */
export function PosterCodePage({
  site,
  speech,
  typed,
  error,
}: {
  site: Site;
  speech: Speech;
  typed: string;
  error: string | null;
}) {
  const { posted: say } = speech.t.employer;
  const errors = error === null ? [] : [{ field: 'code', message: error }];
  return (
    <Page site={site} speech={speech} title={say.title} hasErrors={error !== null} noIndex>
      <ErrorSummary title={speech.t.errors.summary} errors={errors} />
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <form action={`/${speech.language.code}/ligne`} method="post" class="questions" novalidate>
        <TextField
          id="code"
          label={say.code}
          hint={say.codeHint}
          value={typed}
          error={error ?? undefined}
          size="medium"
        />
        <p class="actions">
          <button type="submit" class="button">
            {say.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}

type Props = {
  site: Site;
  speech: Speech;
  posted: PostedLine;
  /** Where the form is sent. */
  path: string;
  gazetteer: Gazetteer;
  teamName: string;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  candidates: readonly Commune[];
  token: string;
};

/** `/{lang}/ligne/{code}`: what the line is, and one's answer. */
export function PostedLinePage(props: Props) {
  const { site, speech, posted, errors, typed, gazetteer } = props;
  const { posted: say, example } = speech.t.employer;
  const { line, site: at, pattern } = posted;
  const error = (field: string) => messageFor(errors, field);
  return (
    <Page site={site} speech={speech} title={line.label} hasErrors={errors.length > 0} noIndex>
      <ErrorSummary title={speech.t.errors.summary} errors={errors} />
      <h1>
        {line.label}
        <span class="subheading">{say.by(line.organisationName)}</span>
      </h1>
      {at.illustrative && (
        <p class="tags">
          <Tag tone="example">{example}</Tag>
        </p>
      )}
      <dl class="employer-line">
        <dt>{say.to}</dt>
        <dd>{[at.label, placeName(at.place, gazetteer)].join(', ')}</dd>
        <dt>{say.hours}</dt>
        <dd>{pattern ? patternHours(pattern.cycle) : say.anyHours}</dd>
      </dl>
      <h2>{say.form}</h2>
      <form action={props.path} method="post" class="questions" novalidate>
        <input type="hidden" name="token" value={props.token} />
        <ChoiceField
          id="role"
          legend={say.role}
          values={[textOf(typed, 'role')]}
          error={error('role')}
          options={(['passenger', 'driver'] as const).map((role) => ({ value: role, label: say.roles[role] }))}
        />
        <TextField
          id="commune"
          label={say.commune}
          hint={say.communeHint}
          value={textOf(typed, 'commune')}
          error={error('commune')}
          list="communes"
        />
        {props.candidates.length > 0 && (
          <ChoiceField
            id="communeCode"
            legend={say.choose(textOf(typed, 'commune'))}
            values={[textOf(typed, 'communeCode')]}
            error={error('communeCode')}
            options={props.candidates.map((one) => ({ value: one.code, label: communeLabel(one) }))}
          />
        )}
        <TextField id="firstName" label={say.firstName} value={textOf(typed, 'firstName')} error={error('firstName')} />
        <TextField
          id="phone"
          label={say.phone}
          hint={say.phoneHint}
          value={textOf(typed, 'phone')}
          error={error('phone')}
          size="medium"
        />
        <ChoiceField
          id="consent"
          type="checkbox"
          legend={say.consentLegend}
          values={[textOf(typed, 'consent')]}
          error={error('consent')}
          options={[{ value: 'oui', label: say.consent(props.teamName) }]}
        />
        <p class="hint">{say.privacy}</p>
        <p class="actions">
          <button type="submit" class="button">
            {say.send}
          </button>
        </p>
        <datalist id="communes">
          {gazetteer.communes().map((one) => (
            <option value={communeLabel(one)} />
          ))}
        </datalist>
      </form>
    </Page>
  );
}

/** Said once it is there; sent again it says the same. */
export function AnswerSentPage({ site, speech, path }: { site: Site; speech: Speech; path: string }) {
  const { posted: say } = speech.t.employer;
  return (
    <Page site={site} speech={speech} title={say.sentTitle} noIndex>
      <h1>{say.sentTitle}</h1>
      <p class="lead" role="status">
        {say.sent}
      </p>
      <p class="ways">
        <a href={path}>{say.another}</a>
      </p>
    </Page>
  );
}
