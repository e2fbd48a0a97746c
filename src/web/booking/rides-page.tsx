import type { RideSpeech } from '../../i18n/ride/index.ts';
import type { WayInSpeech } from '../../i18n/way-in/index.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import { ClockNotes } from './clock-notes.tsx';
import { bookPath, type RideFrame, RidePage, ridesPath } from './ride-frame.tsx';
import { LeaveForm } from './way-in-pages.tsx';

/** A ride in one line. */
export function rideSentence({ departs, arrives }: BookingView, { say, clock }: RideSpeech): string {
  return departs && arrives ? say.choose.sentence(clock(departs.time), clock(arrives.time)) : '';
}

export const statusWords = ({ status, proposal }: BookingView, { say }: RideSpeech): string =>
  status === 'requested' && proposal !== null ? say.statuses.proposed : say.statuses[status];

/** Past rides that are told at once. */
const MOST_PAST = 10;

/** `/{lang}/mes-trajets` */
export function RidesPage({
  frame,
  coming,
  past,
  wayIn,
}: {
  frame: RideFrame;
  coming: readonly BookingView[];
  past: readonly BookingView[];
  wayIn: WayInSpeech;
}) {
  const { told } = frame;
  const { say, speech } = told;
  const { mine } = say;
  const { code } = speech.language;
  return (
    <RidePage frame={frame} title={mine.title}>
      <h1>{mine.title}</h1>
      <p class="actions">
        <a class="button" href={bookPath(code)}>
          {say.book}
        </a>
        <a class="button button-quiet" href={bookPath(code, 'regulier')}>
          {mine.regular}
        </a>
      </p>
      <h2>{mine.coming}</h2>
      {coming.length === 0 && <p>{mine.none}</p>}
      <ul class="ride-options">
        {coming.map((ride) => (
          <li class="ride-option">
            <p class="ride-day">{ride.departs && told.date(ride.departs.date)}</p>
            <h3 class="ride-times">{rideSentence(ride, told)}</h3>
            <ClockNotes told={told} times={[ride.departs, ride.arrives]} />
            <p>{mine.to(told.whole(ride.to))}</p>
            <p class={`ride-status ride-${ride.status}`}>{statusWords(ride, told)}</p>
            <p class="ways">
              <a href={ridesPath(code, ride.id)} aria-label={mine.see(lineOf(ride, told))}>
                {say.done.see}
              </a>
              <a href={ridesPath(code, ride.id, 'refaire')} aria-label={`${say.ride.again} : ${lineOf(ride, told)}`}>
                {say.ride.again}
              </a>
            </p>
          </li>
        ))}
      </ul>
      {past.length > 0 && (
        <>
          <h2>{mine.past}</h2>
          <ul class="ride-past">
            {past.slice(0, MOST_PAST).map((ride) => (
              <li>
                <a href={ridesPath(code, ride.id)}>{lineOf(ride, told)}</a>
                <span>{statusWords(ride, told)}</span>
                <a href={ridesPath(code, ride.id, 'refaire')} aria-label={`${say.ride.again} : ${lineOf(ride, told)}`}>
                  {say.ride.again}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="ways">
        <a href={ridesPath(code, 'agenda')}>{wayIn.say.calendar.link}</a>
      </p>
      <LeaveForm told={wayIn} />
    </RidePage>
  );
}

const lineOf = (ride: BookingView, told: RideSpeech): string =>
  [ride.departs && told.date(ride.departs.date), rideSentence(ride, told), told.whole(ride.to)]
    .filter(Boolean)
    .join(' – ');
