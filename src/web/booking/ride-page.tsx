import type { Child, PropsWithChildren } from 'hono/jsx';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import { driverName, PriceForOne, sumWords } from './choose-page.tsx';
import { ClockNotes } from './clock-notes.tsx';
import { EmergencyPanel } from './emergency-panel.tsx';
import { FrameToken, type RideFrame, RidePage, ridesPath, telephone } from './ride-frame.tsx';
import { rideSentence, statusWords } from './rides-page.tsx';

const isRideKind = (kind: string): kind is 'carpool' | 'demandResponsiveTransport' | 'volunteerDriving' =>
  ['carpool', 'demandResponsiveTransport', 'volunteerDriving'].includes(kind);

/** How often a browser without script looks whether somebody answered. */
const LOOK_AGAIN_SECONDS = 60;

type Props = {
  frame: RideFrame;
  ride: BookingView;
  /** The way back of a way there, or the other way round, that is still booked where this one is not to be. */
  otherWay?: BookingView | null;
  notice?: string | null;
};

/** `/{lang}/mes-trajets/{id}` */
export function OneRidePage({ frame, ride, otherWay = null, notice = null }: Props) {
  const { told } = frame;
  const { say, speech, clock, date, whole } = told;
  const { ride: words, choose } = say;
  const { code } = speech.language;
  const { offer, departs, arrives, actions, answerDue } = ride;
  const here = (...places: readonly string[]) => ridesPath(code, ride.id, ...places);
  const may = (action: BookingView['actions'][number]) => actions.includes(action);
  const isOver = ['refused', 'cancelled', 'noShow', 'done'].includes(ride.status);
  const title = statusWords(ride, told);
  const from = ride.pickUp ?? ride.from;
  const to = ride.dropOff ?? ride.to;
  // Whoever is to decide is left to read.
  const waits = ride.status === 'requested' && ride.proposal === null;
  return (
    <RidePage frame={frame} title={title} live={waits} refreshSeconds={waits ? LOOK_AGAIN_SECONDS : undefined}>
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <h1
        class={`ride-status ride-${ride.status}`}
        data-live={waits ? `${here('evenements')}?version=${ride.version}` : undefined}
        data-again={waits ? LOOK_AGAIN_SECONDS : undefined}
      >
        {title}
      </h1>
      {ride.reason !== null && <p class="lead">{words.reasons[ride.reason]}</p>}
      {ride.reasonText !== null && (
        <blockquote lang="fr" dir="auto">
          {ride.reasonText}
        </blockquote>
      )}
      {departs && <p class="ride-day">{date(departs.date)}</p>}
      <p class="ride-times ride-big">{rideSentence(ride, told)}</p>
      <ClockNotes told={told} times={[departs, arrives]} />
      {answerDue && <p>{words.answerBy(date(answerDue.date), clock(answerDue.time))}</p>}
      {ride.bookedByOther && <p>{words.bookedFor}</p>}
      {offer.illustrative && <p class="tag tag-example">{say.example}</p>}
      <ProposedTime frame={frame} ride={ride} />
      <OtherWay frame={frame} otherWay={otherWay} />
      {(ride.status === 'refused' || ride.status === 'cancelled') && (
        <section class="panel" aria-labelledby="others">
          <h2 id="others">{words.others.title}</h2>
          <p>{words.others.text}</p>
          <form action={here('autres')} method="post">
            <button type="submit" class="button">
              {words.others.submit}
            </button>
          </form>
        </section>
      )}
      <dl class="check-list ride-list">
        <Fact name={words.departs}>
          <bdi>{whole(from)}</bdi>
          {ride.walkMinutes !== null && ride.walkMinutes > 0 && <span> ({words.walk(ride.walkMinutes)})</span>}
          {ride.pickUp === null && ride.direction === 'outbound' && <p>{choose.atDoor}</p>}
        </Fact>
        <Fact name={words.arrives}>
          <bdi>{whole(to)}</bdi>
          {ride.placeToldLater && <p>{choose.placeLater}</p>}
        </Fact>
        <Fact name={words.who}>
          <bdi>{driverName(offer.provider.name, told)}</bdi>
          {ride.status === 'confirmed' && offer.provider.phone !== null && (
            <p>
              <a class="button" href={telephone(offer.provider.phone)}>
                {words.call(whole(offer.provider.phone))}
              </a>
            </p>
          )}
          {ride.status === 'confirmed' && offer.provider.phone === null && <p>{words.noPhone}</p>}
        </Fact>
        <Fact name={words.pay}>
          {sumWords(ride.priceCents, told)}
          <PriceForOne of={{ ...ride, kind: offer.kind }} told={told} />
          {isRideKind(offer.kind) && ride.priceCents !== 0 && <p>{words.payHow[offer.kind]}</p>}
        </Fact>
        {ride.seats > 1 && <Fact name={say.confirm.seats}>{say.form.seats.tell(ride.seats)}</Fact>}
        {ride.needs.length > 0 && (
          <Fact name={say.confirm.help}>
            {speech.format.list(ride.needs.map((need) => say.form.needs.names[need]))}
          </Fact>
        )}
      </dl>
      {arrives && !isOver && <WhatIf told={told} ride={ride} />}
      <ul class="ride-ways">
        {(ride.status === 'confirmed' || ride.status === 'requested') && may('cancel') && (
          <li>
            <a class="button button-quiet" href={here('agenda.ics')}>
              {words.calendar}
            </a>
          </li>
        )}
        {may('noShow') && (
          <li>
            <a class="button" href={here('pas-venu')}>
              {words.noShow}
            </a>
          </li>
        )}
        {may('complete') && (
          <li>
            <form action={here('fini')} method="post">
              <button type="submit" class="button button-quiet">
                {words.done}
              </button>
            </form>
          </li>
        )}
        <li>
          <a class="button button-quiet" href={here('rappel')}>
            {words.callBack}
          </a>
        </li>
        <li>
          <a class="button button-quiet" href={here('refaire')}>
            {words.again}
          </a>
        </li>
        {may('cancel') && (
          <li>
            <a class="button button-quiet" href={here('annuler')}>
              {words.cancel}
            </a>
          </li>
        )}
      </ul>
    </RidePage>
  );
}

/** Each ride is called off by itself: nobody is to find out at the bus stop. */
function OtherWay({ frame, otherWay }: { frame: RideFrame; otherWay: BookingView | null }) {
  const { say, date, clock } = frame.told;
  if (!otherWay?.departs) return null;
  return (
    <p class="notice">
      <a href={frame.rides(otherWay.id)}>
        {say.cancel.otherWay(date(otherWay.departs.date), clock(otherWay.departs.time))}
      </a>
    </p>
  );
}

/** Another time: theirs to take, and nobody else's. */
export function ProposedTime({ frame, ride }: { frame: RideFrame; ride: BookingView }) {
  const { say, clock, date } = frame.told;
  const words = say.ride.proposal;
  const { proposal } = ride;
  if (proposal === null) return null;
  return (
    <section class="panel" aria-labelledby="proposal">
      <h2 id="proposal">{words.title}</h2>
      <p class="ride-day">{date(proposal.date)}</p>
      <p class="ride-times">{words.text(clock(proposal.time), clock(proposal.arrives.time))}</p>
      <ClockNotes told={frame.told} times={[proposal, proposal.arrives]} />
      {ride.direction === 'outbound' &&
        ride.wished &&
        `${proposal.arrives.date} ${proposal.arrives.time}` > `${ride.wished.date} ${ride.wished.time}` && (
          <p class="notice">{words.late(clock(ride.wished.time))}</p>
        )}
      {proposal.text !== null && (
        <blockquote lang="fr" dir="auto">
          {proposal.text}
        </blockquote>
      )}
      <form action={frame.rides(ride.id, 'heure')} method="post" class="actions">
        <FrameToken frame={frame} />
        <input type="hidden" name="version" value={String(ride.version)} />
        <button type="submit" class="button" name="answer" value="yes">
          {words.yes}
        </button>
        <button type="submit" class="button button-quiet" name="answer" value="no">
          {words.no}
        </button>
      </form>
    </section>
  );
}

const Fact = ({ name, children }: PropsWithChildren<{ name: string }>) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** The territory's plan, for a ride to come. */
export const WhatIf = ({ told, ride, isOpen = false }: { told: RideSpeech; ride: BookingView; isOpen?: boolean }) => (
  <EmergencyPanel told={told} plan={ride.emergency} isOpen={isOpen}>
    {ride.status === 'confirmed' && ride.offer.provider.phone !== null && <p>{told.say.ride.wrong.late}</p>}
  </EmergencyPanel>
);

/** Asks once more before something is done that others are told of. */
export function SurePage({
  frame,
  ride,
  otherWay = null,
  words,
  action,
  problem = null,
  plan = null,
}: Props & {
  words: { title: string; text: string; yes: string; no: string };
  action: string;
  problem?: string | null;
  /** What to do meanwhile, for whoever stands at the road. */
  plan?: Child;
}) {
  const { told } = frame;
  return (
    <RidePage frame={frame} title={words.title} hasErrors={problem !== null}>
      {problem !== null && (
        <div class="error-summary" role="alert">
          <p>{problem}</p>
        </div>
      )}
      <h1>{words.title}</h1>
      <p class="ride-day">{ride.departs && told.date(ride.departs.date)}</p>
      <p class="ride-times">{rideSentence(ride, told)}</p>
      <p>{words.text}</p>
      {plan}
      <OtherWay frame={frame} otherWay={otherWay} />
      <form action={frame.rides(ride.id, action)} method="post" class="actions">
        <FrameToken frame={frame} />
        <input type="hidden" name="version" value={String(ride.version)} />
        {problem === null && (
          <button type="submit" class="button">
            {words.yes}
          </button>
        )}
        <a class="button button-quiet" href={frame.rides(ride.id)}>
          {words.no}
        </a>
      </form>
    </RidePage>
  );
}
