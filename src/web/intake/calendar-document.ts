import { Temporal } from 'temporal-polyfill';
import { FRENCH } from '../../i18n/languages.ts';
import type { CalendarEntry } from '../../services/intake/calendar-feed.ts';
import { calendarOf } from '../components/calendar.ts';

const say = FRENCH.t.intake.calendar;

/** Appointments as an iCalendar document, on the clock of the territory. */
export function calendarDocument(
  entries: readonly CalendarEntry[],
  { id, timeZone }: { id: string; timeZone: string },
): string {
  return calendarOf(
    entries.map((entry) => ({
      id: `${entry.id}@${id}.pouvoir-bouger`,
      startsAt: entry.startsAt,
      endsAt: Temporal.Instant.from(entry.startsAt).add({ minutes: entry.durationMinutes }).toString(),
      changedAt: entry.updatedAt,
      summary: say.event,
      place: entry.place,
      status: entry.cancelled ? 'cancelled' : 'confirmed',
    })),
    { timeZone, product: 'agenda', name: say.name },
  );
}
