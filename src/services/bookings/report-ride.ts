import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { lockBooking, requireBookings } from './load-booking.ts';
import { moveBooking } from './move-booking.ts';

const schema = z.object({
  /** Null: the one the link leads to. */
  id: z.string().max(100).nullable(),
  outcome: z.enum(['done', 'personDidNotCome', 'driverDidNotCome']),
  message: z.string().trim().max(500, 'Ce texte a 500 caractères au plus.').default(''),
  expectedVersion: z.int().optional(),
});

/** How a ride went, once its hour has come, told by either side. Throws `notFound`, `forbidden`, `conflict` before it leaves. */
export async function reportRide({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<{ id: string }> {
  requireBookings(ctx);
  const { id, outcome, message, expectedVersion } = parseInput(schema, input);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const booking = await lockBooking(stores, { id, expectedVersion });
    const now = ctx.deps.clock.now();
    if (booking.departAt !== null && Temporal.Instant.compare(now, Temporal.Instant.from(booking.departAt)) < 0) {
      throw new ProblemError('conflict', 'Ce trajet n’a pas encore commencé : vous pouvez l’annuler.');
    }
    const text = message === '' ? null : message;
    await moveBooking(
      ctx,
      stores,
      booking,
      outcome === 'done' ? { action: 'complete', text } : { action: 'noShow', text, details: { who: outcome } },
    );
    return { id: booking.id };
  });
}
