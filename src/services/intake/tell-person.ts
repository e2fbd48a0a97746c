import { Temporal } from 'temporal-polyfill';
import type { OfficeCalendar } from '../../domain/intake/working-days.ts';
import type { Context } from '../context.ts';
import type { Appointment, PersonToReach, Subject } from '../ports/intake.ts';
import type { Stores } from '../ports.ts';
import { type AppointmentNews, appointmentMail, type Meeting } from './mail-words.ts';

/** An appointment as mails tell it: on the territory's clock, with the number of the team that gave it. */
export async function meetingOf(
  { intake }: Stores,
  { startsAt, place, placeKind, organisationId }: Appointment,
  { timeZone }: OfficeCalendar,
): Promise<Meeting> {
  const zoned = Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone);
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }),
    place,
    placeKind,
    phone: await intake.findPhone(organisationId),
  };
}

/**
 * A mail to the person about an appointment; false where none can be sent: no address is known, or they must not be written to
 * and have not agreed to these mails.
 */
export async function tellPerson(
  stores: Stores,
  { deps }: Context,
  { appointment, office, news }: { appointment: Appointment; office: OfficeCalendar; news: AppointmentNews },
): Promise<boolean> {
  const { subject } = appointment;
  const person = await stores.intake.findPerson(subject);
  if (!person?.email || !(await mayBeMailed(stores, subject, person))) return false;
  await stores.messages.queue({
    id: deps.ids.next('msg'),
    to: person.email,
    ...appointmentMail(news, await meetingOf(stores, appointment, office)),
    about: { entity: 'appointment', id: appointment.id },
  });
  return true;
}

/** An address is known, and whoever asked not to be written to has agreed to these mails. */
export async function mayBeMailed(
  { intake }: Stores,
  subject: Subject,
  { email, discreet }: PersonToReach,
): Promise<boolean> {
  if (email === null) return false;
  return !discreet || ('beneficiaryId' in subject && (await intake.agreedToMails(subject.beneficiaryId)));
}
