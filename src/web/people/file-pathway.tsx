import { FRENCH } from '../../i18n/languages.ts';
import type { FileProps } from './file-page.tsx';
import { filePath } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.file;

type Props = Pick<FileProps, 'view' | 'timeZone' | 'mayWrite'>;

export function DiagnosticSection({ view, timeZone }: Props) {
  const { diagnostics: words } = say;
  const { assessments, diagnostics } = view.outline;
  const path = filePath(view.file.id);
  return (
    <section aria-labelledby="diagnostics">
      <h2 id="diagnostics">{words.heading}</h2>
      {assessments.length + diagnostics.length === 0 && <p>{words.none}</p>}
      <ul class="plain-list file-list">
        {assessments.map(({ id, mode, madeOn, madeByName }) => (
          <li>
            <a href={`${path}/bilan/${encodeURIComponent(id)}`} class="quiet-link">
              {words.assessment(mode, t.format.date(madeOn), madeByName)}
            </a>
          </li>
        ))}
        {diagnostics.map(({ id, createdAt, status, rides }) => (
          <li>
            <a href={`${path}/diagnostic/${encodeURIComponent(id)}`} class="quiet-link">
              {words.result(t.format.instant(createdAt, timeZone))}
            </a>{' '}
            <span class="soft">
              {status === 'failed' ? words.failed : status === 'ready' ? words.offers(rides) : words.pending}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PlanSection({ view, mayWrite }: Props) {
  const { plans: words } = say;
  const { plans } = view.outline;
  const path = `${filePath(view.file.id)}/plan`;
  const [plan] = plans;
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">{words.heading}</h2>
      {plan ? (
        <p>
          <a href={path} class="quiet-link">
            {words.line(plan.done, plan.steps)}
          </a>
        </p>
      ) : (
        <p>{words.none}</p>
      )}
      {!plan && mayWrite && view.outline.diagnostics.length > 0 && (
        <p class="ways">
          <a href={path}>{words.make}</a>
        </p>
      )}
    </section>
  );
}

export function ReferralSection({ view, timeZone }: Props) {
  const { referrals: words } = say;
  const { referrals } = view.outline;
  const at = (instant: string) => t.format.instant(instant, timeZone);
  return (
    <section aria-labelledby="orientations">
      <h2 id="orientations">{words.heading}</h2>
      {referrals.length === 0 && <p>{words.none}</p>}
      <ul class="plain-list file-list">
        {referrals.map(({ id, status, offer, sentAt, answeredAt }) => (
          <li>
            <a href={`/pro/orientations/${encodeURIComponent(id)}`} class="quiet-link">
              {offer}
            </a>{' '}
            <strong>{words.statuses[status] ?? status}</strong>{' '}
            <span class="soft">
              {[words.sent(at(sentAt)), answeredAt && words.answered(at(answeredAt))].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
