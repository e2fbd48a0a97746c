import type { Rider } from '../../domain/booking/booking.ts';
import type { Quote } from '../../domain/booking/quote.ts';
import type { OwnRidesBooked } from '../../services/bookings/book-own-draft.ts';
import { type BookingView, wallTime } from '../../services/bookings/view-booking.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { driverName, PriceForOne, priceWords, sumWords } from './choose-page.tsx';
import type { Providers } from './choosing.ts';
import { ClockNotes } from './clock-notes.tsx';
import type { RideAnswers } from './ride-answers.ts';
import { bookPath, FrameToken, type RideFrame, RidePage } from './ride-frame.tsx';

/** `/{lang}/reserver/qui/{draft}` */
export function WhoPage({
  frame,
  draftId,
  typed,
  errors,
}: {
  frame: RideFrame;
  draftId: string;
  typed: { firstName: string; contact: string };
  errors: readonly FieldMessage[];
}) {
  const { say, speech } = frame.told;
  const { who } = say;
  return (
    <RidePage frame={frame} title={who.title} hasErrors={errors.length > 0}>
      <ErrorSummary title={say.summary} errors={errors} />
      <h1>{who.title}</h1>
      <p class="lead">{who.lead}</p>
      <form action={bookPath(speech.language.code, 'qui', draftId)} method="post" class="questions" novalidate>
        <TextField
          id="firstName"
          label={who.firstName}
          value={typed.firstName}
          error={messageFor(errors, 'firstName')}
        />
        <TextField
          id="contact"
          label={who.contact}
          hint={who.contactHint}
          value={typed.contact}
          error={messageFor(errors, 'contact')}
        />
        <p class="actions">
          <button type="submit" class="button">
            {who.submit}
          </button>
          <a class="button button-quiet" href={bookPath(speech.language.code, 'choix', draftId)}>
            {say.form.previous}
          </a>
        </p>
      </form>
    </RidePage>
  );
}

/** Rides told one by one up to here; of more, how many and from when to when. */
const TOLD_ONE_BY_ONE = 2;

/** `/{lang}/reserver/confirmer/{draft}`: what is about to be asked for; nothing is before its button is pressed. */
export function ConfirmPage({
  frame,
  draftId,
  answers,
  chosen,
  providers,
  rider,
  timeZone,
  isKnown,
  tooMany,
}: {
  frame: RideFrame;
  draftId: string;
  answers: RideAnswers;
  chosen: readonly Quote[];
  providers: Providers;
  rider: Rider;
  timeZone: string;
  /** The device is the person's: it books at once. Else a link is sent. */
  isKnown: boolean;
  tooMany: boolean;
}) {
  const { told, office } = frame;
  const { say, speech, clock, date, whole } = told;
  const { confirm, choose } = say;
  const rides = chosen.flatMap(({ offerId, rides }) => rides.map((ride) => ({ ...ride, offerId })));
  const path = frame.book('confirmer', draftId);
  const forEach = ({ offerId, priceCents }: { offerId: string; priceCents: number | null }) => {
    const { kind } = providers.get(offerId) ?? {};
    return kind && <PriceForOne of={{ kind, seats: answers.seats, priceCents }} told={told} />;
  };
  return (
    <RidePage frame={frame} title={confirm.title} hasErrors={tooMany}>
      {tooMany && (
        <div class="error-summary" role="alert">
          <p>{confirm.tooMany}</p>
        </div>
      )}
      <h1>{confirm.title}</h1>
      {rides.length > TOLD_ONE_BY_ONE ? (
        <details class="more" open>
          <summary>{choose.dates(rides.length, answers.series.length || rides.length)}</summary>
          <ul class="ride-facts">
            {rides.map((ride) => (
              <li>
                {`${ride.direction === 'outbound' ? choose.there : choose.back} – ${date(ride.date)} – ${say.choose.sentence(clock(wallTime(ride.departAt, timeZone).time), clock(wallTime(ride.arriveAt, timeZone).time))}`}
                <ClockNotes
                  told={told}
                  times={[wallTime(ride.departAt, timeZone), wallTime(ride.arriveAt, timeZone)]}
                />
              </li>
            ))}
          </ul>
        </details>
      ) : (
        rides.map((ride) => {
          const [departs, arrives] = [wallTime(ride.departAt, timeZone), wallTime(ride.arriveAt, timeZone)];
          const isOut = ride.direction === 'outbound';
          return (
            <section class="panel ride-told">
              <h2>
                {isOut ? choose.there : choose.back} – {date(departs.date)}
              </h2>
              <p class="ride-times">{choose.sentence(clock(departs.time), clock(arrives.time))}</p>
              <ClockNotes told={told} times={[departs, arrives]} />
              <dl class="check-list">
                <div>
                  <dt>{confirm.from}</dt>
                  <dd>{whole((isOut ? answers.from : answers.to)?.label ?? '')}</dd>
                </div>
                <div>
                  <dt>{confirm.to}</dt>
                  <dd>{whole((isOut ? answers.to : answers.from)?.label ?? '')}</dd>
                </div>
                <div>
                  <dt>{confirm.with}</dt>
                  <dd>{driverName(providers.get(ride.offerId)?.name ?? '', told)}</dd>
                </div>
                <div>
                  <dt>{confirm.price}</dt>
                  <dd>
                    {sumWords(ride.priceCents, told)}
                    {forEach(ride)}
                  </dd>
                </div>
              </dl>
            </section>
          );
        })
      )}
      <dl class="check-list">
        {rides.length > TOLD_ONE_BY_ONE &&
          chosen.map(({ offerId, rides: [first] }) => (
            <div>
              <dt>{confirm.with}</dt>
              <dd>
                <bdi>{driverName(providers.get(offerId)?.name ?? '', told)}</bdi> –{' '}
                {priceWords(first?.priceCents ?? null, told)}
                {first && forEach({ ...first, offerId })}
              </dd>
            </div>
          ))}
        {rides.length > TOLD_ONE_BY_ONE &&
          [['from', answers.from] as const, ['to', answers.to] as const].map(([end, place]) => (
            <div>
              <dt>{confirm[end]}</dt>
              <dd>
                <bdi>{place?.label ?? ''}</bdi>
              </dd>
            </div>
          ))}
        <div>
          <dt>{confirm.you}</dt>
          <dd>
            <bdi>{rider.firstName}</bdi>
            {(rider.phone ?? rider.email) !== null && (
              <>
                {' – '}
                <bdi dir="ltr">{rider.phone ?? rider.email}</bdi>
              </>
            )}
          </dd>
        </div>
        {answers.seats > 1 && (
          <div>
            <dt>{confirm.seats}</dt>
            <dd>{say.form.seats.tell(answers.seats)}</dd>
          </div>
        )}
        <div>
          <dt>{confirm.help}</dt>
          <dd>
            {answers.needs.length === 0
              ? say.form.needs.none
              : speech.format.list(answers.needs.map((need) => say.form.needs.names[need]))}
          </dd>
        </div>
      </dl>
      <p>{isKnown ? confirm.notYet : confirm.linkText}</p>
      <form action={path} method="post" class="actions">
        <FrameToken frame={frame} />
        <button type="submit" class="button">
          {isKnown ? confirm.book : confirm.askLink}
        </button>
      </form>
      <p class="ways">
        <a href={frame.book('choix', draftId)}>{confirm.changeRide}</a>
        {office === null && <a href={frame.book('qui', draftId)}>{confirm.changeWho}</a>}
        {!isKnown && <a href={`${frame.rides('code')}?reservation=${encodeURIComponent(draftId)}`}>{confirm.code}</a>}
      </p>
    </RidePage>
  );
}

/** `/{lang}/reserver/fait/{draft}`: each ride on its own, what was asked for and what was not. */
export function DonePage({
  frame,
  draftId,
  rides,
  failed,
  print,
}: {
  frame: RideFrame;
  draftId: string;
  rides: readonly BookingView[];
  failed: OwnRidesBooked['failed'];
  /** To be handed over. */
  print?: { href: string; label: string } | undefined;
}) {
  const { told } = frame;
  const { say, clock, date } = told;
  const { done, choose } = say;
  const title = failed.length > 0 ? done.titleSome : done.title;
  const reason = (code: string) => {
    // The engine sees that seats are taken, or the database does.
    const why = code === 'seat' ? 'full' : code;
    return why in done.reasons ? done.reasons[why as keyof typeof done.reasons] : done.reasons.other;
  };
  return (
    <RidePage frame={frame} title={title}>
      <h1>{title}</h1>
      <p class="lead">{done.lead}</p>
      <h2>{done.asked}</h2>
      <ul class="plain-links">
        {rides.map(({ id, departs, arrives }) => (
          <li>
            <a class="standing" href={frame.rides(id)}>
              {departs && arrives
                ? `${date(departs.date)} – ${choose.sentence(clock(departs.time), clock(arrives.time))}`
                : done.see}
            </a>
            <ClockNotes told={told} times={[departs, arrives]} />
          </li>
        ))}
      </ul>
      {failed.length > 0 && (
        <>
          <h2>{done.failed}</h2>
          <ul class="ride-facts">
            {failed.map((ride) => (
              <li>{`${date(ride.date)}, ${clock(ride.at)} – ${reason(ride.code)}`}</li>
            ))}
          </ul>
          <form action={frame.book('fait', draftId)} method="post" class="actions">
            <FrameToken frame={frame} />
            <button type="submit" class="button">
              {done.others}
            </button>
          </form>
        </>
      )}
      {print && (
        <p class="actions">
          <a class="button" href={print.href}>
            {print.label}
          </a>
        </p>
      )}
      <p class="ways">
        <a href={frame.rides()}>{say.ride.allRides}</a>
      </p>
    </RidePage>
  );
}
