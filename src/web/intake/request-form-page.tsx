import type { Scope } from '../../domain/accounts/scopes.ts';
import { GOAL_KINDS } from '../../domain/intake/request.ts';
import { LANGUAGES } from '../../domain/people/identity.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Commune } from '../../services/ports.ts';
import { communeLabel } from '../forms/commune-choice.ts';
import {
  ChoiceField,
  ErrorSummary,
  type FieldMessage,
  messageFor,
  SelectField,
  TextAreaField,
  TextField,
} from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { IntakeMenu } from './intake-menu.tsx';
import type { Typed } from './typed-form.ts';

const { t } = FRENCH;
const say = t.intake.form;

type Props = {
  site: Site;
  scopes: ReadonlySet<Scope>;
  formToken: string;
  typed: Typed;
  errors: readonly FieldMessage[];
  teams: readonly { id: string; name: string }[];
  /** Whose file is shared by sending; null where the sender describes the person. */
  shared: { id: string; name: string } | null;
  isEmployer: boolean;
  communes: readonly Commune[];
  candidates: readonly Commune[];
};

/** `/pro/demandes/nouvelle` */
export function RequestFormPage(props: Props) {
  const { site, scopes, formToken, typed, errors, teams, shared } = props;
  const error = (id: string) => messageFor(errors, id);
  const text = (id: 'place' | 'when', hint: string) => (
    <TextField id={id} label={say[id]} hint={hint} value={typed[id] ?? ''} error={error(id)} />
  );
  return (
    <Page site={site} title={say.title} hasErrors={errors.length > 0} noIndex>
      <IntakeMenu scopes={scopes} here="send" />
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {teams.length === 0 ? (
        <p class="notice">{say.noTeam}</p>
      ) : (
        <form action="/pro/demandes/nouvelle" method="post" class="questions" novalidate>
          <FormToken value={formToken} />
          <input type="hidden" name="once" value={typed.once} />
          {teams.length > 1 && (
            <SelectField
              id="team"
              label={say.team}
              value={typed.team ?? ''}
              error={error('team')}
              options={[
                { value: '', label: t.intake.request.choose },
                ...teams.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          {shared ? <SharedFile shared={shared} teams={teams} /> : <PersonSection {...props} />}
          <section class="panel" aria-labelledby="besoin">
            <h2 id="besoin">{say.goal}</h2>
            <ChoiceField
              id="goalKind"
              legend={say.goalKind}
              values={[typed.goalKind ?? '']}
              error={error('goalKind')}
              options={GOAL_KINDS.map((kind) => ({ value: kind, label: t.intake.goals[kind] }))}
            />
            {text('place', say.placeHint)}
            {text('when', say.whenHint)}
            <TextAreaField
              id="need"
              label={say.need}
              hint={say.needHint}
              value={typed.need ?? ''}
              error={error('need')}
              rows={6}
            />
          </section>
          <Agreed checked={typed.agreed === 'oui'} error={error('agreed')} />
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

function SharedFile({ shared, teams }: { shared: { id: string; name: string }; teams: readonly { name: string }[] }) {
  const [only, another] = teams;
  return (
    <section class="panel" aria-labelledby="partage">
      <h2 id="partage">{say.shared(shared.name)}</h2>
      <input type="hidden" name="personne" value={shared.id} />
      <p>{say.sharedText(only && !another ? only.name : say.sharedTeams)}</p>
    </section>
  );
}

function PersonSection({ typed, errors, isEmployer, communes, candidates }: Props) {
  const error = (id: string) => messageFor(errors, id);
  const text = (id: 'firstName' | 'lastName' | 'phone' | 'email' | 'callWhen', hint?: string) => (
    <TextField id={id} label={say[id]} hint={hint} value={typed[id] ?? ''} error={error(id)} />
  );
  return (
    <section class="panel" aria-labelledby="personne">
      <h2 id="personne">{isEmployer ? say.employerPerson : say.person}</h2>
      <div class="pair">
        {text('firstName')}
        {text('lastName')}
      </div>
      <div class="pair">
        {text('phone', say.reachHint)}
        {text('email')}
      </div>
      <CommuneField typed={typed} error={error('commune')} words={say} communes={communes} candidates={candidates} />
      <SelectField
        id="language"
        label={t.assessment.quick.language}
        value={typed.language ?? ''}
        options={[
          { value: '', label: t.intake.unknown },
          ...LANGUAGES.map((code) => ({ value: code, label: t.assessment.languages[code] ?? code })),
        ]}
      />
      {text('callWhen')}
      <OneBox id="discreet" label={say.discreet} hint={say.discreetHint} checked={typed.discreet === 'oui'} />
    </section>
  );
}

/** A commune by its name; asked back where several are called so. */
export function CommuneField(props: {
  typed: Typed;
  error: string | undefined;
  words: { commune: string; communeHint: string; communeChoice(typed: string): string };
  communes: readonly Commune[];
  candidates: readonly Commune[];
}) {
  const { typed, error, words, communes, candidates } = props;
  return (
    <>
      <datalist id="communes">
        {communes.map((commune) => (
          <option value={communeLabel(commune)} />
        ))}
      </datalist>
      <TextField
        id="commune"
        label={words.commune}
        hint={words.communeHint}
        value={typed.commune ?? ''}
        error={candidates.length > 0 ? undefined : error}
        list="communes"
      />
      {candidates.length > 0 && (
        <ChoiceField
          id="communeCode"
          legend={words.communeChoice(typed.commune ?? '')}
          error={error}
          values={[typed.communeCode ?? '']}
          options={candidates.map((commune) => ({ value: commune.code, label: communeLabel(commune) }))}
        />
      )}
    </>
  );
}

/** One thing to tick. */
export function OneBox({ id, label, hint, checked }: { id: string; label: string; hint?: string; checked: boolean }) {
  return (
    <div class="choice">
      <input
        type="checkbox"
        id={id}
        name={id}
        value="oui"
        checked={checked}
        aria-describedby={hint ? `${id}-about` : undefined}
      />
      <div class="choice-text">
        <label for={id}>{label}</label>
        {hint && (
          <span class="hint" id={`${id}-about`}>
            {hint}
          </span>
        )}
      </div>
    </div>
  );
}

function Agreed({ checked, error }: { checked: boolean; error: string | undefined }) {
  return (
    <div class={error ? 'field field-wrong' : 'field'}>
      {error && <span class="wrong">{error}</span>}
      <OneBox id="agreed" label={say.agreed} checked={checked} />
    </div>
  );
}
