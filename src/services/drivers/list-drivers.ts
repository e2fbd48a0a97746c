import type { CheckKind } from '../../domain/drivers/driver.ts';
import { loadOf, loadWindow } from '../../domain/drivers/fair-order.ts';
import { type DriverNeed, driverNeeds } from '../../domain/drivers/needs-attention.ts';
import { charterVersion, requiredChecks, weeklyCap } from '../../domain/drivers/rules.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type BookingView, viewBooking } from '../bookings/view-booking.ts';
import { type Context, requireScope } from '../context.ts';
import type { DriverFile } from '../ports/drivers.ts';
import type { Stores } from '../ports.ts';
import { noDriver } from './assign-driver.ts';

/** A driver as their structure sees them. `communeName`: where the code is known. */
export type DriverView = DriverFile & {
  communeName: string;
  needs: readonly DriverNeed[];
  loadPercent: number;
};

/** The structure’s drivers: those who need something first, then by name. Throws `forbidden`. */
export async function listDrivers({ ctx }: { ctx: Context }): Promise<DriverView[]> {
  requireScope(ctx, 'bookings:answer');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const views = await viewsOf(ctx, stores, await stores.drivers.list());
    return views.toSorted((a, b) => Number(b.needs.length > 0) - Number(a.needs.length > 0));
  });
}

export type DriverPage = DriverView & {
  required: readonly CheckKind[];
  cap: { rides: number; minutes: number };
  charterIsCurrent: boolean;
  tripNames: readonly { from: string; to: string }[];
  /** Who saw which paper, by id. */
  memberNames: Readonly<Record<string, string>>;
  /** To come and lately, the next first. */
  rides: readonly BookingView[];
};

/** One driver’s file. Throws `forbidden`, `notFound`: of another structure’s driver in the same words. */
export async function getDriver({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<DriverPage> {
  requireScope(ctx, 'bookings:answer');
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const { gazetteer, territory } = handle;
  const rules = territory.rules.drivers;
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const driver = await stores.drivers.find(input.id);
    if (driver === null) throw noDriver();
    const [view] = await viewsOf(ctx, stores, [driver]);
    const today = dateAt(ctx.deps.clock.now(), territory.timeZone);
    const { from } = loadWindow(today);
    const held = await stores.drivers.listRides({ driverIds: [driver.id], from, until: '9999-12-31' });
    const rides: BookingView[] = [];
    for (const { bookingId } of held) {
      const booking = await stores.bookings.find(bookingId);
      if (booking !== null) rides.push(viewBooking(ctx, booking, { side: 'provider', handle }));
    }
    const name = (code: string) => gazetteer.findByCode(code)?.name ?? code;
    const members = await stores.members.list({ organisationId: ctx.actor.organisationId ?? '' });
    return {
      ...(view as DriverView),
      required: requiredChecks(driver.kind, rules),
      cap: weeklyCap(driver, rules),
      charterIsCurrent: driver.charterVersion === charterVersion(rules),
      tripNames: driver.trips.map((trip) => ({ from: name(trip.from), to: name(trip.to) })),
      memberNames: Object.fromEntries(members.map(({ id, displayName }) => [id, displayName])),
      rides,
    };
  });
}

async function viewsOf(ctx: Context, stores: Stores, drivers: readonly DriverFile[]): Promise<DriverView[]> {
  const { gazetteer, territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const rules = territory.rules.drivers;
  const today = dateAt(ctx.deps.clock.now(), territory.timeZone);
  const window = loadWindow(today);
  const rides = await stores.drivers.listRides({ driverIds: drivers.map(({ id }) => id), ...window });
  return drivers.map((driver) => {
    const theirs = rides.filter(({ driverId }) => driverId === driver.id);
    const load = loadOf({ driver, rides: theirs }, today, rules);
    return {
      ...driver,
      communeName: gazetteer.findByCode(driver.commune)?.name ?? driver.commune,
      needs: driverNeeds(driver, today, rules),
      loadPercent: Number.isFinite(load) ? Math.round(load * 100) : 100,
    };
  });
}
