import { Temporal } from 'temporal-polyfill';
import { PLACE_KINDS } from '../../domain/intake/appointment.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { AppointmentView } from '../../services/intake/appointments.ts';
import type { Colleague } from '../../services/intake/get-request.ts';
import type { PersonToReach, Subject } from '../../services/ports/intake.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import type { Typed } from './typed-form.ts';
import { appointmentPath, HowToReach, moment, nameOf, SubjectField, subjectPath } from './words.tsx';

const { t } = FRENCH;
const say = t.intake.meeting;
const USUAL_MINUTES = '45';

type Common = { site: Site; formToken: string };

/** `/pro/rendez-vous` */
export function AppointmentsPage({
  site,
  formToken,
  timeZone,
  everybody,
  appointments,
  calendar,
}: Common & {
  timeZone: string;
  everybody: boolean;
  appointments: readonly AppointmentView[];
  calendar: { createdAt: string } | null;
}) {
  return (
    <Page site={site} title={say.title} noIndex wide>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <nav class="views" aria-label={say.filter}>
        <ul>
          <li>
            <a href="/pro/rendez-vous" aria-current={everybody ? undefined : 'page'}>
              {say.mine}
            </a>
          </li>
          <li>
            <a href="/pro/rendez-vous?tous=1" aria-current={everybody ? 'page' : undefined}>
              {say.everybody}
            </a>
          </li>
        </ul>
      </nav>
      {appointments.length === 0 ? (
        <p class="notice">{say.empty}</p>
      ) : (
        <ul class="entries">
          {appointments.map((one) => (
            <li class="entry">
              <p class="entry-title">
                <a href={appointmentPath(one.id)}>
                  <strong>{moment(one.startsAt, timeZone)}</strong>
                </a>
                {one.actions.includes('keep') && <span class="tag tag-toVerify">{say.untold}</span>}
              </p>
              <p dir="auto">{nameOf(one.person)}</p>
              <p class="soft">
                {[one.place || t.intake.places[one.placeKind], everybody ? one.memberName : null]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </li>
          ))}
        </ul>
      )}
      <CalendarSection calendar={calendar} formToken={formToken} timeZone={timeZone} />
    </Page>
  );
}

function CalendarSection({
  calendar,
  formToken,
  timeZone,
}: {
  calendar: { createdAt: string } | null;
  formToken: string;
  timeZone: string;
}) {
  const words = t.intake.calendar;
  return (
    <section class="panel" id="agenda" aria-labelledby="agenda-titre">
      <h2 id="agenda-titre">{words.title}</h2>
      <p>{words.text}</p>
      {calendar && (
        <p>
          {words.since(t.format.instant(calendar.createdAt, timeZone))} {words.renewHint}
        </p>
      )}
      <div class="actions">
        <form action="/pro/agenda" method="post">
          <FormToken value={formToken} />
          <button type="submit" class="button button-quiet">
            {calendar ? words.renew : words.open}
          </button>
        </form>
        {calendar && (
          <form action="/pro/agenda/fermer" method="post">
            <FormToken value={formToken} />
            <button type="submit" class="button button-quiet">
              {words.close}
            </button>
          </form>
        )}
      </div>
    </section>
  );
}

/** The address, once. */
export function CalendarPage({ site, url }: { site: Site; url: string }) {
  const words = t.intake.calendar;
  return (
    <Page site={site} title={words.shownTitle} noIndex>
      <h1>{words.shownTitle}</h1>
      <p>{words.shownText}</p>
      <p class="calendar-address">
        <code>{url}</code>
      </p>
      <p class="way-back">
        <a href="/pro/rendez-vous">{say.title}</a>
      </p>
    </Page>
  );
}

function MeetingFields({ typed, errors }: { typed: Typed; errors: readonly FieldMessage[] }) {
  const error = (id: string) => messageFor(errors, id);
  return (
    <>
      <div class="pair">
        <TextField
          id="date"
          type="date"
          label={say.date}
          value={typed.date ?? ''}
          error={error('date')}
          size="medium"
        />
        <TextField id="time" type="time" label={say.time} value={typed.time ?? ''} error={error('time')} size="short" />
      </div>
      <TextField
        id="duration"
        label={say.duration}
        value={typed.duration ?? USUAL_MINUTES}
        error={error('duration')}
        size="short"
        inputmode="numeric"
        suffix={say.minutes}
      />
      <ChoiceField
        id="placeKind"
        legend={say.placeKind}
        values={[typed.placeKind ?? 'office']}
        error={error('placeKind')}
        options={PLACE_KINDS.map((kind) => ({ value: kind, label: t.intake.places[kind] }))}
      />
      <TextField id="place" label={say.place} hint={say.placeHint} value={typed.place ?? ''} error={error('place')} />
    </>
  );
}

/** `/pro/rendez-vous/nouveau` */
export function NewAppointmentPage(
  props: Common & {
    subject: Subject;
    person: PersonToReach;
    colleagues: readonly Colleague[];
    memberId: string;
    /** A mail can be sent to them. */
    isTold: boolean;
    typed: Typed;
    errors: readonly FieldMessage[];
  },
) {
  const { site, formToken, subject, person, colleagues, memberId, isTold, typed, errors } = props;
  const title = say.addFor(nameOf(person));
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={subjectPath(subject)}>{nameOf(person)}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1 dir="auto">{title}</h1>
      <HowToReach person={person} />
      <form action="/pro/rendez-vous" method="post" novalidate>
        <FormToken value={formToken} />
        <SubjectField subject={subject} />
        <input type="hidden" name="once" value={typed.once} />
        <MeetingFields typed={typed} errors={errors} />
        <SelectField
          id="memberId"
          label={say.member}
          value={typed.memberId ?? memberId}
          error={messageFor(errors, 'memberId')}
          options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <p class="notice">{isTold ? say.told : say.untoldByMail}</p>
        <button type="submit" class="button">
          {say.submit}
        </button>
      </form>
    </Page>
  );
}

/** `/pro/rendez-vous/:id` */
export function AppointmentPage({
  site,
  formToken,
  timeZone,
  appointment,
  typed,
  errors,
  conflict,
}: Common & {
  timeZone: string;
  appointment: AppointmentView;
  typed: Typed | null;
  errors: readonly FieldMessage[];
  conflict: string | null;
}) {
  const { person, actions, subject, place, placeKind, status, memberName } = appointment;
  const title = say.one(nameOf(person));
  const act = (action: string, label: string, quiet = true) => (
    <form action={`${appointmentPath(appointment.id)}/${action}`} method="post">
      <FormToken value={formToken} />
      <input type="hidden" name="seen" value={appointment.updatedAt} />
      <button type="submit" class={quiet ? 'button button-quiet' : 'button'}>
        {label}
      </button>
    </form>
  );
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0 || conflict !== null} noIndex>
      <p class="way-back">
        <a href={subjectPath(subject)}>{nameOf(person)}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {conflict !== null && (
        <div class="error-summary" role="alert">
          <p>{conflict}</p>
        </div>
      )}
      <h1 dir="auto">{title}</h1>
      <p>
        <strong>{moment(appointment.startsAt, timeZone)}</strong>
        {` – ${[place || t.intake.places[placeKind], memberName && say.with(memberName)].filter(Boolean).join(', ')}`}
      </p>
      <p class="tags">
        <span class="tag tag-plain">{t.intake.appointmentStatuses[status]}</span>
      </p>
      <Reminded appointment={appointment} timeZone={timeZone} />
      <HowToReach person={person} />
      {actions.includes('keep') && (
        <section class="panel" aria-labelledby="lieu">
          <h2 id="lieu">{say.happened}</h2>
          <div class="actions">
            {act('venu', t.intake.appointmentActions.keep, false)}
            {act('absent', t.intake.appointmentActions.miss)}
          </div>
        </section>
      )}
      {actions.includes('move') && (
        <section class="panel" aria-labelledby="deplacer">
          <h2 id="deplacer">{say.moveTitle}</h2>
          <form action={`${appointmentPath(appointment.id)}/deplacer`} method="post" novalidate>
            <FormToken value={formToken} />
            <input type="hidden" name="seen" value={appointment.updatedAt} />
            <MeetingFields typed={typed ?? typedOf(appointment, timeZone)} errors={errors} />
            <button type="submit" class="button">
              {t.intake.appointmentActions.move}
            </button>
          </form>
        </section>
      )}
      {actions.includes('cancel') && (
        <section class="panel" aria-labelledby="annuler">
          <h2 id="annuler">{t.intake.appointmentActions.cancel}</h2>
          <p>{say.cancelText}</p>
          {act('annuler', t.intake.appointmentActions.cancel)}
        </section>
      )}
    </Page>
  );
}

function Reminded({ appointment, timeZone }: { appointment: AppointmentView; timeZone: string }) {
  const { remindAt, remindedAt, status } = appointment;
  if (remindedAt !== null) return <p class="soft">{say.reminded(moment(remindedAt, timeZone))}</p>;
  if (remindAt === null || status !== 'planned') return null;
  return <p class="soft">{say.remindAt(moment(remindAt, timeZone))}</p>;
}

function typedOf({ startsAt, durationMinutes, place, placeKind }: AppointmentView, timeZone: string): Typed {
  const zoned = Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone);
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }),
    duration: String(durationMinutes),
    place,
    placeKind,
  };
}
