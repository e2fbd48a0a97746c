import { EVENT_AUDIENCES, EVENT_KINDS } from '../../domain/network/event.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { TerritoryHandle } from '../../services/context.ts';
import type { CountedEvent } from '../../services/network/find-events.ts';
import type { NetworkEvent, SignUp } from '../../services/ports/events.ts';
import type { Partner } from '../../services/ports/partners.ts';
import {
  ErrorSummary,
  type FieldMessage,
  messageFor,
  SelectField,
  TextAreaField,
  TextField,
} from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { CommunesList, PlaceFields } from '../forms/place-question.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { NetworkMenu } from './network-menu.tsx';
import { EVENTS_PATH, eventPath, publicEventPath } from './paths.ts';
import { EventFactsList, EventLines, EventTags } from './public-event-pages.tsx';

const { t } = FRENCH;
const say = t.network.events;
const { desk, form } = say;

type ListProps = {
  site: Site;
  handle: TerritoryHandle;
  coming: readonly CountedEvent[];
  past: readonly CountedEvent[];
};

/** `/ressources/evenements` */
export function EventDeskListPage({ site, handle, coming, past }: ListProps) {
  return (
    <Page site={site} title={desk.title} noIndex>
      <NetworkMenu here="events" />
      <h1>{desk.title}</h1>
      <p class="lead">{desk.lead}</p>
      <p class="actions">
        <a class="button" href={eventPath('nouveau')}>
          {desk.add}
        </a>
      </p>
      <h2>{say.coming}</h2>
      {coming.length === 0 && <p>{say.noComing}</p>}
      <EventLines events={coming} handle={handle} pathOf={eventPath} isDesk />
      <h2>{say.past}</h2>
      {past.length === 0 && <p>{say.noPast}</p>}
      <EventLines events={past} handle={handle} pathOf={eventPath} isDesk />
      <p class="actions">
        <a class="button button-quiet" href={eventPath('archives')}>
          {desk.archivedLink}
        </a>
      </p>
    </Page>
  );
}

type ArchivedProps = { site: Site; handle: TerritoryHandle; events: readonly CountedEvent[] };

export function ArchivedEventsPage({ site, handle, events }: ArchivedProps) {
  return (
    <Page site={site} title={desk.archivedTitle} noIndex>
      <p class="way-back">
        <a href={EVENTS_PATH}>{desk.title}</a>
      </p>
      <h1>{desk.archivedTitle}</h1>
      {events.length === 0 && <p>{say.noPast}</p>}
      <EventLines events={events} handle={handle} pathOf={eventPath} isDesk />
    </Page>
  );
}

type DeskProps = {
  site: Site;
  formToken: string;
  handle: TerritoryHandle;
  event: CountedEvent;
  signUps: readonly SignUp[];
  isOpen: boolean;
  done: string | null;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
};

/** One of them for who keeps it: who comes, and calling it off. */
export function EventDeskPage({ site, formToken, handle, event, signUps, isOpen, done, typed, errors }: DeskProps) {
  const isArchived = event.archivedAt !== null;
  return (
    <Page site={site} title={event.title} noIndex hasErrors={errors.length > 0}>
      <p class="way-back">
        <a href={EVENTS_PATH}>{desk.title}</a>
      </p>
      {done && (
        <p class="notice" role="status">
          {done}
        </p>
      )}
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{event.title}</h1>
      <EventTags event={event} />
      <EventFactsList event={event} handle={handle} />
      <p class="actions">
        {!isArchived && event.cancelledAt === null && (
          <a class="button" href={eventPath(event.id, 'modifier')}>
            {desk.change}
          </a>
        )}
        {!isArchived && (
          <a class="button button-quiet" href={publicEventPath(event.id)}>
            {desk.publicPage}
          </a>
        )}
      </p>
      <section aria-labelledby="inscrits">
        <h2 id="inscrits">{desk.signUps}</h2>
        <p>{desk.count(event.seated, event.places, event.waiting)}</p>
        <p class="hint">{desk.signUpsHint}</p>
        <SignUpTable signUps={signUps} />
      </section>
      {isOpen && (
        <section class="panel" aria-labelledby="annuler">
          <h2 id="annuler">{desk.cancelTitle}</h2>
          <p>{desk.cancelText}</p>
          <form action={eventPath(event.id, 'annuler')} method="post" class="questions" novalidate>
            <FormToken value={formToken} />
            <TextField
              id="reason"
              label={desk.reason}
              value={textOf(typed, 'reason')}
              error={messageFor(errors, 'reason')}
            />
            <p class="actions">
              <button type="submit" class="button button-quiet">
                {desk.cancel}
              </button>
            </p>
          </form>
        </section>
      )}
      {!isOpen && (
        <form action={eventPath(event.id, isArchived ? 'retablir' : 'archiver')} method="post">
          <FormToken value={formToken} />
          {!isArchived && <p class="hint">{desk.archiveText}</p>}
          <button type="submit" class="button button-quiet">
            {isArchived ? desk.restore : desk.archive}
          </button>
        </form>
      )}
    </Page>
  );
}

function SignUpTable({ signUps }: { signUps: readonly SignUp[] }) {
  if (signUps.length === 0) return <p>{desk.noSignUp}</p>;
  return (
    <section class="scroll" tabindex={0} aria-label={desk.signUpsTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">{desk.name}</th>
            <th scope="col">{desk.structure}</th>
            <th scope="col">{desk.contact}</th>
            <th scope="col">{desk.status}</th>
          </tr>
        </thead>
        <tbody>
          {signUps.map(({ name, structure, contact, status }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>{structure}</td>
              <td>{contact}</td>
              <td>{desk[status]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type FormProps = {
  site: Site;
  formToken: string;
  handle: TerritoryHandle;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  token: string;
  organisers: readonly Partner[];
  /** The one that is changed; null where one is announced. */
  known: NetworkEvent | null;
  /** Somebody stored another meanwhile: it is `known`. */
  overtaken?: boolean;
};

export function EventFormPage(props: FormProps) {
  const { site, formToken, handle, typed, errors, token, organisers, known, overtaken } = props;
  const title = known ? form.changeTitle : form.addTitle;
  const action = known ? eventPath(known.id, 'modifier') : eventPath('nouveau');
  const field = (id: 'title' | 'date' | 'from' | 'lastDate' | 'until' | 'onlineUrl' | 'places' | 'description') => ({
    ...{ id, label: form[id], value: textOf(typed, id), error: messageFor(errors, id) },
  });
  const select = (id: 'kind' | 'audience', codes: readonly string[], names: Readonly<Record<string, string>>) => (
    <SelectField
      id={id}
      label={form[id]}
      value={textOf(typed, id)}
      options={codes.map((value) => ({ value, label: names[value] ?? value }))}
      error={messageFor(errors, id)}
    />
  );
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={known ? eventPath(known.id) : EVENTS_PATH}>{known ? known.title : desk.title}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      {overtaken && (
        <div class="notice notice-ask" role="alert">
          <h2>{form.overtaken}</h2>
          <p>{form.overtakenText}</p>
        </div>
      )}
      <form action={action} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <input type="hidden" name="token" value={token} />
        {known && <input type="hidden" name="version" value={overtaken ? known.version : textOf(typed, 'version')} />}
        <TextField {...field('title')} />
        {select('kind', EVENT_KINDS, say.kinds)}
        {select('audience', EVENT_AUDIENCES, say.audiences)}
        <TextAreaField {...field('description')} hint={form.descriptionHint} />
        <TextField {...field('date')} type="date" size="medium" />
        <TextField {...field('from')} type="time" size="short" />
        <TextField {...field('until')} type="time" size="short" />
        <TextField {...field('lastDate')} type="date" size="medium" />
        <PlaceFields
          action={action}
          name="place"
          label={form.place}
          hint={form.placeHint}
          typed={typed}
          errors={errors}
          gazetteer={handle.gazetteer}
          inside={false}
        />
        <CommunesList gazetteer={handle.gazetteer} />
        <TextField {...field('onlineUrl')} hint={form.onlineUrlHint} />
        <SelectField
          id="organiserId"
          label={form.organiserId}
          value={textOf(typed, 'organiserId')}
          options={[
            { value: '', label: form.noOrganiser },
            ...organisers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          error={messageFor(errors, 'organiserId')}
        />
        <TextField {...field('places')} hint={form.placesHint} inputmode="numeric" size="short" />
        <p class="actions">
          <button type="submit" class="button">
            {form.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}
