import { Temporal } from 'temporal-polyfill';
import { UNREACHABLE } from '../../../geo/router.ts';
import { tableOrEstimate } from '../../../geo/with-fallback.ts';
import type { AskedDrive } from '../../domain/drivers/may-drive.ts';
import { addDays, dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import type { Booking } from '../ports/bookings.ts';
import type { DriverFile, DriverRide } from '../ports/drivers.ts';

/** The way from home to whoever is fetched, and back home. */
export type Approach = { there: Way; back: Way };
type Way = { seconds: number; metres: number };
const NO_WAY: Way = { seconds: 0, metres: 0 };
export const NO_APPROACH: Approach = { there: NO_WAY, back: NO_WAY };

/** A ride that has a time. */
export type TimedBooking = Booking & { departAt: string; arriveAt: string };
export const isTimed = (booking: Booking): booking is TimedBooking =>
  booking.departAt !== null && booking.arriveAt !== null;

/** Of each driver, in one question to the router: from the middle of their commune. Before a transaction, never in one. */
export async function approaches(
  { actor, deps }: Context,
  booking: Booking,
  drivers: readonly Pick<DriverFile, 'id' | 'commune'>[],
): Promise<Map<string, Approach>> {
  const { gazetteer } = await deps.territory(actor.territoryId);
  const placed = drivers.flatMap(({ id, commune }) => {
    const home = gazetteer.findByCode(commune);
    return home === null ? [] : [{ id, at: [home.lon, home.lat] as [number, number] }];
  });
  if (placed.length === 0) return new Map();
  const homes = placed.map(({ at }) => at);
  const { tables } = await tableOrEstimate(deps.routers(actor.territoryId), [
    { mode: 'car', sources: homes, destinations: [[booking.from.lon, booking.from.lat]] },
    { mode: 'car', sources: [[booking.to.lon, booking.to.lat]], destinations: homes },
  ]);
  const way = (table: (typeof tables)[number] | undefined, cell: number): Way => {
    const seconds = table?.durations[cell] ?? UNREACHABLE;
    return seconds === UNREACHABLE ? NO_WAY : { seconds, metres: table?.distances[cell] ?? 0 };
  };
  // One column in the first table, one row in the second: the cell is the driver's place in both.
  return new Map(placed.map(({ id }, cell) => [id, { there: way(tables[0], cell), back: way(tables[1], cell) }]));
}

/**
 * The drive that a ride is to whoever takes it. On their own usual trip they are on that road anyway, and whoever else sits in the car is
 * of the same run; anybody else leaves home for it, and comes back.
 */
export function driveOf(
  booking: TimedBooking,
  { isOwnTrip, approach, timeZone }: { isOwnTrip: boolean; approach: Approach; timeZone: string },
): AskedDrive & { metres: number } {
  const { id, ride, departAt, arriveAt, seats, offerId } = booking;
  const date = dateAt(Temporal.Instant.from(departAt), timeZone);
  const onTheRoad = ride?.durationSeconds ?? (Date.parse(arriveAt) - Date.parse(departAt)) / 1000;
  const { there, back } = isOwnTrip ? NO_APPROACH : approach;
  const moved = (instant: string, seconds: number) =>
    new Date(Date.parse(instant) + Math.round(seconds) * 1000).toISOString();
  const runDate = addDays(booking.date, ride?.runDayOffset ?? 0);
  return {
    bookingId: id,
    run: isOwnTrip ? `${offerId} ${ride?.tripIndex ?? 0} ${runDate}` : id,
    date,
    from: moved(departAt, -there.seconds),
    until: moved(arriveAt, back.seconds),
    minutes: Math.ceil((there.seconds + onTheRoad + back.seconds) / 60),
    metres: Math.round(there.metres + (ride?.distanceMetres ?? 0) + back.metres),
    seats,
  };
}

export const rideOf = (driverId: string, { seats: _, ...drive }: ReturnType<typeof driveOf>): DriverRide => ({
  driverId,
  ...drive,
});
