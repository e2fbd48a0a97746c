import { Temporal } from 'temporal-polyfill';
import { dateAt } from '../schedule/dates.ts';
import { neighbouringWorkingDay, type OfficeCalendar, openingOn } from './working-days.ts';

export const APPOINTMENT_STATUSES = ['planned', 'kept', 'noShow', 'cancelled'] as const;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];
export const PLACE_KINDS = ['office', 'home', 'phone'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export type AppointmentAction = 'move' | 'cancel' | 'keep' | 'miss';

/** What can be done to it. An appointment that has not begun was neither kept nor missed. */
export function appointmentActions(
  appointment: { status: AppointmentStatus; startsAt: string },
  now: Temporal.Instant,
): AppointmentAction[] {
  if (appointment.status !== 'planned') return [];
  const begun = Temporal.Instant.compare(Temporal.Instant.from(appointment.startsAt), now) <= 0;
  return begun ? ['keep', 'miss', 'move', 'cancel'] : ['move', 'cancel'];
}

/**
 * When the person is reminded: the morning of the last working day before, so that whoever has no mail can be called. Null
 * where that morning is past: the appointment has just been agreed on.
 */
export function reminderTime(startsAt: string, now: Temporal.Instant, office: OfficeCalendar): string | null {
  const day = dateAt(Temporal.Instant.from(startsAt), office.timeZone);
  const morning = openingOn(neighbouringWorkingDay(day, -1, office), office);
  return Temporal.Instant.compare(morning, now) > 0 ? morning.toString() : null;
}
