import { FRENCH } from '../../i18n/languages.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { ForYou, Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const words = t.accounts.signIn;

/** What the page begins with, besides the form. */
export type SignInNotice = 'interrupted' | 'ended' | 'left' | 'nobody' | 'oidcRefused' | null;

/** A password, a link, or a provider of identities: one address for the first two. */
export function SignInPage(props: {
  site: Site;
  email: string;
  towards: string | null;
  errors: readonly FieldMessage[];
  notice: SignInNotice;
  oidc: { name: string; href: string } | null;
}) {
  const { site, email, errors, notice, oidc } = props;
  const told = notice === 'oidcRefused' ? words.oidcRefused(oidc?.name ?? '') : notice && words[notice];
  return (
    <Page site={site} title={words.title} hasErrors={errors.length > 0} noIndex>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{words.title}</h1>
      {told && (
        <p class="notice" role="status">
          {told}
        </p>
      )}
      <p class="lead">{words.lead}</p>
      <ForYou />
      {oidc && (
        <section aria-labelledby="par-oidc">
          <h2 id="par-oidc">{words.oidcHeading(oidc.name)}</h2>
          <p class="actions">
            <a class="button button-quiet" href={oidc.href} rel="nofollow">
              {words.oidcSubmit(oidc.name)}
            </a>
          </p>
        </section>
      )}
      <form action="/connexion" method="post" class="questions" novalidate>
        {props.towards && <input type="hidden" name="vers" value={props.towards} />}
        <TextField
          id="email"
          label={t.accounts.email}
          type="email"
          autocomplete="username"
          value={email}
          error={messageFor(errors, 'email')}
        />
        <h2>{words.passwordHeading}</h2>
        <TextField
          id="password"
          label={t.accounts.password}
          type="password"
          autocomplete="current-password"
          error={messageFor(errors, 'password')}
        />
        <p class="actions">
          <button type="submit" class="button" name="par" value="mot-de-passe">
            {words.submit}
          </button>
        </p>
        <h2>{words.linkHeading}</h2>
        <p>{words.linkText}</p>
        <p class="actions">
          <button type="submit" class="button button-quiet" name="par" value="lien">
            {words.linkSubmit}
          </button>
        </p>
      </form>
      <p>{words.noAccount}</p>
    </Page>
  );
}
