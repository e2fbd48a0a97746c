import { Temporal } from 'temporal-polyfill';
import type { Hours } from '../../domain/catalogue/offer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PersonToReach, Subject } from '../../services/ports/intake.ts';
import { Tag } from '../components/tag.tsx';
import { filePath } from '../people/person-names.ts';

const { t } = FRENCH;
const say = t.intake;

type Named = { firstName?: string | null; lastName?: string | null; reference?: string | null };

/** How a person is called on a page; never nothing. */
export const nameOf = ({ firstName, lastName, reference }: Named): string =>
  [firstName, lastName].filter(Boolean).join(' ') || reference || say.nameless;

/** `jeudi 26 novembre 2026 à 14 h`, on that clock. */
export function moment(iso: string, timeZone: string): string {
  const zoned = Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone);
  return `${t.format.weekday(zoned.dayOfWeek)} ${t.format.instant(iso, timeZone)}`;
}

export const requestPath = (id: string) => `/pro/demandes/${encodeURIComponent(id)}`;
export const sentPath = (id: string) => `/pro/demandes/envoyees/${encodeURIComponent(id)}`;
export const callPath = (id: string) => `/pro/rappels/${encodeURIComponent(id)}`;
export const appointmentPath = (id: string) => `/pro/rendez-vous/${encodeURIComponent(id)}`;
/** Where what concerns somebody is read. */
export const subjectPath = (subject: Subject) =>
  'beneficiaryId' in subject ? filePath(subject.beneficiaryId) : requestPath(subject.requestId);
export const newAppointmentPath = (subject: Subject) =>
  'beneficiaryId' in subject
    ? `/pro/rendez-vous/nouveau?personne=${encodeURIComponent(subject.beneficiaryId)}`
    : `/pro/rendez-vous/nouveau?demande=${encodeURIComponent(subject.requestId)}`;

/** Whom a form is about, in the form. */
export const SubjectField = ({ subject }: { subject: Subject }) =>
  'beneficiaryId' in subject ? (
    <input type="hidden" name="personne" value={subject.beneficiaryId} />
  ) : (
    <input type="hidden" name="demande" value={subject.requestId} />
  );

export function subjectFrom({ personne, demande }: Readonly<Record<string, string>>): Subject {
  return personne ? { beneficiaryId: personne } : { requestId: demande ?? '' };
}

const hoursText = (hours: readonly Hours[]) => t.format.list(hours.map((window) => t.format.hours(window)));

/** What must be known before the phone is picked up. */
export function DiscreetNotice({ person }: { person: Pick<PersonToReach, 'discreet' | 'safeHours' | 'callWhen'> }) {
  const { discreet, safeHours, callWhen } = person;
  const hours = safeHours.length > 0 ? say.discreet.safeHours(hoursText(safeHours)) : null;
  const wishes = callWhen === null ? null : say.callWhen(callWhen);
  if (!discreet) {
    return (
      <>
        {hours && <p>{hours}</p>}
        {wishes && <p dir="auto">{wishes}</p>}
      </>
    );
  }
  return (
    <div class="discreet" role="note">
      <p>
        <strong>{say.discreet.title}</strong>
      </p>
      <p>{say.discreet.text}</p>
      <p dir="auto">{hours ?? wishes ?? say.discreet.anyHour}</p>
    </div>
  );
}

/** The number to call, after what must be known before. */
export function HowToReach({ person }: { person: PersonToReach }) {
  return (
    <>
      <DiscreetNotice person={person} />
      <p class="reach">
        {person.phone === null ? (
          <span class="soft">{say.call.noPhone}</span>
        ) : (
          <a href={`tel:${person.phone.replace(/[^+\d]/g, '')}`}>{person.phone}</a>
        )}
        {person.email && <a href={`mailto:${person.email}`}>{person.email}</a>}
      </p>
    </>
  );
}

export const StatusTag = ({ status }: { status: keyof typeof say.statuses }) => <Tag>{say.statuses[status]}</Tag>;
export const OverdueTag = () => <Tag tone="impossible">{say.overdue}</Tag>;
