import { FRENCH } from '../../i18n/languages.ts';
import { writeMembership } from '../../services/accounts/membership.ts';
import type { Member } from '../../services/ports/accounts.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const { link, linkSent, double, choice, back } = t.accounts;

type Step = { site: Site; towards: string | null };

/** The same whoever asked. */
export function LinkSentPage({ site, email, again }: { site: Site; email: string; again: string }) {
  return (
    <Page site={site} title={linkSent.title} noIndex>
      <h1>{linkSent.title}</h1>
      <p class="lead">{linkSent.text(email)}</p>
      <p>{linkSent.nothing}</p>
      <p class="actions">
        <a class="quiet-link" href={again}>
          {linkSent.again}
        </a>
      </p>
    </Page>
  );
}

/** Whoever opened the link may be a program that looks through mail: a person presses the button. */
export function FollowLinkPage({ site, token, towards }: Step & { token: string }) {
  return (
    <Page site={site} title={link.title} noIndex>
      <h1>{link.title}</h1>
      <p class="lead">{link.text}</p>
      <form action="/connexion/lien" method="post">
        <input type="hidden" name="jeton" value={token} />
        {towards && <input type="hidden" name="vers" value={towards} />}
        <p class="actions">
          <button type="submit" class="button">
            {link.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}

export function SpentLinkPage({ site }: { site: Site }) {
  return (
    <Page site={site} title={link.spentTitle} noIndex>
      <h1>{link.spentTitle}</h1>
      <p class="lead">{link.spent}</p>
      <p class="actions">
        <a class="button" href="/connexion">
          {link.ask}
        </a>
      </p>
    </Page>
  );
}

export function CodePage({ site, towards, errors }: Step & { errors: readonly FieldMessage[] }) {
  return (
    <Page site={site} title={double.title} hasErrors={errors.length > 0} noIndex>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{double.title}</h1>
      <p class="lead">{double.text}</p>
      <form action="/connexion/double" method="post" class="questions" novalidate>
        {towards && <input type="hidden" name="vers" value={towards} />}
        <TextField
          id="code"
          label={double.code}
          size="medium"
          autocomplete="one-time-code"
          error={messageFor(errors, 'code')}
        />
        <p class="actions">
          <button type="submit" class="button">
            {double.submit}
          </button>
          <a class="quiet-link" href="/connexion">
            {back}
          </a>
        </p>
      </form>
    </Page>
  );
}

/** For who works in several territories or organisations. */
export function ChoicePage(
  props: Step & {
    members: readonly Member[];
    chosen: string | null;
    formToken: string;
    errors: readonly FieldMessage[];
  },
) {
  const { site, members, errors } = props;
  return (
    <Page site={site} title={choice.title} hasErrors={errors.length > 0} noIndex>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{choice.title}</h1>
      <form action="/connexion/structure" method="post" class="questions" novalidate>
        <input type="hidden" name="formToken" value={props.formToken} />
        {props.towards && <input type="hidden" name="vers" value={props.towards} />}
        <ChoiceField
          id="structure"
          legend={choice.text}
          values={props.chosen === null ? [] : [props.chosen]}
          options={members.map((member) => ({
            value: writeMembership(member),
            label: member.organisationName,
            hint: t.accounts.roles[member.role],
          }))}
          error={messageFor(errors, 'structure')}
        />
        <p class="actions">
          <button type="submit" class="button">
            {choice.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}
