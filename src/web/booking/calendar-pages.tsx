import type { WayInMessages } from '../../i18n/way-in/index.ts';
import { type RideFrame, RidePage } from './ride-frame.tsx';

type Props = { frame: RideFrame; words: WayInMessages['calendar'] };

/** `/{lang}/mes-trajets/agenda` */
export function CalendarPage({
  frame,
  words,
  secret,
  since,
  byCode,
  isClosed,
}: Props & {
  /** Drawn with the form: sent twice, it is one. */
  secret: string;
  /** The day on which the address they have was made. */
  since: string | null;
  /** A code on paper let them in: the browser may be somebody else's. */
  byCode: boolean;
  isClosed: boolean;
}) {
  const path = frame.rides('agenda');
  return (
    <RidePage frame={frame} title={words.title}>
      {isClosed && since === null && (
        <p class="notice" role="status">
          {words.closed}
        </p>
      )}
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <p>{words.what}</p>
      {byCode ? (
        <p class="notice">{words.code}</p>
      ) : (
        <form action={path} method="post" class="actions">
          <input type="hidden" name="secret" value={secret} />
          <button type="submit" class={since === null ? 'button' : 'button button-quiet'}>
            {since === null ? words.make : words.replace}
          </button>
        </form>
      )}
      {since !== null && (
        <section class="panel" aria-labelledby="held">
          <h2 id="held">{`${words.since} ${since}`}</h2>
          {!byCode && <p>{words.replaceText}</p>}
          <form action={`${path}/fermer`} method="post">
            <button type="submit" class="button button-quiet">
              {words.close}
            </button>
          </form>
        </section>
      )}
      <p class="ways">
        <a href={frame.rides()}>{words.back}</a>
      </p>
    </RidePage>
  );
}

/** The address, this once. */
export function CalendarShownPage({ frame, words, address }: Props & { address: string }) {
  return (
    <RidePage frame={frame} title={words.shown}>
      <h1>{words.shown}</h1>
      <p class="lead">{words.once}</p>
      <p class="calendar-address">
        <bdi dir="ltr">{address}</bdi>
      </p>
      <p class="actions">
        <a class="button" href={address.replace(/^https?:/, 'webcal:')}>
          {words.open}
        </a>
      </p>
      <p>{words.how}</p>
      <p>{words.what}</p>
      <p class="ways">
        <a href={frame.rides()}>{words.back}</a>
      </p>
    </RidePage>
  );
}
