import { Temporal } from 'temporal-polyfill';
import { eventWhen } from '../../domain/network/event-when.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { TerritoryHandle } from '../../services/context.ts';
import { type CountedEvent, placesLeft } from '../../services/network/find-events.ts';
import { eventWhere } from '../../services/network/tell-sign-up.ts';
import type { NetworkEvent, SignUp } from '../../services/ports/events.ts';
import { Tag } from '../components/tag.tsx';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { Fact } from './fact.tsx';
import { PUBLIC_EVENTS_PATH, PUBLIC_PARTNERS_PATH, publicEventPath } from './paths.ts';

const { t } = FRENCH;
const say = t.network.events;

type ListProps = { site: Site; handle: TerritoryHandle; events: readonly CountedEvent[]; isPast: boolean };

/** `/fr/evenements`: what comes, or what has been. */
export function PublicEventsPage({ site, handle, events, isPast }: ListProps) {
  return (
    <Page site={site} title={say.title} description={say.publicLead}>
      <h1>{say.title}</h1>
      <p class="lead">{say.publicLead}</p>
      <h2>{isPast ? say.past : say.coming}</h2>
      {events.length === 0 && <p>{isPast ? say.noPast : say.noComing}</p>}
      <EventLines events={events} handle={handle} pathOf={publicEventPath} />
      <p class="actions">
        <a class="button button-quiet" href={isPast ? PUBLIC_EVENTS_PATH : `${PUBLIC_EVENTS_PATH}?passes`}>
          {isPast ? say.comingLink : say.pastLink}
        </a>
      </p>
      <section class="panel" aria-labelledby="feed">
        <h2 id="feed">{say.feed.title}</h2>
        <p>{say.feed.text}</p>
        <p>
          <a class="standing" href={`${PUBLIC_EVENTS_PATH}.ics`}>
            {say.feed.link}
          </a>
        </p>
      </section>
    </Page>
  );
}

type LinesProps = {
  events: readonly CountedEvent[];
  handle: TerritoryHandle;
  pathOf: (id: string) => string;
  /** How many come is told in place of how many still can. */
  isDesk?: boolean;
};

export function EventLines({ events, handle, pathOf, isDesk = false }: LinesProps) {
  return (
    <ul class="offers events">
      {events.map((event) => (
        <li class="offer">
          <h3>
            <a href={pathOf(event.id)}>{event.title}</a>
          </h3>
          <EventTags event={event} />
          <p>{whenOf(event, handle)}</p>
          <p>{event.place === null ? say.online : eventWhere(event, handle)}</p>
          {isDesk && <p class="soft">{say.desk.count(event.seated, event.places, event.waiting)}</p>}
        </li>
      ))}
    </ul>
  );
}

export const EventTags = ({ event }: { event: NetworkEvent }) => (
  <p class="tags">
    {event.cancelledAt !== null && <Tag tone="impossible">{say.cancelled}</Tag>}
    <Tag>{say.kinds[event.kind]}</Tag>
    <Tag>{say.audiences[event.audience]}</Tag>
    {event.illustrative && <Tag tone="example">{say.example}</Tag>}
    {event.archivedAt !== null && <Tag>{say.archived}</Tag>}
  </p>
);

export function EventFactsList({ event, handle }: { event: CountedEvent; handle: TerritoryHandle }) {
  const { facts } = say;
  const left = placesLeft(event);
  return (
    <dl class="facts partner-sheet">
      <Fact term={facts.when}>{whenOf(event, handle)}</Fact>
      <Fact term={facts.where}>{event.place === null ? facts.onlineHint : eventWhere(event, handle)}</Fact>
      {event.organiser && (
        <Fact term={facts.organiser}>
          <a href={`${PUBLIC_PARTNERS_PATH}/${encodeURIComponent(event.organiser.id)}`}>{event.organiser.name}</a>
        </Fact>
      )}
      <Fact term={facts.audience}>{say.audiences[event.audience]}</Fact>
      {event.cancelledAt === null ? (
        <Fact term={facts.places}>{left === null ? facts.unlimited : left === 0 ? facts.full : facts.left(left)}</Fact>
      ) : (
        <Fact term={facts.reason}>{event.cancelReason}</Fact>
      )}
    </dl>
  );
}

export type SignUpForm = { typed: TypedAnswers; errors: readonly FieldMessage[]; token: string };
type EventProps = {
  site: Site;
  handle: TerritoryHandle;
  event: CountedEvent;
  form: SignUpForm;
  isOpen: boolean;
  /** What came of what was just sent. */
  done: string | null;
};

/** One event, with its form where one may still sign up. */
export function PublicEventPage({ site, handle, event, form, isOpen, done }: EventProps) {
  return (
    <Page site={site} title={event.title} hasErrors={form.errors.length > 0}>
      <p class="way-back">
        <a href={PUBLIC_EVENTS_PATH}>{say.back}</a>
      </p>
      {done && (
        <p class="notice" role="status">
          {done}
        </p>
      )}
      <ErrorSummary title={t.errors.summary} errors={form.errors} />
      <h1>{event.title}</h1>
      <EventTags event={event} />
      {event.description !== '' && <p class="written">{event.description}</p>}
      <EventFactsList event={event} handle={handle} />
      <p>
        <a class="standing" href={publicEventPath(event.id, 'agenda.ics')}>
          {say.feed.one}
        </a>
      </p>
      {isOpen ? done === null && <SignUpFields event={event} form={form} /> : <p>{say.signUp.closed}</p>}
    </Page>
  );
}

function SignUpFields({ event, form }: { event: CountedEvent; form: SignUpForm }) {
  const { signUp } = say;
  const { typed, errors, token } = form;
  const isFull = placesLeft(event) === 0;
  const text = (id: 'name' | 'structure' | 'contact', hint?: string) => (
    <TextField id={id} label={signUp[id]} hint={hint} value={textOf(typed, id)} error={messageFor(errors, id)} />
  );
  return (
    <section class="panel" aria-labelledby="inscription">
      <h2 id="inscription">{isFull ? signUp.titleFull : signUp.title}</h2>
      <p>{signUp.lead}</p>
      <form action={publicEventPath(event.id)} method="post" class="questions" novalidate>
        <input type="hidden" name="token" value={token} />
        {text('name')}
        {text('structure')}
        {text('contact', signUp.contactHint)}
        <ChoiceField
          id="consent"
          type="checkbox"
          legend={signUp.consentLegend}
          values={[textOf(typed, 'consent')]}
          error={messageFor(errors, 'consent')}
          options={[{ value: 'oui', label: signUp.consent }]}
        />
        <p class="actions">
          <button type="submit" class="button">
            {isFull ? signUp.submitFull : signUp.submit}
          </button>
        </p>
      </form>
    </section>
  );
}

type HeldProps = {
  site: Site;
  handle: TerritoryHandle;
  held: { signUp: SignUp; event: NetworkEvent };
  path: string;
};

/** What the link of a message leads to: reading it changes nothing. */
export function HeldSignUpPage({ site, handle, held: { signUp, event }, path }: HeldProps) {
  const { held } = say;
  return (
    <Page site={site} title={held.title} noIndex>
      <h1>{held.title}</h1>
      <EventTags event={event} />
      <p>
        <strong>{event.title}</strong>
      </p>
      <p>{whenOf(event, handle)}</p>
      {event.place !== null && <p>{eventWhere(event, handle)}</p>}
      {event.cancelledAt === null ? <p>{held[signUp.status]}</p> : <p>{event.cancelReason}</p>}
      {event.place === null && event.cancelledAt === null && signUp.status === 'seated' && (
        <p>
          <a class="standing" href={event.onlineUrl}>
            {held.join}
          </a>
        </p>
      )}
      <form action={path} method="post">
        <p class="hint">{held.leaveText}</p>
        <p class="actions">
          <button type="submit" class="button">
            {held.leave}
          </button>
          <a class="button button-quiet" href={publicEventPath(event.id)}>
            {held.page}
          </a>
        </p>
      </form>
    </Page>
  );
}

export const GoneSignUpPage = ({ site }: { site: Site }) => (
  <Page site={site} title={say.held.gone} noIndex>
    <h1>{say.held.gone}</h1>
    <p class="lead">{say.held.goneText}</p>
    <p class="actions">
      <a class="button button-quiet" href={PUBLIC_EVENTS_PATH}>
        {say.comingLink}
      </a>
    </p>
  </Page>
);

const whenOf = (event: NetworkEvent, { territory }: TerritoryHandle) =>
  t.format.typeset(t.format.capital(eventWhen(event, territory.timeZone)));

/** On a clock, for what is typed: `2026-12-08`, `09:00`. */
export function onClock(instant: string, timeZone: string): { date: string; time: string } {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return { date: at.toPlainDate().toString(), time: at.toPlainTime().toString({ smallestUnit: 'minute' }) };
}
