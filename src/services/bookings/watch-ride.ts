import type { Context } from '../context.ts';
import { loadBooking, requireBookings } from './load-booking.ts';

/** Waits until a ride is not any more what that version of it was. Who may see it is asked each time. Throws `forbidden`, `notFound`. */
export async function watchRide({
  ctx,
  input: { id, version, timeoutMs },
}: {
  ctx: Context;
  input: { id: string; version: number; timeoutMs: number };
}): Promise<'changed' | 'waiting'> {
  requireBookings(ctx);
  const { actor, deps } = ctx;
  await deps.database.transact(actor, (stores) => loadBooking(stores, id));
  const isChanged = await deps.database.waitForBooking({ bookingId: id, version, actor, timeoutMs });
  return isChanged ? 'changed' : 'waiting';
}
