import type { Temporal } from 'temporal-polyfill';
import type { Context } from '../context.ts';
import { eachApart } from '../each-apart.ts';
import { ProblemError } from '../errors.ts';
import { eveningBefore } from '../evening-before.ts';
import type { Booking } from '../ports/bookings.ts';
import { type RideCorrespondence, withCorrespondence } from './tell-booking.ts';

/**
 * Reminds both sides of the rides of tomorrow, between five and eight in the evening, once for each hour they leave at. Says of how
 * many rides. What fails for one keeps nobody else from being reminded. For workers.
 */
export async function remindRides({ ctx }: { ctx: Context }): Promise<number> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Le suivi revient aux tâches de fond.');
  const { tomorrow, timeZone, isEvening } = await eveningBefore(ctx);
  if (!isEvening) return 0;
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).toInstant().toString();
  const rides = await deps.database.transact(actor, ({ bookings }) =>
    bookings.listLeaving({ from: midnight(tomorrow), until: midnight(tomorrow.add({ days: 1 })) }),
  );
  let reminded = 0;
  const each = eachApart();
  for (const { id: bookingId, departAt } of rides) {
    const what = { what: `reminder ${departAt}` };
    const remind = async (to: RideCorrespondence, { booking }: { booking: Booking }) => {
      // It may have been called off, or moved, since the list was made.
      if (booking.status !== 'confirmed' || booking.departAt !== departAt) return;
      await to.withdraw(['person', 'driver']);
      await to.person('reminder', what);
      await to.driver('reminder', what);
      reminded += 1;
    };
    await each.run(() => withCorrespondence(ctx, { bookingId, key: `ride ${bookingId} ${what.what}` }, remind));
  }
  each.rethrow();
  return reminded;
}
