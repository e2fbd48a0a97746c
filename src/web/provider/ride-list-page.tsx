import { FRENCH } from '../../i18n/languages.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import { Page, type Site } from '../layout/page.tsx';

const { t } = FRENCH;
const say = t.rides;

export const RIDES_PATH = '/structure/trajets';

/** The rides that are asked of an organisation: what waits for an answer first. */
export function RideListPage({
  site,
  rides,
  next,
}: {
  site: Site;
  rides: readonly BookingView[];
  next: string | null;
}) {
  const lost = rides.filter(({ reassignSince }) => reassignSince !== null);
  const waiting = rides.filter(({ status }) => status === 'requested');
  const coming = rides.filter(({ status }) => status === 'confirmed');
  const past = rides.filter(({ status }) => status !== 'requested' && status !== 'confirmed').toReversed();
  return (
    <Page site={site} title={say.list.title} noIndex>
      <h1>{say.list.title}</h1>
      <p class="lead">{say.list.lead}</p>
      {lost.length > 0 && (
        <div class="error-summary" role="alert" aria-labelledby="lost">
          <h2 id="lost">{t.drivers.ride.reassignList(lost.length)}</h2>
          <Lines rides={lost} />
        </div>
      )}
      <p>
        <a class="standing" href="/structure/conducteurs">
          {t.drivers.list.title}
        </a>
      </p>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{say.list.waiting}</h2>
        {waiting.length === 0 ? <p>{say.list.none}</p> : <Lines rides={waiting} />}
      </section>
      <Group id="coming" title={say.list.coming} rides={coming} />
      <Group id="past" title={say.list.past} rides={past} />
      {next !== null && (
        <p class="pages">
          <a class="standing" href={`${RIDES_PATH}?apres=${encodeURIComponent(next)}`}>
            {say.list.more}
          </a>
        </p>
      )}
    </Page>
  );
}

function Group({ id, title, rides }: { id: string; title: string; rides: readonly BookingView[] }) {
  if (rides.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Lines rides={rides} />
    </section>
  );
}

const Lines = ({ rides }: { rides: readonly BookingView[] }) => (
  <ul class="referrals">
    {rides.map((ride) => (
      <li>
        <a class="standing" href={`${RIDES_PATH}/${encodeURIComponent(ride.id)}`}>
          {say.list.line(ride.departs, ride.from, ride.to)}
        </a>{' '}
        <span class="soft">{ride.answerDue ? say.list.before(ride.answerDue) : say.status[ride.status]}</span>
      </li>
    ))}
  </ul>
);
