import type { BookingView } from '../bookings/view-booking.ts';
import type { Context } from '../context.ts';
import { driverName } from './eligible-drivers.ts';

/** Names of who drives and of who answered on the telephone, by id, for their own structure. */
export async function tellingOf(ctx: Context, ride: BookingView): Promise<Record<string, string>> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const names: Record<string, string> = {};
    const driver = ride.driverId === null ? null : await stores.drivers.find(ride.driverId);
    if (driver !== null) names[driver.id] = driverName(driver);
    for (const { byTelephone } of ride.events) {
      const member = byTelephone === null ? null : await stores.members.find(byTelephone);
      if (member !== null) names[member.id] = member.displayName;
    }
    return names;
  });
}
