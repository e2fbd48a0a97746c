import { ICalCalendar, ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import type { BookingView, WallTime } from '../../services/bookings/view-booking.ts';
import { timeZoneComponent } from '../intake/time-zone-component.ts';

/** 1 January 2026: a sequence number is a small integer, and grows with each change. */
const SEQUENCE_EPOCH_SECONDS = Date.UTC(2026, 0, 1) / 1000;

/**
 * One ride as an iCalendar document (RFC 5545), on the clock of the territory: neither a name nor a home in it, the place only where it
 * is a public meeting point. Null for a ride without hours.
 */
export function rideCalendar(
  ride: BookingView,
  { timeZone, now, title, url }: { timeZone: string; now: Temporal.Instant; title: string; url: string },
): string | null {
  if (ride.departs === null || ride.arrives === null) return null;
  const at = ({ date, time }: WallTime) => Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone);
  const [start, end] = [at(ride.departs), at(ride.arrives)];
  const calendar = new ICalCalendar({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Pouvoir Bouger', product: 'trajets', language: 'FR' },
    // Without a name of its own: with one, the library would write the stamps, which are UTC, on its clock.
    timezone: { name: null, generator: () => timeZoneComponent(timeZone, start.year, end.year) },
  });
  const isCancelled = ['cancelled', 'refused'].includes(ride.status);
  calendar.createEvent({
    id: `${ride.id}@pouvoir-bouger`,
    sequence: Math.floor(now.epochMilliseconds / 1000) - SEQUENCE_EPOCH_SECONDS,
    stamp: now,
    timezone: timeZone,
    start,
    end,
    summary: title,
    url,
    location: ride.pickUp ?? undefined,
    class: ICalEventClass.PRIVATE,
    status: isCancelled
      ? ICalEventStatus.CANCELLED
      : ride.status === 'confirmed'
        ? ICalEventStatus.CONFIRMED
        : ICalEventStatus.TENTATIVE,
  });
  return calendar.toString();
}
