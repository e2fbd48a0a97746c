import { Temporal } from 'temporal-polyfill';
import { type Table, UNREACHABLE } from '../../../geo/router.ts';
import { ERROR_FACTOR, tableOrEstimate } from '../../../geo/with-fallback.ts';
import type { AskedDrive, NoWay } from '../../domain/drivers/may-drive.ts';
import { addDays, dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import type { Booking } from '../ports/bookings.ts';
import type { DriverFile, DriverRide } from '../ports/drivers.ts';

/** The way from home to whoever is fetched, and back home; or why there is none. */
export type Approach = { there: Way; back: Way } | NoWay;
/** `atMost`: what is kept free for it, in seconds; more than `seconds` where those are estimated. */
type Way = { seconds: number; atMost: number; metres: number };
const NOTHING: Way = { seconds: 0, atMost: 0, metres: 0 };
/** Of whoever is on that road anyway. */
export const NO_APPROACH = { there: NOTHING, back: NOTHING };

/** A ride that has a time. */
export type TimedBooking = Booking & { departAt: string; arriveAt: string };
export const isTimed = (booking: Booking): booking is TimedBooking =>
  booking.departAt !== null && booking.arriveAt !== null;

/**
 * Of each driver, in one question to the router: from the middle of their commune. Without a router the time that is kept free is the
 * longest the estimate allows (ADR 0006). Before a transaction, never in one.
 */
export async function approaches(
  { actor, deps }: Context,
  booking: Booking,
  drivers: readonly Pick<DriverFile, 'id' | 'commune'>[],
): Promise<Map<string, Approach>> {
  const { gazetteer } = await deps.territory(actor.territoryId);
  const found = new Map<string, Approach>(drivers.map(({ id }) => [id, 'homeUnknown']));
  const placed = drivers.flatMap(({ id, commune }) => {
    const home = gazetteer.findByCode(commune);
    return home === null ? [] : [{ id, at: [home.lon, home.lat] as [number, number] }];
  });
  if (placed.length === 0) return found;
  const homes = placed.map(({ at }) => at);
  const { tables } = await tableOrEstimate(deps.routers(actor.territoryId), [
    { mode: 'car', sources: homes, destinations: [[booking.from.lon, booking.from.lat]] },
    { mode: 'car', sources: [[booking.to.lon, booking.to.lat]], destinations: homes },
  ]);
  // One column in the first table, one row in the second: the cell is the driver's place in both.
  for (const [cell, { id }] of placed.entries()) {
    const [there, back] = [wayOf(tables[0], cell), wayOf(tables[1], cell)];
    found.set(id, there === null || back === null ? 'unreachable' : { there, back });
  }
  return found;
}

function wayOf(table: Table | undefined, cell: number): Way | null {
  const seconds = table?.durations[cell] ?? UNREACHABLE;
  if (table === undefined || seconds === UNREACHABLE) return null;
  return { seconds, atMost: Math.ceil(seconds * table.errorFactor[1]), metres: table.distances[cell] ?? 0 };
}

/**
 * The drive that a ride is to whoever takes it. On their own usual trip they are on that road anyway, and whoever else sits in the car is
 * of the same run; anybody else leaves home for it, and comes back; what is estimated of that is kept free for as long as it may take.
 */
export function driveOf(
  booking: TimedBooking,
  { isOwnTrip, approach, timeZone }: { isOwnTrip: boolean; approach: Approach; timeZone: string },
): AskedDrive & { metres: number } {
  const { id, ride, departAt, arriveAt, seats, offerId } = booking;
  const date = dateAt(Temporal.Instant.from(departAt), timeZone);
  const onTheRoad = ride?.durationSeconds ?? (Date.parse(arriveAt) - Date.parse(departAt)) / 1000;
  const noWay = !isOwnTrip && typeof approach === 'string' ? approach : null;
  const { there, back } = isOwnTrip || typeof approach === 'string' ? NO_APPROACH : approach;
  const later = !isOwnTrip && ride?.estimated ? onTheRoad * (ERROR_FACTOR[1] - 1) : 0;
  const moved = (instant: string, seconds: number) =>
    new Date(Date.parse(instant) + Math.round(seconds) * 1000).toISOString();
  const runDate = addDays(booking.date, ride?.runDayOffset ?? 0);
  return {
    bookingId: id,
    run: isOwnTrip ? `${offerId} ${ride?.tripIndex ?? 0} ${runDate}` : id,
    date,
    from: moved(departAt, -there.atMost),
    until: moved(arriveAt, later + back.atMost),
    minutes: Math.ceil((there.seconds + onTheRoad + back.seconds) / 60),
    metres: Math.round(there.metres + (ride?.distanceMetres ?? 0) + back.metres),
    seats,
    noWay,
  };
}

export const rideOf = (
  driverId: string,
  { seats: _, noWay: __, ...drive }: ReturnType<typeof driveOf>,
): DriverRide => ({
  driverId,
  ...drive,
});
