import type { LegOffers } from '../../domain/matching/browse.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { legName } from './leg-names.ts';
import { type ResultLeg, serviceOf } from './result-summary.ts';
import { timelineWeeks } from './timeline.ts';
import { type LegService, WeekPicture } from './week-picture.tsx';

const { t } = FRENCH;
const say = t.result.timeline;

const WEEKS_IN_SIGHT = 1;
const SERVICES: readonly LegService[] = ['certain', 'toVerify', 'none'];

/** The legs as weeks to look at and as a table to read; which of them somebody can serve. */
export function RidesToMake({
  legs,
  offers,
  rotaDays,
}: {
  legs: readonly ResultLeg[];
  offers: LegOffers;
  rotaDays: number | null;
}) {
  const weeks = timelineWeeks(legs);
  const picture = (week: (typeof weeks)[number]) => (
    <WeekPicture week={week} serviceOf={(legId) => serviceOf(offers, legId)} />
  );
  const later = weeks.slice(WEEKS_IN_SIGHT);
  return (
    <section aria-labelledby="rides">
      <h2 id="rides">{say.heading}</h2>
      {rotaDays && <p class="soft">{say.rotaNote(rotaDays)}</p>}
      <Legend />
      <div class="weeks">{weeks.slice(0, WEEKS_IN_SIGHT).map(picture)}</div>
      {later.length > 0 && (
        <details class="folded">
          <summary>{say.moreWeeks(later.length)}</summary>
          <div class="weeks">{later.map(picture)}</div>
        </details>
      )}
      <details class="folded" open={legs.length <= 4 || undefined}>
        <summary>{say.tableCaption}</summary>
        <p class="soft">{say.tableHint}</p>
        <table>
          <caption class="unseen">{say.tableCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{say.columns.leg}</th>
              <th scope="col">{say.columns.times}</th>
              <th scope="col">{say.columns.offers}</th>
            </tr>
          </thead>
          <tbody>
            {legs.map((leg) => {
              const { served, certain } = offers.get(leg.id) ?? { served: 0, certain: 0 };
              return (
                <tr>
                  <th scope="row">{legName(leg)}</th>
                  <td>{say.times(leg.occurrences)}</td>
                  <td>{say.offers(served, certain)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function Legend() {
  const { work, ...services } = say.legend;
  return (
    <ul class="keys">
      <li>
        <svg viewBox="0 0 28 22" width="28" height="22" aria-hidden="true">
          <rect class="shift" y="4" width="28" height="14" rx="3" />
        </svg>
        {work}
      </li>
      {SERVICES.map((service) => (
        <li>
          <svg viewBox="0 0 16 22" width="16" height="22" aria-hidden="true">
            <path class={`ride ride-${service}`} d="M2 2 14 11 2 20Z" />
          </svg>
          {services[service]}
        </li>
      ))}
    </ul>
  );
}
