import { type Context, requireScope } from '../context.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { loadBooking, noBooking, requireBookings, sidesOf } from './load-booking.ts';
import { type BookingView, viewBooking } from './view-booking.ts';

/**
 * One ride with its timeline, as the actor's side is told of it: the person by their device, whoever is asked by the link (`id` null)
 * or an account, the adviser. `as`: on which of one's two sides. Throws `forbidden`, `notFound`.
 */
export async function getBooking({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string | null; as?: 'provider' | 'adviser' };
}): Promise<BookingView> {
  requireBookings(ctx);
  if (input.as === 'provider' && ctx.actor.kind !== 'visitor') requireScope(ctx, 'bookings:answer');
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const booking = input.id === null ? await stores.bookings.findByLink() : await loadBooking(stores, input.id);
    if (booking === null) throw noBooking();
    const side = await sideOf(ctx, stores, booking, input.as);
    return viewBooking(ctx, booking, { side, handle, events: await stores.bookings.listEvents(booking.id) });
  });
}

async function sideOf({ actor }: Context, stores: Stores, booking: Booking, as: 'provider' | 'adviser' | undefined) {
  const sides = await sidesOf(stores, actor, booking);
  const side = as === undefined ? (sides.at(-1) ?? null) : (sides.find((one) => one === as) ?? null);
  if (side === null) throw noBooking();
  return side;
}
