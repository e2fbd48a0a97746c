import type { PropsWithChildren } from 'hono/jsx';
import { FRENCH } from '../../i18n/languages.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import { driverName, PriceForOne, priceWords, sumWords } from '../booking/choose-page.tsx';
import { ClockNotes } from '../booking/clock-notes.tsx';
import { FrameToken, type RideFrame, RidePage, telephone } from '../booking/ride-frame.tsx';
import { ProposedTime, WhatIf } from '../booking/ride-page.tsx';
import { rideSentence, statusWords } from '../booking/rides-page.tsx';
import { Tag } from '../components/tag.tsx';
import type { Site } from '../layout/page.tsx';
import { PersonFrame } from '../plan/person-frame.tsx';

const { t } = FRENCH;
const say = t.personRides;

type ListProps = {
  frame: RideFrame;
  name: string;
  coming: readonly BookingView[];
  past: readonly BookingView[];
  isClosed: boolean;
  /** Neither a telephone nor an address. */
  isUnreachable: boolean;
  isDiscreet: boolean;
};

/** `/pro/personnes/:id/trajets` */
export function DeskRidesPage({ frame, name, coming, past, isClosed, isUnreachable, isDiscreet }: ListProps) {
  return (
    <RidePage frame={frame} title={say.of(name)}>
      <h1>{say.of(name)}</h1>
      <p class="lead">{say.lead}</p>
      {isUnreachable && <p class="notice notice-ask">{say.unreachable}</p>}
      {isDiscreet && <p class="notice notice-ask">{say.discreet}</p>}
      {isClosed ? (
        <p class="notice notice-ask">{say.closed}</p>
      ) : (
        <p class="actions">
          <a class="button" href={frame.book()}>
            {say.book}
          </a>
        </p>
      )}
      <section aria-labelledby="coming">
        <h2 id="coming">{say.coming}</h2>
        {coming.length === 0 ? <p>{say.none}</p> : <Rides frame={frame} rides={coming} />}
      </section>
      {past.length > 0 && (
        <section aria-labelledby="past">
          <h2 id="past">{say.past}</h2>
          <Rides frame={frame} rides={past} />
        </section>
      )}
    </RidePage>
  );
}

function Rides({ frame, rides }: { frame: RideFrame; rides: readonly BookingView[] }) {
  const { told } = frame;
  return (
    <ul class="ride-options">
      {rides.map((ride) => (
        <li class="ride-option">
          <p class="ride-day">{ride.departs && told.date(ride.departs.date)}</p>
          <h3 class="ride-times">{rideSentence(ride, told)}</h3>
          <p>{t.rides.way(ride.from, ride.to)}</p>
          <State ride={ride} told={told} />
          <p class="ways">
            <a
              href={frame.rides(ride.id)}
              aria-label={`${say.see} : ${ride.departs ? told.date(ride.departs.date) : ''}, ${rideSentence(ride, told)}`}
            >
              {say.see}
            </a>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Where it stands, why nothing comes of it, and until when an answer is awaited. */
function State({ ride, told }: { ride: BookingView; told: RideSpeech }) {
  const { status, reason, answerDue } = ride;
  return (
    <>
      <p class={`ride-status ride-${status}`}>
        {statusWords(ride, told)}
        {reason !== null && ` : ${t.rides.reasons[reason]}`}
      </p>
      {answerDue && <p>{say.answerBy(told.date(answerDue.date), told.clock(answerDue.time))}</p>}
    </>
  );
}

/** `/pro/personnes/:id/trajets/:ride` */
export function DeskRidePage({
  frame,
  ride,
  notice = null,
  mayAskAgain,
}: {
  frame: RideFrame;
  ride: BookingView;
  notice?: string | null;
  mayAskAgain: boolean;
}) {
  const { told } = frame;
  const { say: words } = told;
  const { offer, wished, direction } = ride;
  const may = (action: BookingView['actions'][number]) => ride.actions.includes(action);
  const isHeld = ride.status === 'requested' || ride.status === 'confirmed';
  const title = [ride.departs && told.date(ride.departs.date), rideSentence(ride, told)].filter(Boolean).join(' – ');
  return (
    <RidePage frame={frame} title={title}>
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {offer.illustrative && (
        <p class="tags">
          <Tag tone="example">{t.catalogue.illustrative}</Tag>
        </p>
      )}
      <h1>{title}</h1>
      <ClockNotes told={told} times={[ride.departs, ride.arrives]} />
      <State ride={ride} told={told} />
      {ride.reasonText !== null && (
        <blockquote lang="fr" dir="auto">
          {ride.reasonText}
        </blockquote>
      )}
      <ProposedTime frame={frame} ride={ride} />
      {(ride.status === 'refused' || ride.status === 'cancelled') && mayAskAgain && (
        <section class="panel" aria-labelledby="others">
          <h2 id="others">{say.ride.others.title}</h2>
          <p>{say.ride.others.text}</p>
          <form action={frame.rides(ride.id, 'autres')} method="post">
            <FrameToken frame={frame} />
            <button type="submit" class="button">
              {say.ride.others.submit}
            </button>
          </form>
        </section>
      )}
      <dl class="check-list ride-list">
        <Fact name={say.ride.from}>
          {ride.pickUp === null ? ride.from : words.choose.pickUp(ride.pickUp)}
          {ride.walkMinutes !== null && ride.walkMinutes > 0 && ` (${words.ride.walk(ride.walkMinutes)})`}
        </Fact>
        <Fact name={say.ride.to}>{ride.dropOff === null ? ride.to : words.choose.dropOff(ride.dropOff)}</Fact>
        {wished && (
          <Fact name={say.ride.wished}>
            {direction === 'outbound'
              ? say.ride.wishedThere(told.clock(wished.time))
              : say.ride.wishedBack(told.clock(wished.time))}
          </Fact>
        )}
        <Fact name={say.ride.who}>{driverName(offer.provider.name, told)}</Fact>
        {offer.provider.phone !== null && (
          <Fact name={say.ride.phone}>
            <a href={telephone(offer.provider.phone)}>{offer.provider.phone}</a>
          </Fact>
        )}
        <Fact name={say.ride.price}>
          {sumWords(ride.priceCents, told)}
          <PriceForOne of={{ ...ride, kind: offer.kind }} told={told} />
        </Fact>
        {ride.needs.length > 0 && (
          <Fact name={say.ride.needs}>{ride.needs.map((need) => say.form.needs.names[need]).join(', ')}</Fact>
        )}
      </dl>
      {isHeld && <WhatIf told={told} ride={ride} />}
      <p class="actions">
        {isHeld && (
          <a class="button" href={frame.rides(ride.id, 'papier')}>
            {say.ride.print}
          </a>
        )}
        {may('cancel') && (
          <a class="button button-quiet" href={frame.rides(ride.id, 'annuler')}>
            {say.ride.cancel}
          </a>
        )}
      </p>
      <section aria-labelledby="timeline">
        <h2 id="timeline">{say.ride.timeline}</h2>
        <ol class="timeline">
          {ride.events.map(({ kind, at, text, byKind }) => (
            <li>
              {`${t.rides.events[kind]}, ${t.rides.moment(at)} (${say.ride.by[byKind]})`}
              {text && <span class="said">{text}</span>}
            </li>
          ))}
        </ol>
      </section>
    </RidePage>
  );
}

const Fact = ({ name, children }: PropsWithChildren<{ name: string }>) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** The paper itself, in the person's language: who drives, when, from which public place. Never a name, a home or a job on it. */
export function RideSlipPage({
  site,
  told,
  rides,
  back,
}: {
  site: Site;
  told: RideSpeech;
  rides: readonly BookingView[];
  back: string;
}) {
  const { say: words, whole } = told;
  const [first] = rides;
  return (
    <PersonFrame site={{ territory: site.territory }} speech={told.speech} title={words.mine.title} inLanguage={null}>
      <div class="screen-only" lang="fr" dir="ltr">
        <p class="way-back">
          <a href={back}>{say.backToRides}</a>
        </p>
        <p class="notice">{say.slip.note}</p>
        <p class="soft">{say.slip.print}</p>
      </div>
      <h1>{words.mine.title}</h1>
      <ul class="ride-options">
        {alike(rides, told).map(([ride, ...more]) => (
          <li class="ride-option">
            <h2 class="ride-times">{rideSentence(ride, told)}</h2>
            <ClockNotes told={told} times={[ride.departs, ride.arrives]} />
            <ul class="ride-facts">
              {[ride, ...more].map(({ departs }) => departs && <li>{told.date(departs.date)}</li>)}
            </ul>
            <p class={`ride-status ride-${ride.status}`}>{statusWords(ride, told)}</p>
            <ul class="ride-facts">
              {ride.pickUp !== null && <li>{words.choose.pickUp(whole(ride.pickUp))}</li>}
              {ride.pickUp === null && ride.direction === 'outbound' && <li>{words.choose.atDoor}</li>}
              {ride.dropOff !== null && <li>{words.choose.dropOff(whole(ride.dropOff))}</li>}
              {ride.placeToldLater && <li>{words.choose.placeLater}</li>}
              <li>
                {driverName(ride.offer.provider.name, told)}
                {ride.status === 'confirmed' && ride.offer.provider.phone !== null && (
                  <>
                    {' – '}
                    <bdi dir="ltr">{ride.offer.provider.phone}</bdi>
                  </>
                )}
              </li>
              <li>
                {priceWords(ride.priceCents, told)}
                <PriceForOne of={{ ...ride, kind: ride.offer.kind }} told={told} />
              </li>
            </ul>
            {ride.offer.illustrative && <p class="tag tag-example">{words.example}</p>}
          </li>
        ))}
      </ul>
      {first && <WhatIf told={told} ride={first} isOpen />}
    </PersonFrame>
  );
}

/** The rides of a rota that differ by their date alone stand together: the paper is to be short. */
function alike(rides: readonly BookingView[], told: RideSpeech): [BookingView, ...BookingView[]][] {
  const groups = new Map<string, [BookingView, ...BookingView[]]>();
  for (const ride of rides) {
    const { direction, status, pickUp, dropOff, offerId, priceCents, proposal } = ride;
    const what = [rideSentence(ride, told), direction, status, pickUp, dropOff, offerId, priceCents, proposal !== null];
    const key = JSON.stringify(what);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [ride]);
    else group.push(ride);
  }
  return [...groups.values()];
}
