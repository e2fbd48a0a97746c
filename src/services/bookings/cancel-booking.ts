import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { BOOKING_REASONS } from '../../domain/booking/booking.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';
import { lockBooking, requireBookings } from './load-booking.ts';
import { moveBooking } from './move-booking.ts';

const schema = z.object({
  /** Null: the one the link leads to. */
  id: z.string().max(100).nullable(),
  reason: z.enum(BOOKING_REASONS).default('plansChanged'),
  message: z.string().trim().max(500, 'Ce texte a 500 caractères au plus.').default(''),
  expectedVersion: z.int().optional(),
});

/**
 * Either side calls a ride off, until it leaves; its seats are free at once. Throws `notFound`, `forbidden`, `conflict` where it has left
 * or is over.
 */
export async function cancelBooking({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<{ id: string }> {
  requireBookings(ctx);
  const { id, reason, message, expectedVersion } = parseInput(schema, input);
  return transactOnce(ctx, {
    async effect(stores) {
      const booking = await lockBooking(stores, { id, expectedVersion });
      const now = ctx.deps.clock.now();
      if (booking.departAt !== null && Temporal.Instant.compare(now, Temporal.Instant.from(booking.departAt)) >= 0) {
        throw new ProblemError('conflict', 'L’heure de ce trajet est passée : dites plutôt ce qui s’est passé.');
      }
      const text = message === '' ? null : message;
      await moveBooking(ctx, stores, booking, {
        action: 'cancel',
        text,
        change: { reason, reasonText: text, proposal: null },
        // A colleague of who drives says it, and not they themselves by their link.
        details: { reason, ...(ctx.actor.kind === 'visitor' ? {} : { byAccount: true }) },
      });
      return { id: booking.id };
    },
    answer: async (_stores, done) => done,
  });
}
