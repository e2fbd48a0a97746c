import { ICalCalendar, ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { timeZoneComponent } from '../intake/time-zone-component.ts';

/** 1 January 2026: a sequence number is a small integer, and grows with each change. */
const SEQUENCE_EPOCH_SECONDS = Date.UTC(2026, 0, 1) / 1000;

/** Instants in ISO 8601. `id` stays its own for ever: calendars know an entry by it. */
export type CalendarLine = {
  id: string;
  startsAt: string;
  endsAt: string;
  changedAt: string;
  summary: string;
  description?: string;
  place: string | null;
  url?: string;
  isPublic?: boolean;
  status: 'confirmed' | 'tentative' | 'cancelled';
};

const STATUS = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
};

/** An iCalendar document (RFC 5545) on the clocks of a time zone. The same lines make the same document, to the letter. */
export function calendarOf(
  lines: readonly CalendarLine[],
  { timeZone, product, name }: { timeZone: string; product: string; name?: string },
): string {
  const onClock = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const years = lines.flatMap(({ startsAt, endsAt }) => [onClock(startsAt).year, onClock(endsAt).year]);
  const calendar = new ICalCalendar({
    ...(name === undefined ? {} : { name }),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Pouvoir Bouger', product, language: 'FR' },
    // Without a name of its own: with one, the library would write the stamps, which are UTC, on its clock.
    timezone:
      years.length === 0
        ? null
        : { name: null, generator: () => timeZoneComponent(timeZone, Math.min(...years), Math.max(...years)) },
  });
  for (const { id, startsAt, endsAt, changedAt, summary, description, place, url, isPublic, status } of lines) {
    const [start, end] = [onClock(startsAt), onClock(endsAt)];
    const changed = Temporal.Instant.from(changedAt);
    // An hour that comes twice means the first of both on a clock: the second is told in UTC, which has it once.
    const isTwice = [start, end].some(isRepeated);
    calendar.createEvent({
      id,
      // Calendars take an event for a newer one by this.
      sequence: Math.floor(changed.epochMilliseconds / 1000) - SEQUENCE_EPOCH_SECONDS,
      stamp: changed,
      lastModified: changed,
      timezone: isTwice ? 'UTC' : timeZone,
      start: isTwice ? start.withTimeZone('UTC') : start,
      end: isTwice ? end.withTimeZone('UTC') : end,
      summary,
      ...(description ? { description } : {}),
      ...(url === undefined ? {} : { url }),
      location: place ?? undefined,
      class: isPublic ? ICalEventClass.PUBLIC : ICalEventClass.PRIVATE,
      status: STATUS[status],
    });
  }
  return calendar.toString();
}

/** The second of two equal hours, on the night the clocks go back. */
const isRepeated = (at: Temporal.ZonedDateTime): boolean =>
  Temporal.ZonedDateTime.compare(at, at.toPlainDateTime().toZonedDateTime(at.timeZoneId)) !== 0;
