import type { ReferralOutcome, RejectionReason } from '../../domain/referral/referral.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { TimelineEntry } from '../../services/referrals/view-referral.ts';

const { t } = FRENCH;
const say = t.referral.events;

/** Everything that happened, in order. */
export function Timeline({ entries, timeZone }: { entries: readonly TimelineEntry[]; timeZone: string }) {
  return (
    <ol class="timeline">
      {entries.map((entry) => (
        <li class={`timeline-${entry.kind}`}>
          <h3>{say[entry.kind]}</h3>
          <p class="soft">
            <time datetime={entry.at}>{t.format.instant(entry.at, timeZone)}</time>
            {entry.byName && ` ${say.by(entry.byName)}`}
            {entry.details.onBehalf && ` (${say.onBehalf})`}
          </p>
          {detailLines(entry).map((line) => (
            <p>{line}</p>
          ))}
          {entry.text && <p class="said">{entry.text}</p>}
        </li>
      ))}
    </ol>
  );
}

function detailLines({ details }: TimelineEntry): string[] {
  const { reason, outcome, appointment, on, to, insistedOn } = details;
  return [
    reason === undefined ? '' : (t.referral.reasons[reason as RejectionReason] ?? reason),
    outcome === undefined ? '' : (t.referral.outcomes[outcome as ReferralOutcome] ?? outcome),
    appointment === undefined ? '' : say.appointment(appointment),
    on === undefined ? '' : say.since(t.format.date(on)),
    to === undefined ? '' : say.to(to),
    insistedOn === undefined ? '' : say.insisted(insistedOn),
  ].filter(Boolean);
}
