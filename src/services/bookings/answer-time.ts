import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { carriedTimes } from '../../domain/booking/carried.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { takeProposedRide } from '../drivers/assign-driver.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { requireSeats } from './answer-booking.ts';
import { lockBooking, requireBookings } from './load-booking.ts';
import { moveBooking } from './move-booking.ts';

const schema = z.object({ id: z.string().max(100), accept: z.boolean(), expectedVersion: z.int().optional() });

/**
 * The person says yes or no to another time that was proposed; nobody takes it for them. Yes moves the seats there. Throws
 * `notFound`, `forbidden`, `conflict` where the time has passed or its seats are gone.
 */
export async function answerTime({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<{ id: string }> {
  requireBookings(ctx);
  const { id, accept, expectedVersion } = parseInput(schema, input);
  const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const booking = await lockBooking(stores, { id, expectedVersion });
    const { proposal, ride } = booking;
    if (!accept) {
      await moveBooking(ctx, stores, booking, {
        action: 'declineTime',
        change: { proposal: null, reason: 'timeDeclined' },
      });
      return { id };
    }
    if (proposal !== null && ride !== null) {
      if (Temporal.Instant.compare(Temporal.Instant.from(proposal.departAt), ctx.deps.clock.now()) <= 0) {
        throw new ProblemError('conflict', 'Cette heure est passée : cherchez un autre trajet.');
      }
      const departs = Temporal.Instant.from(proposal.departAt).toZonedDateTimeISO(timeZone);
      const moved = carriedTimes(booking, ride, departs.toPlainTime().toString({ smallestUnit: 'minute' }), timeZone);
      const seats = await requireSeats(stores, booking, moved.ride, timeZone);
      const { departAt, arriveAt } = proposal;
      const then = { departAt, arriveAt, ride: moved.ride };
      const driverId = await takeProposedRide(ctx, stores, { ...booking, ...then });
      const holds = driverId === null ? {} : { driverId };
      await moveBooking(ctx, stores, booking, {
        action: 'acceptTime',
        change: { proposal: null, ...then, ...holds },
        details: { date: dateAt(Temporal.Instant.from(departAt), timeZone), ...holds },
      });
      await stores.bookings.moveSeats(id, seats);
      return { id };
    }
    await moveBooking(ctx, stores, booking, { action: 'acceptTime' });
    return { id };
  });
}
