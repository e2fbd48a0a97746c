import { ICalCalendar, ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { FRENCH } from '../../i18n/languages.ts';
import type { CalendarEntry } from '../../services/intake/calendar-feed.ts';
import { timeZoneComponent } from './time-zone-component.ts';

const say = FRENCH.t.intake.calendar;
/** 1 January 2026: a sequence number is a small integer, and grows with each change. */
const SEQUENCE_EPOCH_SECONDS = Date.UTC(2026, 0, 1) / 1000;

/** An iCalendar document (RFC 5545), on the clock of the territory. */
export function calendarDocument(
  entries: readonly CalendarEntry[],
  { id, timeZone }: { id: string; timeZone: string },
): string {
  const starts = entries.map(({ startsAt }) => Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone));
  const years = starts.map(({ year }) => year);
  const calendar = new ICalCalendar({
    name: say.name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Pouvoir Bouger', product: 'agenda', language: 'FR' },
    // Without a name of its own: with one, the library would write the stamps, which are UTC, on its clock.
    timezone:
      years.length === 0
        ? null
        : { name: null, generator: () => timeZoneComponent(timeZone, Math.min(...years), Math.max(...years)) },
  });
  entries.forEach((entry, index) => {
    const start = starts[index];
    if (!start) return;
    const changed = Temporal.Instant.from(entry.updatedAt);
    calendar.createEvent({
      id: `${entry.id}@${id}.pouvoir-bouger`,
      // Calendars take an event for a newer one by this.
      sequence: Math.floor(changed.epochMilliseconds / 1000) - SEQUENCE_EPOCH_SECONDS,
      stamp: changed,
      lastModified: changed,
      timezone: timeZone,
      start,
      end: start.add({ minutes: entry.durationMinutes }),
      summary: say.event,
      location: entry.place ?? undefined,
      class: ICalEventClass.PRIVATE,
      status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  });
  return calendar.toString();
}
