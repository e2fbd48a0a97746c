import { FRENCH } from '../../i18n/languages.ts';
import { waitingWording } from '../../services/allocation/ask-to-wait.ts';
import type { Standing } from '../../services/allocation/get-standing.ts';
import { ChoiceField, type FieldMessage, messageFor, SelectField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { CRITERIA_PATH } from './paths.ts';

const { t } = FRENCH;
const say = t.waiting.standing;
const agreed = t.referral.send;
const { date, typeset, instant } = t.format;

/** Asks that a person waits, for whoever referred them, where the structure said yes. */
export function AskToWait({ action, provider, formToken, once, errors }: AskToWaitProps) {
  return (
    <form class="panel" action={action} method="post">
      <FormToken value={formToken} />
      <input type="hidden" name="once" value={once} />
      <h2>{say.ask}</h2>
      <p>{say.askText(provider)}</p>
      <p>{agreed.consentRead}</p>
      <blockquote class="said">{typeset(waitingWording(provider))}</blockquote>
      <ChoiceField
        id="waitConsent"
        type="checkbox"
        legend={<span class="unseen">{agreed.consent}</span>}
        values={[]}
        options={[{ value: '1', label: agreed.consentTick }]}
        error={messageFor(errors, 'waitConsent')}
      />
      <SelectField
        id="waitChannel"
        label={agreed.consentChannel}
        options={Object.entries(t.referral.channels).map(([value, label]) => ({ value, label }))}
      />
      <button type="submit" class="button button-quiet">
        {say.askDo}
      </button>
    </form>
  );
}
type AskToWaitProps = {
  action: string;
  provider: string;
  formToken: string;
  once: string;
  errors: readonly FieldMessage[];
};

/** Where somebody stands on the list of the structure they were referred to, for whoever referred them. */
export function StandingPanel({ standing, timeZone }: { standing: Standing; timeZone: string }) {
  const { decision } = standing;
  return (
    <section class="panel" aria-labelledby="standing">
      <h2 id="standing">{say.title}</h2>
      <p>
        <strong>{say.statuses[standing.status]}.</strong> {say.since(date(standing.waitingSince))}{' '}
        {standing.status === 'waiting' && say.points(standing.points.total)}
        {standing.statusReason !== null && ` ${standing.statusReason}`}
      </p>
      {decision !== null && (
        <>
          <p>
            {decision.loan === null
              ? say.noLoan(instant(decision.on, timeZone))
              : say.loan(date(decision.loan.start), date(decision.loan.until))}
          </p>
          {decision.overridden && decision.reason !== null && <p>{say.overridden(decision.reason)}</p>}
          <h3>{say.why}</h3>
          <ul>
            {decision.why.map((sentence) => (
              <li>{typeset(sentence)}</li>
            ))}
          </ul>
          {decision.changes.length > 0 && (
            <>
              <h3>{say.changes}</h3>
              <ul>
                {decision.changes.map((sentence) => (
                  <li>{typeset(sentence)}</li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      <p>
        <a class="standing" href={CRITERIA_PATH}>
          {say.criteria}
        </a>
      </p>
    </section>
  );
}
