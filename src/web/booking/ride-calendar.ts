import type { CalendarRide } from '../../services/way-in/ride-calendar.ts';
import { calendarOf } from '../components/calendar.ts';

type Told = {
  timeZone: string;
  /** What every ride is called. */
  title: string;
  /** Of the whole, where it is subscribed to. */
  name?: string;
  urlOf(rideId: string): string;
};

/**
 * Rides as an iCalendar document, on the clock of the territory: neither a name nor a home in it, the place only where it is a public
 * meeting point.
 */
export function ridesCalendar(rides: readonly CalendarRide[], { title, urlOf, ...told }: Told): string {
  return calendarOf(
    rides.map(({ id, departAt, arriveAt, changedAt, place, status }) => ({
      ...{ id: `${id}@pouvoir-bouger`, startsAt: departAt, endsAt: arriveAt, changedAt, place },
      ...{ summary: title, url: urlOf(id) },
      status: ['cancelled', 'refused'].includes(status)
        ? 'cancelled'
        : status === 'requested'
          ? 'tentative'
          : 'confirmed',
    })),
    { ...told, product: 'trajets' },
  );
}
