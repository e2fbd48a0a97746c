import { FRENCH } from '../../i18n/languages.ts';
import type { NamedColleague } from '../../services/people/colleagues.ts';
import type { NotTransferred } from '../../services/people/transfer-people.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { filePath } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.transfer;

export type TickedPerson = { id: string; name: string };

type Props = {
  site: Site;
  formToken: string;
  once: string;
  people: readonly TickedPerson[];
  successors: readonly NamedColleague[];
  chosen: string;
  keepsAccess: boolean;
  errors: readonly FieldMessage[];
};

/** `/pro/personnes/confier`: who of those ticked goes to whom. */
export function TransferPage({ site, formToken, once, people, successors, chosen, keepsAccess, errors }: Props) {
  const error = messageFor(errors, 'toMemberId');
  return (
    <Page site={site} title={say.title} section="people" hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href="/pro/personnes">{say.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{say.title}</h1>
      {people.length === 0 ? (
        <p class="lead">{say.nobody}</p>
      ) : (
        <form action="/pro/personnes/confier" method="post" class="questions">
          <FormToken value={formToken} />
          <input type="hidden" name="once" value={once} />
          <h2>{say.people(people.length)}</h2>
          <ul class="plain-list">
            {people.map(({ id, name }) => (
              <li>
                <input type="hidden" name="personne" value={id} />
                <a href={filePath(id)} class="quiet-link">
                  {name}
                </a>
              </li>
            ))}
          </ul>
          <div class={error ? 'field field-wrong' : 'field'}>
            <label for="toMemberId">{say.to}</label>
            <span class="hint" id="toMemberId-hint">
              {say.toHint}
            </span>
            {error && (
              <span class="wrong" id="toMemberId-error">
                {error}
              </span>
            )}
            <select
              id="toMemberId"
              name="toMemberId"
              aria-describedby={error ? 'toMemberId-hint toMemberId-error' : 'toMemberId-hint'}
              aria-invalid={error ? 'true' : undefined}
            >
              <option value="">{say.choose}</option>
              {byOrganisation(successors).map(([organisation, members]) => (
                <optgroup label={organisation}>
                  {members.map(({ id, displayName, role }) => (
                    <option value={id} selected={id === chosen}>
                      {say.option(displayName, t.accounts.roles[role])}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </div>
          <ChoiceField
            id="garder"
            type="checkbox"
            legend={<span class="unseen">{say.keep}</span>}
            values={keepsAccess ? ['oui'] : []}
            options={[{ value: 'oui', label: say.keep }]}
          />
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

function byOrganisation(members: readonly NamedColleague[]): [string, NamedColleague[]][] {
  return [...Map.groupBy(members, ({ organisationName }) => organisationName)];
}

/** What became of them: who has a new referent, and who has not and why. */
export function TransferredPage({
  site,
  count,
  left,
}: {
  site: Site;
  count: number;
  left: readonly { why: NotTransferred['why']; name: string; id: string | null }[];
}) {
  return (
    <Page site={site} title={say.doneTitle} section="people" noIndex>
      <h1>{say.doneTitle}</h1>
      <p class="lead" role="status">
        {say.done(count)}
      </p>
      {left.length > 0 && (
        <>
          <h2>{say.left}</h2>
          <ul class="plain-list">
            {left.map(({ id, name, why }) => (
              <li>
                {id === null ? (
                  <strong>{name}</strong>
                ) : (
                  <a href={filePath(id)} class="quiet-link">
                    {name}
                  </a>
                )}{' '}
                <span class="soft">{say.why[why]}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="ways">
        <a href="/pro/personnes">{say.back}</a>
      </p>
    </Page>
  );
}
