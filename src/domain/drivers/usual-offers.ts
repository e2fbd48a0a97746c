import type { OfferInput } from '../catalogue/offer.ts';
import type { Place } from '../place.ts';
import { addDays, daysBetween } from '../schedule/dates.ts';
import type { DriverAbsence, UsualTrip } from './driver.ts';

type CarpoolOf = {
  firstName: string;
  phone: string;
  email: string | null;
  seats: number;
  maxDetourMinutes: number | null;
  illustrative: boolean;
  trips: readonly UsualTrip[];
  absences: readonly DriverAbsence[];
};

/** The calendar of an offer keeps a thousand dates at most, and nobody is absent by the day for longer than that. */
const MOST_DATES = 1000;

/**
 * A driver’s usual trips as offers of carpooling, in the order of the trips: one for each way between two communes. Without SIRET, so
 * that name, street and exact hour are told to nobody before they say yes. On days of absence they do not run.
 * `placeOf`: a commune by its code; null where it is not known, and that trip makes no offer.
 */
export function usualOffers(
  driver: CarpoolOf,
  { today, placeOf }: { today: string; placeOf(commune: string): Place | null },
): unknown[] {
  const exceptDates = absentDates(driver.absences, today);
  return driver.trips.flatMap((trip): unknown[] => {
    const [origin, destination] = [placeOf(trip.from), placeOf(trip.to)];
    if (origin === null || destination === null) return [];
    const run = (direction: 'outbound' | 'return', departureTime: string) => ({
      direction,
      weekdays: trip.weekdays,
      departureTime,
      flexibilityMinutes: 10,
    });
    const offer = {
      kind: 'carpool',
      title: `${origin.label ?? trip.from} → ${destination.label ?? trip.to}`,
      theme: 'mobilite--mobilite-douce-partagee-collective',
      provider: { name: driver.firstName, phone: driver.phone, email: driver.email },
      visibility: 'public',
      illustrative: driver.illustrative,
      confirmedAt: today,
      calendar: { exceptDates },
      details: {
        origin,
        destination,
        trips: [
          run('outbound', trip.departureTime),
          ...(trip.returnTime === null ? [] : [run('return', trip.returnTime)]),
        ],
        maxDetourMinutes: driver.maxDetourMinutes,
        seats: Math.min(8, driver.seats),
      },
    } satisfies Partial<Record<keyof OfferInput, unknown>>;
    return [offer];
  });
}

/** Every day of absence that is not over, once, in order. */
export function absentDates(absences: readonly DriverAbsence[], today: string): string[] {
  const dates = new Set<string>();
  for (const { from, until } of absences) {
    const first = from < today ? today : from;
    for (let day = 0; day <= daysBetween(first, until); day++) dates.add(addDays(first, day));
  }
  return [...dates].sort().slice(0, MOST_DATES);
}
