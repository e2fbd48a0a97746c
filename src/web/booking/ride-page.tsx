import type { PropsWithChildren } from 'hono/jsx';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import { sumWords } from './choose-page.tsx';
import { type RideFrame, RidePage, ridesPath, telephone } from './ride-frame.tsx';
import { rideSentence, statusWords } from './rides-page.tsx';

const isRideKind = (kind: string): kind is 'carpool' | 'demandResponsiveTransport' | 'volunteerDriving' =>
  ['carpool', 'demandResponsiveTransport', 'volunteerDriving'].includes(kind);

type Props = { frame: RideFrame; ride: BookingView; notice?: string | null };

/** `/{lang}/mes-trajets/{id}` */
export function OneRidePage({ frame, ride, notice = null }: Props) {
  const { told } = frame;
  const { say, speech, clock, date, whole } = told;
  const { ride: words, choose } = say;
  const { code } = speech.language;
  const { offer, departs, arrives, proposal, actions, answerDue } = ride;
  const here = (...places: readonly string[]) => ridesPath(code, ride.id, ...places);
  const may = (action: BookingView['actions'][number]) => actions.includes(action);
  const isOver = ['refused', 'cancelled', 'noShow', 'done'].includes(ride.status);
  const title = statusWords(ride, told);
  const from = ride.pickUp ?? ride.from;
  const to = ride.dropOff ?? ride.to;
  return (
    <RidePage frame={frame} title={title}>
      {notice && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <h1 class={`ride-status ride-${ride.status}`}>{title}</h1>
      {ride.reason !== null && <p class="lead">{words.reasons[ride.reason]}</p>}
      {ride.reasonText !== null && (
        <blockquote lang="fr" dir="auto">
          {ride.reasonText}
        </blockquote>
      )}
      {departs && <p class="ride-day">{date(departs.date)}</p>}
      <p class="ride-times ride-big">{rideSentence(ride, told)}</p>
      {answerDue && <p>{words.answerBy(date(answerDue.date), clock(answerDue.time))}</p>}
      {ride.bookedByOther && <p>{words.bookedFor}</p>}
      {offer.illustrative && <p class="tag tag-example">{say.example}</p>}
      {proposal && (
        <section class="panel" aria-labelledby="proposal">
          <h2 id="proposal">{words.proposal.title}</h2>
          <p class="ride-day">{date(proposal.date)}</p>
          <p class="ride-times">{words.proposal.text(clock(proposal.time), clock(proposal.arrives.time))}</p>
          {ride.direction === 'outbound' &&
            ride.wished &&
            `${proposal.arrives.date} ${proposal.arrives.time}` > `${ride.wished.date} ${ride.wished.time}` && (
              <p class="notice">{words.proposal.late(clock(ride.wished.time))}</p>
            )}
          {proposal.text !== null && (
            <blockquote lang="fr" dir="auto">
              {proposal.text}
            </blockquote>
          )}
          <form action={here('heure')} method="post" class="actions">
            <input type="hidden" name="version" value={String(ride.version)} />
            <button type="submit" class="button" name="answer" value="yes">
              {words.proposal.yes}
            </button>
            <button type="submit" class="button button-quiet" name="answer" value="no">
              {words.proposal.no}
            </button>
          </form>
        </section>
      )}
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
        </Fact>
        <Fact name={words.who}>
          <bdi>{offer.provider.name}</bdi>
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
          {isRideKind(offer.kind) && ride.priceCents !== 0 && <p>{words.payHow[offer.kind]}</p>}
        </Fact>
        {ride.needs.length > 0 && (
          <Fact name={say.confirm.help}>
            {speech.format.list(ride.needs.map((need) => say.form.needs.names[need]))}
          </Fact>
        )}
      </dl>
      {arrives && !isOver && <WhatIf frame={frame} ride={ride} />}
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

const Fact = ({ name, children }: PropsWithChildren<{ name: string }>) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** The territory's plan; where there is nobody to call, the page says so before the night it matters. */
function WhatIf({ frame, ride }: Props) {
  const { say, whole } = frame.told;
  const { wrong, call } = say.ride;
  const { phone, hours, text, illustrative } = ride.emergency;
  return (
    <section class="panel" aria-labelledby="wrong">
      <h2 id="wrong">{wrong.title}</h2>
      <p>{wrong.late}</p>
      {phone === null ? (
        <p class="notice">{wrong.nobody}</p>
      ) : (
        <>
          <p class="phone">
            <a href={telephone(phone)}>{call(whole(phone))}</a>
          </p>
          <p>{wrong.night(hours)}</p>
        </>
      )}
      {illustrative && phone !== null && <p class="tag tag-example">{say.example}</p>}
      <details class="more">
        <summary>{wrong.local}</summary>
        <p lang="fr" dir="ltr">
          {text}
        </p>
      </details>
    </section>
  );
}

/** Asks once more before something is done that others are told of. */
export function SurePage({
  frame,
  ride,
  words,
  action,
  problem = null,
}: Props & {
  words: { title: string; text: string; yes: string; no: string };
  action: string;
  problem?: string | null;
}) {
  const { told } = frame;
  const { code } = told.speech.language;
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
      <form action={ridesPath(code, ride.id, action)} method="post" class="actions">
        <input type="hidden" name="version" value={String(ride.version)} />
        {problem === null && (
          <button type="submit" class="button">
            {words.yes}
          </button>
        )}
        <a class="button button-quiet" href={ridesPath(code, ride.id)}>
          {words.no}
        </a>
      </form>
    </RidePage>
  );
}
