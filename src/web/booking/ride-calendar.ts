import { ICalCalendar, ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import type { CalendarRide } from '../../services/way-in/ride-calendar.ts';
import { timeZoneComponent } from '../intake/time-zone-component.ts';

/** 1 January 2026: a sequence number is a small integer, and grows with each change. */
const SEQUENCE_EPOCH_SECONDS = Date.UTC(2026, 0, 1) / 1000;

type Told = {
  timeZone: string;
  /** What every ride is called. */
  title: string;
  /** Of the whole, where it is subscribed to. */
  name?: string;
  urlOf(rideId: string): string;
};

/**
 * Rides as an iCalendar document (RFC 5545), on the clock of the territory: neither a name nor a home in it, the place only where it is
 * a public meeting point. The same rides make the same document, to the letter.
 */
export function ridesCalendar(rides: readonly CalendarRide[], { timeZone, title, name, urlOf }: Told): string {
  const onClock = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const years = rides.flatMap(({ departAt, arriveAt }) => [onClock(departAt).year, onClock(arriveAt).year]);
  const calendar = new ICalCalendar({
    ...(name === undefined ? {} : { name }),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Pouvoir Bouger', product: 'trajets', language: 'FR' },
    // Without a name of its own: with one, the library would write the stamps, which are UTC, on its clock.
    timezone:
      years.length === 0
        ? null
        : { name: null, generator: () => timeZoneComponent(timeZone, Math.min(...years), Math.max(...years)) },
  });
  for (const { id, departAt, arriveAt, changedAt, place, status } of rides) {
    const [start, end] = [onClock(departAt), onClock(arriveAt)];
    const changed = Temporal.Instant.from(changedAt);
    const isCancelled = ['cancelled', 'refused'].includes(status);
    // An hour that comes twice means the first of both on a clock: the second is told in UTC, which has it once.
    const isTwice = [start, end].some(isRepeated);
    calendar.createEvent({
      id: `${id}@pouvoir-bouger`,
      // Calendars take an event for a newer one by this.
      sequence: Math.floor(changed.epochMilliseconds / 1000) - SEQUENCE_EPOCH_SECONDS,
      stamp: changed,
      lastModified: changed,
      timezone: isTwice ? 'UTC' : timeZone,
      start: isTwice ? start.withTimeZone('UTC') : start,
      end: isTwice ? end.withTimeZone('UTC') : end,
      summary: title,
      url: urlOf(id),
      location: place ?? undefined,
      class: ICalEventClass.PRIVATE,
      status: isCancelled
        ? ICalEventStatus.CANCELLED
        : status === 'requested'
          ? ICalEventStatus.TENTATIVE
          : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}

/** The second of two equal hours, on the night the clocks go back. */
const isRepeated = (at: Temporal.ZonedDateTime): boolean =>
  Temporal.ZonedDateTime.compare(at, at.toPlainDateTime().toZonedDateTime(at.timeZoneId)) !== 0;
