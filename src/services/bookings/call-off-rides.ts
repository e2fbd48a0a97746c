import { HOLDING_STATUSES } from '../../domain/booking/booking.ts';
import type { Context } from '../context.ts';
import type { Actor, Stores } from '../ports.ts';
import { moveBooking } from './move-booking.ts';
import { tellBooking } from './tell-booking.ts';

/** More than anybody may have to come. */
const MOST = 1000;

/**
 * Calls off every ride to come of somebody whose file is about to go, and tells whoever drives before it does: afterwards nothing would
 * know of them. `first`: what must hold, in the same transaction. Nothing for a file that is gone already. Harmless to repeat.
 */
export async function callOffRides(
  ctx: Context,
  { personId, first }: { personId: string; first(stores: Stores): Promise<void> },
): Promise<void> {
  const { actor, deps } = ctx;
  const now = deps.clock.now().toString();
  const moved = await deps.database.transact(actor, async (stores) => {
    if ((await stores.people.find(personId)) === null) return [];
    await first(stores);
    const open = await stores.bookings.list({
      beneficiaryId: personId,
      statuses: HOLDING_STATUSES,
      leavesFrom: now,
      limit: MOST,
    });
    const events: { bookingId: string; eventId: number }[] = [];
    for (const { id } of open) {
      const booking = await stores.bookings.lock(id);
      if (booking === null || !HOLDING_STATUSES.includes(booking.status)) continue;
      await moveBooking(ctx, stores, booking, {
        action: 'cancel',
        change: { reason: 'plansChanged', proposal: null },
        details: { reason: 'plansChanged' },
      });
      const last = (await stores.bookings.listEvents(id)).at(-1);
      if (last !== undefined) events.push({ bookingId: id, eventId: last.id });
    }
    return events;
  });
  // As a worker would, who may come too late; who comes besides says nothing twice.
  const worker: Actor = { ...actor, kind: 'system', organisationId: null };
  for (const input of moved) await tellBooking({ ctx: { deps, actor: worker }, input });
}
