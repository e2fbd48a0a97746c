import { inFairOrder, loadOf, loadWindow } from '../../domain/drivers/fair-order.ts';
import { type DriverRefusal, minutesOf, refusalsOf, weekOf } from '../../domain/drivers/may-drive.ts';
import type { DriverRules } from '../../domain/drivers/rules.ts';
import { laterDate } from '../../domain/schedule/dates.ts';
import { loadBooking, noBooking } from '../bookings/load-booking.ts';
import { type Context, requireScope } from '../context.ts';
import type { Booking } from '../ports/bookings.ts';
import type { DriverFile } from '../ports/drivers.ts';
import type { Stores } from '../ports.ts';
import { type Approach, approaches, driveOf, isTimed, type TimedBooking } from './drives.ts';

/** Somebody who could be asked for a ride. `loadPercent`: of what may be asked of them in four weeks. */
export type DriverChoice = {
  id: string;
  name: string;
  phone: string;
  kind: DriverFile['kind'];
  illustrative: boolean;
  loadPercent: number;
  minutesThatWeek: number;
  /** Nothing where they may take it. */
  refusals: readonly DriverRefusal[];
};

/**
 * The structure’s drivers for one ride: those who may take it in fair order, then the others each with what stands against it.
 * Nothing where it has no drivers, or the ride is not theirs to answer any more. Throws `forbidden`, `notFound`.
 */
export async function listDriversForRide({
  ctx,
  input: { id },
}: {
  ctx: Context;
  input: { id: string };
}): Promise<{ may: DriverChoice[]; mayNot: DriverChoice[] }> {
  requireScope(ctx, 'bookings:answer');
  const { territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const { rules, timeZone } = territory;
  const { booking, drivers } = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const found = await loadBooking(stores, id);
    requireAsked(ctx, found);
    return { booking: found, drivers: await stores.drivers.list({ statuses: ['active', 'paused'] }) };
  });
  if (!isTimed(booking) || drivers.length === 0) return { may: [], mayNot: [] };
  const ways = await approaches(ctx, booking, drivers);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const own = await stores.drivers.findOfOffer(booking.offerId);
    const judged = await judge(stores, booking, drivers, { ways, own, rules: rules.drivers, timeZone });
    const may = inFairOrder(
      judged.filter(({ refusals }) => refusals.length === 0),
      judged[0]?.date ?? booking.date,
      rules.drivers,
    );
    // Whose own trip it is comes first of those who may: nobody else needs to set out for it.
    const first = may.toSorted((a, b) => Number(b.driver.id === own) - Number(a.driver.id === own));
    const mayNot = judged.filter(({ refusals }) => refusals.length > 0);
    return { may: first.map((one) => one.choice), mayNot: mayNot.map((one) => one.choice) };
  });
}

/** Throws `notFound` for whoever is not the one who is asked. */
export function requireAsked({ actor }: Context, { providerOrganisationId }: Booking): void {
  if (providerOrganisationId === null || providerOrganisationId !== actor.organisationId) throw noBooking();
}

/** What stands against each of them taking that ride now, and the drive it would be. */
export async function judge(
  stores: Stores,
  booking: TimedBooking,
  drivers: readonly DriverFile[],
  {
    ways,
    own,
    rules,
    timeZone,
  }: { ways: ReadonlyMap<string, Approach>; own: string | null; rules: DriverRules; timeZone: string },
) {
  const window = loadWindow(booking.date);
  const rides = await stores.drivers.listRides({
    driverIds: drivers.map(({ id }) => id),
    from: window.from,
    // A ride that leaves after midnight is of the next day.
    until: laterDate(window.until, weekOf(booking.date).until),
  });
  return drivers.map((driver) => {
    const approach = ways.get(driver.id) ?? 'homeUnknown';
    const drive = driveOf(booking, { isOwnTrip: own === driver.id, approach, timeZone });
    const theirs = rides.filter(({ driverId, bookingId }) => driverId === driver.id && bookingId !== booking.id);
    const week = weekOf(drive.date);
    const refusals = refusalsOf(driver, drive, theirs, rules);
    const load = loadOf({ driver, rides: theirs }, drive.date, rules);
    const choice: DriverChoice = {
      id: driver.id,
      name: driverName(driver),
      phone: driver.phone,
      kind: driver.kind,
      illustrative: driver.illustrative,
      loadPercent: Number.isFinite(load) ? Math.round(load * 100) : 100,
      minutesThatWeek: minutesOf(theirs.filter(({ date }) => week.from <= date && date <= week.until)),
      refusals,
    };
    return { driver, drive, rides: theirs, refusals, choice, date: drive.date };
  });
}

export const driverName = ({ firstName, lastName }: Pick<DriverFile, 'firstName' | 'lastName'>): string =>
  [firstName, lastName].filter(Boolean).join(' ');
