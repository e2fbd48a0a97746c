import { FRENCH } from '../../i18n/languages.ts';
import type { OfferReport } from '../../services/ports/freshness.ts';
import { TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { REPORTS_PATH } from './freshness-paths.ts';

const { t } = FRENCH;
const say = t.resources.freshness;

/** What is said against an offer, each with the way to close it. `back`: where the form leads afterwards. */
export function ReportsList({
  reports,
  formToken,
  timeZone,
  back,
  wrong = null,
}: {
  reports: readonly OfferReport[];
  formToken: string;
  timeZone: string;
  back: 'offre' | 'liste';
  /** The report whose reason was missing. */
  wrong?: string | null;
}) {
  return (
    <ul class="plain-list reports">
      {reports.map(({ id, kind, note, by, memberId, createdAt }) => (
        <li>
          <p>
            <strong>{say.report.kinds[kind]}</strong>{' '}
            <span class="soft">
              {say.reports.by(
                by ?? (memberId === null ? say.reports.provider : say.reports.someone),
                t.format.instant(createdAt, timeZone),
              )}
            </span>
          </p>
          {note && <p class="quoted">{note}</p>}
          <form action={`${REPORTS_PATH}/${encodeURIComponent(id)}/clore`} method="post">
            <FormToken value={formToken} />
            <input type="hidden" name="back" value={back} />
            <TextField
              id={`reason-${id}`}
              name="reason"
              label={say.reports.reason}
              error={wrong === id ? say.reports.needsReason : undefined}
            />
            <button type="submit" class="button button-quiet">
              {say.reports.close}
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
