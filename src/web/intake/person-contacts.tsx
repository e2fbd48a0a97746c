import { CONTACT_KINDS } from '../../domain/intake/contact.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Contacts } from '../../services/intake/get-contacts.ts';
import type { CallBack, ContactEntry, Subject } from '../../services/ports/intake.ts';
import { type FieldMessage, messageFor, SelectField, TextAreaField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { CallFields } from './call-fields.tsx';
import { newFormKey, type Typed } from './typed-form.ts';
import { appointmentPath, callPath, HowToReach, moment, nameOf, newAppointmentPath, SubjectField } from './words.tsx';

const { t } = FRENCH;
const say = t.intake;
/** Longer ones are folded: the log stays a list that one can read. */
const SHOWN_CHARACTERS = 600;

/**
 * Everything that was said, and is to be said, to somebody: how to reach them, what comes next, the contact log and the forms to
 * add to it. A section of a person's file, and of a request that is none yet: forms lead back to `#contacts` of that page.
 */
export function PersonContacts({
  contacts,
  formToken,
  timeZone,
  once = newFormKey(),
  isReachShown = false,
}: {
  contacts: Contacts;
  formToken: string;
  timeZone: string;
  once?: string;
  /** The page has said already how to reach them. */
  isReachShown?: boolean;
}) {
  const { subject, person, entries, callBacks, mayWrite } = contacts;
  return (
    <section class="contacts" id="contacts" aria-labelledby="contacts-titre">
      <h2 id="contacts-titre">{say.log.title}</h2>
      {!isReachShown && <HowToReach person={person} />}
      <NextMeetings contacts={contacts} timeZone={timeZone} />
      <CallsAhead calls={callBacks} timeZone={timeZone} />
      {mayWrite && (
        <>
          <h3>{say.log.errorTitle}</h3>
          <ContactForm subject={subject} formToken={formToken} typed={{ once: `c-${once}` }} errors={[]} />
          <details class="more">
            <summary>{say.call.add}</summary>
            <NewCallForm subject={subject} formToken={formToken} typed={{ once: `a-${once}` }} errors={[]} />
          </details>
        </>
      )}
      <h3>{say.log.past}</h3>
      {entries.length === 0 ? (
        <p class="soft">{say.log.empty}</p>
      ) : (
        <ol class="contact-log">
          {entries.map((entry) => (
            <Entry entry={entry} timeZone={timeZone} />
          ))}
        </ol>
      )}
      <Requests contacts={contacts} timeZone={timeZone} />
    </section>
  );
}

/** What happened, and what was said. */
export function ContactForm({
  subject,
  formToken,
  typed,
  errors,
}: {
  subject: Subject;
  formToken: string;
  typed: Typed;
  errors: readonly FieldMessage[];
}) {
  return (
    <form action="/pro/contacts" method="post" class="contact-form" novalidate>
      <FormToken value={formToken} />
      <SubjectField subject={subject} />
      <input type="hidden" name="once" value={typed.once} />
      <SelectField
        id="kind"
        label={say.log.kind}
        value={typed.kind ?? 'call'}
        error={messageFor(errors, 'kind')}
        options={CONTACT_KINDS.map((kind) => ({ value: kind, label: say.contacts[kind] }))}
      />
      <TextAreaField
        id="text"
        label={say.log.text}
        hint={say.log.textHint}
        value={typed.text ?? ''}
        error={messageFor(errors, 'text')}
        rows={3}
      />
      <button type="submit" class="button">
        {say.log.submit}
      </button>
    </form>
  );
}

/** A call to be made, by oneself or by whoever of the team is there. */
export function NewCallForm({
  subject,
  formToken,
  typed,
  errors,
}: {
  subject: Subject;
  formToken: string;
  typed: Typed;
  errors: readonly FieldMessage[];
}) {
  return (
    <form action="/pro/rappels" method="post" novalidate>
      <FormToken value={formToken} />
      <SubjectField subject={subject} />
      <input type="hidden" name="once" value={typed.once} />
      <CallFields typed={typed} errors={errors} reasonLabel={say.call.reason} wholeTeam />
      <button type="submit" class="button button-quiet">
        {say.call.submit}
      </button>
    </form>
  );
}

function NextMeetings({ contacts, timeZone }: { contacts: Contacts; timeZone: string }) {
  const { appointments, subject, mayWrite } = contacts;
  const planned = appointments.filter(({ status }) => status === 'planned').toReversed();
  const past = appointments.filter(({ status }) => status !== 'planned');
  return (
    <>
      <h3>{say.meeting.next}</h3>
      {planned.length === 0 ? (
        <p class="soft">{say.meeting.noNext}</p>
      ) : (
        <ul class="entries">
          {planned.map((one) => (
            <li class="entry">
              <p class="entry-title">
                <strong>{moment(one.startsAt, timeZone)}</strong>
                {one.actions.includes('keep') && <span class="tag tag-toVerify">{say.meeting.untold}</span>}
              </p>
              <p class="soft">
                {[one.place || say.places[one.placeKind], one.memberName && say.meeting.with(one.memberName)]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {one.actions.length > 0 && (
                <p class="open">
                  <a href={appointmentPath(one.id)}>{say.meeting.open}</a>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <p class="actions">
          <a class="button button-quiet" href={newAppointmentPath(subject)}>
            {say.meeting.add}
          </a>
        </p>
      )}
      {past.length > 0 && (
        <details class="more">
          <summary>{say.meeting.past}</summary>
          <ul>
            {past.map((one) => (
              <li>{`${moment(one.startsAt, timeZone)} : ${say.appointmentStatuses[one.status]}`}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function CallsAhead({ calls, timeZone }: { calls: readonly CallBack[]; timeZone: string }) {
  if (calls.length === 0) return null;
  return (
    <>
      <h3>{say.call.ahead}</h3>
      <ul class="entries">
        {calls.map((call) => (
          <li class="entry">
            <p class="entry-title">
              <a href={callPath(call.id)}>
                <strong>{moment(call.dueAt, timeZone)}</strong>
              </a>
            </p>
            <p class="soft" dir="auto">
              {[call.reason, call.memberName === null ? say.call.forTeam : say.call.forMember(call.memberName)].join(
                ' · ',
              )}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Entry({ entry, timeZone }: { entry: ContactEntry; timeZone: string }) {
  const { kind, at, text, memberName, organisationName } = entry;
  const folded = text.length > SHOWN_CHARACTERS;
  return (
    <li>
      <p>
        <strong>{say.contacts[kind]}</strong>
        <span class="soft">{` – ${moment(at, timeZone)}, ${say.log.by(memberName ?? organisationName)}`}</span>
      </p>
      {text !== '' && (
        <p class="words" dir="auto">
          {folded ? `${beginning(text)}…` : text}
        </p>
      )}
      {folded && (
        <details class="more">
          <summary>{say.log.more}</summary>
          <p class="words" dir="auto">
            {text}
          </p>
        </details>
      )}
    </li>
  );
}

/** No half of a surrogate pair at its end. */
const beginning = (text: string) =>
  text
    .slice(0, SHOWN_CHARACTERS)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();

function Requests({ contacts: { requests }, timeZone }: { contacts: Contacts; timeZone: string }) {
  if (requests.length === 0) return null;
  return (
    <>
      <h3>{say.log.requests}</h3>
      <ul class="entries">
        {requests.map((request) => (
          <li class="entry">
            <p class="entry-title">
              <strong>{moment(request.createdAt, timeZone)}</strong>
              <span class="tag tag-plain">{say.statuses[request.status]}</span>
            </p>
            <p class="soft">{[request.senderName ?? nameOf(request.person), request.teamName].join(' → ')}</p>
            <p class="words" dir="auto">
              {request.need}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
