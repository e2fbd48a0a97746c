import { FRENCH } from '../../i18n/languages.ts';
import type { AccountView } from '../../services/accounts/account.ts';
import type { Member } from '../../services/ports/accounts.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { deviceName } from './device-name.ts';

const { t } = FRENCH;
const words = t.accounts.account;
export type AccountDone = keyof typeof words.done;

type Props = {
  site: Site;
  member: Member;
  formToken: string;
  account: AccountView;
  sessionId: string;
  timeZone: string;
  hasSecondFactor: boolean;
  lacksSecondFactor: boolean;
  mayManage: boolean;
  hasChoice: boolean;
  isFreshLink: boolean;
  done: AccountDone | null;
  errors: readonly FieldMessage[];
};

export function AccountPage(props: Props) {
  const { site, member, done, errors } = props;
  return (
    <Page site={site} title={words.title} hasErrors={errors.length > 0} noIndex>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{words.title}</h1>
      {done && (
        <p class="notice" role="status">
          {words.done[done]}
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>{words.name}</dt>
          <dd>{member.displayName}</dd>
        </div>
        <div>
          <dt>{words.email}</dt>
          <dd>{member.email}</dd>
        </div>
        <div>
          <dt>{words.organisation}</dt>
          <dd>{member.organisationName}</dd>
        </div>
        <div>
          <dt>{words.role}</dt>
          <dd>
            {t.accounts.roles[member.role]}
            <span class="hint">{t.accounts.roleHints[member.role]}</span>
          </dd>
        </div>
      </dl>
      {member.illustrative && <p class="hint">{words.illustrative}</p>}
      {props.lacksSecondFactor && <p class="notice">{words.doubleMissing}</p>}
      <ul class="ways">
        {props.mayManage && (
          <li>
            <a href="/compte/equipe">{words.team}</a>
          </li>
        )}
        {props.hasChoice && (
          <li>
            <a href="/connexion/structure">{words.change}</a>
          </li>
        )}
      </ul>
      <PasswordForm {...props} />
      <SecondFactor {...props} />
      <Sessions {...props} />
    </Page>
  );
}

function PasswordForm({ formToken, account, errors, isFreshLink }: Props) {
  return (
    <section aria-labelledby="mot-de-passe">
      <h2 id="mot-de-passe">{words.passwordHeading}</h2>
      {!account.hasPassword && <p>{words.passwordNone}</p>}
      {account.hasPassword && isFreshLink && <p>{words.passwordFresh}</p>}
      <form action="/compte/mot-de-passe" method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        {account.asksForPassword && (
          <TextField
            id="current"
            label={words.currentPassword}
            type="password"
            autocomplete="current-password"
            error={messageFor(errors, 'current')}
          />
        )}
        <TextField
          id="next"
          label={words.newPassword}
          hint={words.passwordHint}
          type="password"
          autocomplete="new-password"
          error={messageFor(errors, 'next')}
        />
        <p class="actions">
          <button type="submit" class="button">
            {words.passwordSubmit}
          </button>
        </p>
      </form>
    </section>
  );
}

function SecondFactor({ formToken, account, hasSecondFactor, errors }: Props) {
  const path = hasSecondFactor ? '/compte/double/retirer' : '/compte/double';
  return (
    <section aria-labelledby="double">
      <h2 id="double">{words.doubleHeading}</h2>
      <p>{hasSecondFactor ? words.doubleOn : words.doubleOff}</p>
      <form action={path} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        {!hasSecondFactor && account.hasPassword && (
          <TextField
            id="password"
            label={words.currentPassword}
            type="password"
            autocomplete="current-password"
            error={messageFor(errors, 'password')}
          />
        )}
        {hasSecondFactor && (
          <TextField
            id="code"
            label={t.accounts.double.code}
            hint={words.doubleRemoveHint}
            size="medium"
            autocomplete="one-time-code"
            error={messageFor(errors, 'code')}
          />
        )}
        <p class="actions">
          <button type="submit" class="button button-quiet">
            {hasSecondFactor ? words.doubleRemove : words.doubleStart}
          </button>
        </p>
      </form>
    </section>
  );
}

function Sessions({ formToken, account, sessionId, timeZone }: Props) {
  const at = (instant: string) => t.format.instant(instant, timeZone);
  return (
    <section aria-labelledby="appareils">
      <h2 id="appareils">{words.sessionsHeading}</h2>
      <p>{words.sessionsText}</p>
      <ul class="plain-list device-list">
        {account.sessions.map(({ id, userAgent, lastSeen, since }) => {
          const device = deviceName(userAgent, words.deviceOf) ?? words.unknownDevice;
          return (
            <li>
              <p>
                <strong>{device}</strong>
                {id === sessionId && ` (${words.thisOne})`}
              </p>
              <p class="hint">
                {words.lastSeen} : {at(lastSeen)} · {words.since} {at(since)}
              </p>
              {id !== sessionId && (
                <form action="/compte/appareils" method="post">
                  <FormToken value={formToken} />
                  <input type="hidden" name="appareil" value={id} />
                  <button type="submit" class="button button-quiet" aria-label={words.revokeThis(device, at(since))}>
                    {words.revoke}
                  </button>
                </form>
              )}
            </li>
          );
        })}
      </ul>
      {account.sessions.length > 1 && (
        <form action="/compte/appareils" method="post">
          <FormToken value={formToken} />
          <input type="hidden" name="appareil" value="autres" />
          <p class="actions">
            <button type="submit" class="button button-quiet">
              {words.revokeOthers}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}
