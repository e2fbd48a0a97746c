import { isPaidByEach } from '../../domain/booking/booking.ts';
import type { WishChange } from '../../domain/booking/nearest-wish.ts';
import type { Quote } from '../../domain/booking/quote.ts';
import type { Journey } from '../../domain/booking/wish.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import type { RideOption } from '../../services/bookings/search-rides.ts';
import { UNNAMED_CARPOOLER } from '../../services/view-offer.ts';
import { ClockNotes } from './clock-notes.tsx';
import { NearestWays } from './nearest-ways.tsx';
import { FrameToken, type RideFrame, RidePage, telephone } from './ride-frame.tsx';

/** More are folded away. */
const SHOWN_AT_ONCE = 5;
const REFRESH_SECONDS = 2;

export type ChooseNotice = 'changed' | 'already' | 'refused' | 'tampered' | null;

export function WaitPage({ frame, path }: { frame: RideFrame; path: string }) {
  const { wait } = frame.told.say;
  return (
    <RidePage frame={frame} title={wait.title} refreshSeconds={REFRESH_SECONDS}>
      <div class="pending" role="status">
        <h1>{wait.title}</h1>
        <p class="lead">{wait.text}</p>
        <p class="working" aria-hidden="true" />
      </div>
      <p>
        <a class="standing" href={path}>
          {wait.look}
        </a>
      </p>
    </RidePage>
  );
}

type Props = {
  frame: RideFrame;
  draftId: string;
  /** Not yet chosen for, in order. */
  left: Journey['rides'];
  options: readonly RideOption[];
  chosen: readonly Quote[];
  notice: ChooseNotice;
  failed: boolean;
  /** What else could be wished for, where nobody carries this. */
  nearest?: readonly WishChange[];
  /** Asked for, whoever comes along included. */
  seats?: number;
};

/** `/{lang}/reserver/choix/{draft}` */
export function ChoosePage({ frame, draftId, left, options, chosen, notice, failed, nearest = [], seats = 1 }: Props) {
  const { choose } = frame.told.say;
  const path = frame.book('choix', draftId);
  const full = options.filter(({ rides }) => rides.length === left.length);
  const partial = options.filter(({ rides }) => rides.length < left.length);
  const isPair = left.length === 2;
  const [first] = left;
  const isNone = options.length === 0;
  const title = failed || isNone ? choose.noneTitle : titleOf(left, chosen, frame.told.say);
  return (
    <RidePage frame={frame} title={title}>
      {notice !== null && (
        <p class="notice" role="status">
          {choose[notice]}
        </p>
      )}
      <h1>{title}</h1>
      {first !== undefined && left.length === 1 && <p class="ride-day">{frame.told.date(first.date)}</p>}
      {chosen.length > 0 && <Chosen chosen={chosen} frame={frame} path={path} />}
      {failed || isNone ? (
        <None frame={frame} failed={failed} isRest={chosen.length > 0} />
      ) : (
        <p class="lead">{choose.lead}</p>
      )}
      {isNone && seats > 1 && (
        <p>
          {choose.manySeats} <a href={frame.book(draftId, 'verifier')}>{choose.fewerSeats}</a>
        </p>
      )}
      <NearestWays frame={frame} path={path} nearest={nearest} wishes={left} />
      <Options options={full} left={left} path={path} frame={frame} seats={seats} />
      {partial.length > 0 && isPair && full.length > 0 && (
        <details class="more">
          <summary>{choose.separate}</summary>
          <Ways options={partial} left={left} path={path} frame={frame} seats={seats} />
        </details>
      )}
      {partial.length > 0 && isPair && full.length === 0 && (
        <Ways options={partial} left={left} path={path} frame={frame} seats={seats} />
      )}
      {partial.length > 0 && !isPair && (
        <Options options={partial} left={left} path={path} frame={frame} seats={seats} />
      )}
      {chosen.length > 0 && (
        <form action={path} method="post" class="actions">
          <FrameToken frame={frame} />
          <button type="submit" class="button button-quiet" name="action" value="enough">
            {choose.enough}
          </button>
        </form>
      )}
      {(failed || isNone) && (
        <form action={path} method="post" class="actions">
          <FrameToken frame={frame} />
          <button type="submit" class="button button-quiet" name="action" value="search">
            {choose.again}
          </button>
        </form>
      )}
      <p class="ways">
        <a href={frame.book(draftId, 'verifier')}>{choose.change}</a>
      </p>
    </RidePage>
  );
}

function titleOf(left: Journey['rides'], chosen: readonly Quote[], { choose }: RideSpeech['say']): string {
  const [first] = left;
  if (left.length !== 1 || chosen.length === 0 || first === undefined) return choose.title;
  return first.direction === 'outbound' ? choose.titleOut : choose.titleBack;
}

/** Nothing was found: who helps, and what else can be done. */
function None({ frame, failed, isRest }: { frame: RideFrame; failed: boolean; isRest: boolean }) {
  const { say, whole, speech } = frame.told;
  const { choose } = say;
  const { phone, hours } = frame.call;
  return (
    <>
      <p class="lead">{failed ? choose.failed : isRest ? choose.noneLeft : choose.none}</p>
      {frame.office === null && <p>{choose.call}</p>}
      {frame.office === null && phone !== null && (
        <p class="phone">
          <a class="button" href={telephone(phone)}>
            {say.ride.call(whole(phone))}
          </a>
          {hours && <span> {say.hours(hours)}</span>}
        </p>
      )}
      {frame.office === null && (
        <p class="ways">
          <a href="/fr/demande" hreflang="fr">
            {speech.t.askUs}
          </a>
        </p>
      )}
    </>
  );
}

function Chosen({ chosen, frame, path }: { chosen: readonly Quote[]; frame: RideFrame; path: string }) {
  const { told } = frame;
  const { choose } = told.say;
  return (
    <section class="panel" aria-labelledby="chosen">
      <h2 id="chosen">{choose.chosen}</h2>
      <ul class="plain-links">
        {chosen.flatMap(({ rides }) =>
          rides.map(({ direction, date }) => (
            <li>{`${direction === 'outbound' ? choose.there : choose.back} – ${told.date(date)}`}</li>
          )),
        )}
      </ul>
      <form action={path} method="post">
        <FrameToken frame={frame} />
        <button type="submit" class="button button-quiet" name="action" value="restart">
          {choose.restart}
        </button>
      </form>
    </section>
  );
}

type ListProps = {
  options: readonly RideOption[];
  left: Journey['rides'];
  path: string;
  frame: RideFrame;
  seats: number;
};

/** Who carries one way only, each way under its own heading. */
function Ways({ options, ...rest }: ListProps) {
  const { choose } = rest.frame.told.say;
  const ways = (['outbound', 'return'] as const).map((direction) => ({
    direction,
    heading: direction === 'outbound' ? choose.outOnly : choose.backOnly,
    carried: options.filter(({ rides }) => rides.every((ride) => ride.direction === direction)),
  }));
  return (
    <>
      {ways
        .filter(({ carried }) => carried.length > 0)
        .map(({ direction, heading, carried }) => (
          <section aria-labelledby={`way-${direction}`}>
            <h2 id={`way-${direction}`}>{heading}</h2>
            <Options {...rest} options={carried} level={3} />
          </section>
        ))}
    </>
  );
}

function Options({ options, left, path, frame, seats, level = 2 }: ListProps & { level?: 2 | 3 }) {
  const shown = options.slice(0, SHOWN_AT_ONCE);
  const more = options.slice(SHOWN_AT_ONCE);
  const list = (some: readonly RideOption[]) => (
    <ul class="ride-options">
      {some.map((option) => (
        <Option option={option} left={left} path={path} frame={frame} seats={seats} level={level} />
      ))}
    </ul>
  );
  return (
    <>
      {shown.length > 0 && list(shown)}
      {more.length > 0 && (
        <details class="more">
          <summary>{`${frame.told.say.ride.others.submit} (${more.length})`}</summary>
          {list(more)}
        </details>
      )}
    </>
  );
}

type Ride = RideOption['rides'][number];

const sentenceOf = ({ say, clock }: RideSpeech, { departs, arrives }: Pick<Ride, 'departs' | 'arrives'>) =>
  say.choose.sentence(clock(departs.time), clock(arrives.time));

function Option({
  option,
  left,
  path,
  frame,
  seats,
  level,
}: Omit<ListProps, 'options'> & { option: RideOption; level: 2 | 3 }) {
  const { told } = frame;
  const { choose, example } = told.say;
  const { rides } = option;
  const Heading = level === 2 ? 'h2' : 'h3';
  const [first] = rides;
  if (first === undefined) return null;
  const isSeries = left.length > 2;
  const isBothWays = left.length === 2 && rides.length === 2 && first.direction !== rides[1]?.direction;
  const name = driverName(option.providerName, told);
  return (
    <li class="ride-option">
      {isSeries ? (
        <>
          <Heading>{choose.dates(rides.length, left.length)}</Heading>
          <Times rides={rides} told={told} />
        </>
      ) : (
        rides.map((ride) => (
          <div class="ride-way">
            {rides.length > 1 && (
              <p class="ride-direction">
                {ride.direction === 'outbound' ? choose.there : choose.back} – {told.date(ride.date)}
              </p>
            )}
            <Heading class="ride-times">{sentenceOf(told, ride)}</Heading>
            <ClockNotes told={told} times={[ride.departs, ride.arrives]} />
            <RideFacts ride={ride} told={told} />
          </div>
        ))
      )}
      <p class="ride-who">{`${choose.kinds[option.kind]} – ${name}`}</p>
      <p class="ride-price">{priceWords(first.priceCents, told)}</p>
      <PriceForOne of={{ kind: option.kind, seats, priceCents: first.priceCents }} told={told} />
      {option.estimated && <p class="soft">{choose.estimated}</p>}
      {!option.certain && <p class="soft">{choose.uncertain}</p>}
      {option.illustrative && <p class="tag tag-example">{example}</p>}
      <form action={path} method="post">
        <FrameToken frame={frame} />
        <input type="hidden" name="quote" value={option.quote} />
        <button
          type="submit"
          class="button"
          aria-label={choose.takeOf(`${sentenceOf(told, first)}, ${name}`)}
          name="action"
          value="choose"
        >
          {choose.take}
        </button>
        {isBothWays && first.direction === 'outbound' && (
          <button
            type="submit"
            class="button button-quiet"
            aria-label={choose.takeOutOf(`${sentenceOf(told, first)}, ${name}`)}
            name="action"
            value="outbound"
          >
            {choose.takeOut}
          </button>
        )}
      </form>
    </li>
  );
}

/** Who drives; a neighbour is told of by name once they have said yes. */
export const driverName = (name: string, { say, whole }: RideSpeech): string =>
  name === UNNAMED_CARPOOLER ? say.choose.unnamed : whole(name);

/** Where « price » stands beside it already. */
export function sumWords(priceCents: number | null, { say, euros }: RideSpeech): string {
  if (priceCents === null) return say.choose.priceUnknown;
  return priceCents === 0 ? say.choose.free : euros(priceCents);
}

export const priceWords = (priceCents: number | null, told: RideSpeech): string =>
  priceCents === null || priceCents === 0
    ? sumWords(priceCents, told)
    : told.say.choose.price(sumWords(priceCents, told));

/** Of several seats, that each is paid. */
export function PriceForOne({ of, told }: { of: Parameters<typeof isPaidByEach>[0]; told: RideSpeech }) {
  return isPaidByEach(of) ? <p class="soft">{told.say.choose.priceForOne}</p> : null;
}

/** What one does: waits, walks, is met; no line where there is nothing to say. */
function RideFacts({ ride, told: { say, whole } }: { ride: Ride; told: RideSpeech }) {
  const { choose } = say;
  const { direction, waitMinutes, walkMinutes, pickUp, dropOff, placeToldLater } = ride;
  return (
    <ul class="ride-facts">
      <li>
        {waitMinutes === 0
          ? choose.noWait
          : direction === 'outbound'
            ? choose.waitThere(waitMinutes)
            : choose.waitBack(waitMinutes)}
      </li>
      {walkMinutes !== null && walkMinutes > 0 && <li>{choose.walk(walkMinutes)}</li>}
      {pickUp !== null && <li>{choose.pickUp(whole(pickUp))}</li>}
      {pickUp === null && direction === 'outbound' && <li>{choose.atDoor}</li>}
      {dropOff !== null && <li>{choose.dropOff(whole(dropOff))}</li>}
      {placeToldLater && <li>{choose.placeLater}</li>}
    </ul>
  );
}

/** Of many days: which hours, how often, and the dates folded away. */
function Times({ rides, told }: { rides: readonly Ride[]; told: RideSpeech }) {
  const { choose } = told.say;
  const counts = new Map<string, number>();
  for (const ride of rides) {
    const words = `${ride.direction === 'outbound' ? choose.there : choose.back} – ${sentenceOf(told, ride)}`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return (
    <>
      <ul class="ride-facts">
        {[...counts].map(([words, count]) => (
          <li>{choose.times(count, words)}</li>
        ))}
      </ul>
      <details class="more">
        <summary>{choose.ownDates}</summary>
        <ul class="ride-facts">
          {rides.map((ride) => (
            <li>{`${told.date(ride.date)} – ${told.clock(ride.departs.time)}`}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
