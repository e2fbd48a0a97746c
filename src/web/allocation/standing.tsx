import { FRENCH } from '../../i18n/languages.ts';
import type { Standing } from '../../services/allocation/get-standing.ts';
import { CRITERIA_PATH } from './paths.ts';

const { t } = FRENCH;
const say = t.waiting.standing;
const { date, typeset, instant } = t.format;

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
