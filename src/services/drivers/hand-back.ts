import { lockBooking, requireBookings } from '../bookings/load-booking.ts';
import { moveBooking } from '../bookings/move-booking.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { requireToCome } from './assign-driver.ts';

/**
 * Whoever was to drive cannot, by the link they were sent (`id` null) or as they told the coordinator: the ride goes back to their
 * structure, which finds somebody else. The person keeps what they were promised. Throws `notFound`, `conflict`.
 */
export async function handBackRide({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string | null };
}): Promise<{ id: string }> {
  requireBookings(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const booking = await lockBooking(stores, input);
      requireToCome(ctx, booking);
      if (booking.driverId === null) throw new ProblemError('conflict', 'Quelqu’un d’autre est déjà cherché.');
      await handBack(ctx, stores, booking);
      return { id: booking.id };
    },
    answer: async (_stores, done) => done,
  });
}

/** Takes back every ride to come of drivers who are not active any more, or absent that day. Says how many. */
export async function takeBackLost(ctx: Context, stores: Stores): Promise<number> {
  const lost = await stores.drivers.listLost(ctx.deps.clock.now().toString());
  let taken = 0;
  for (const id of lost) {
    const booking = await stores.bookings.lock(id);
    if (booking === null || booking.driverId === null || booking.status !== 'confirmed') continue;
    await handBack(ctx, stores, booking);
    taken += 1;
  }
  return taken;
}

async function handBack(ctx: Context, stores: Stores, booking: Booking): Promise<void> {
  const { driverId } = booking;
  await stores.drivers.release(booking.id);
  await moveBooking(ctx, stores, booking, {
    action: 'handBack',
    change: { driverId: null, reassignSince: ctx.deps.clock.now().toString() },
    details: { driverId },
  });
}
