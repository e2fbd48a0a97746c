import { FRENCH } from '../../i18n/languages.ts';
import type { SecondFactorSetup } from '../../services/ports/accounts.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const words = t.accounts.setUp;

/** The secret and the recovery codes, once; the first code proves that the authenticator has them. */
export function SetUpPage(props: {
  site: Site;
  formToken: string;
  setup: SecondFactorSetup;
  errors: readonly FieldMessage[];
}) {
  const { site, setup, errors } = props;
  return (
    <Page site={site} title={words.title} hasErrors={errors.length > 0} noIndex>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{words.title}</h1>
      <ol class="numbered">
        {words.steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <p>
        <a class="button button-quiet" href={setup.uri}>
          {words.link}
        </a>
      </p>
      <dl class="facts">
        <div>
          <dt>{words.key}</dt>
          <dd>
            <code class="secret">{setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </dd>
        </div>
        <div>
          <dt>{words.recovery}</dt>
          <dd>
            <span class="hint">{words.recoveryHint}</span>
            <ul class="plain-list secrets">
              {setup.recoveryCodes.map((code) => (
                <li>
                  <code class="secret">{code}</code>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <form action="/compte/double/confirmer" method="post" class="questions" novalidate>
        <FormToken value={props.formToken} />
        {/* To be shown again with an error, and for nothing else. */}
        <input type="hidden" name="uri" value={setup.uri} />
        {setup.recoveryCodes.map((code) => (
          <input type="hidden" name="secours" value={code} />
        ))}
        <TextField
          id="code"
          label={words.code}
          size="medium"
          inputmode="numeric"
          autocomplete="one-time-code"
          error={messageFor(errors, 'code')}
        />
        <p class="actions">
          <button type="submit" class="button">
            {words.submit}
          </button>
          <a class="quiet-link" href="/compte">
            {words.cancel}
          </a>
        </p>
      </form>
    </Page>
  );
}
