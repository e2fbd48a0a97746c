import { Temporal } from 'temporal-polyfill';
import { answerDue } from '../../domain/booking/due.ts';
import { withCorrespondence } from '../bookings/tell-booking.ts';
import type { Context } from '../context.ts';
import { eachApart } from '../each-apart.ts';
import { ProblemError } from '../errors.ts';
import { takeBackLost } from './hand-back.ts';
import { publishTrips } from './usual-trips.ts';

/**
 * Gives what drivers say by themselves its course: who has left by their link drives no more, and their trips are not offered any more.
 * A ride that nobody was found for in time is told to whoever holds the person’s file. Harmless to repeat. Says of how many rides somebody
 * else is looked for. For workers.
 */
export async function followDrivers({ ctx }: { ctx: Context }): Promise<{ ridesTakenBack: number }> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Le suivi revient aux tâches de fond.');
  const ridesTakenBack = await deps.database.transact(actor, (stores) => takeBackLost(ctx, stores));
  await deps.database.transact(actor, async (stores) => {
    for (const driver of await stores.drivers.list({ statuses: ['left'] })) await publishTrips(ctx, stores, driver);
  });
  await tellDriverless(ctx);
  return { ridesTakenBack };
}

/** A structure has as long to name a driver as whoever is asked has to answer; after that silence is not left alone. Once. */
async function tellDriverless(ctx: Context): Promise<void> {
  const { actor, deps } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const now = deps.clock.now();
  const waiting = await deps.database.transact(actor, ({ drivers }) => drivers.listDriverless(now.toString()));
  const each = eachApart();
  for (const { id: bookingId, departAt, reassignSince } of waiting) {
    const [since, departs] = [Temporal.Instant.from(reassignSince), Temporal.Instant.from(departAt)];
    const due = answerDue(since, departs, territory.rules.booking, territory.timeZone);
    if (Temporal.Instant.compare(now, due) < 0) continue;
    const what = `driverless ${reassignSince}`;
    await each.run(() =>
      withCorrespondence(ctx, { bookingId, key: `ride ${bookingId} ${what}` }, async (to, { booking }) => {
        if (booking.status !== 'confirmed' || booking.reassignSince !== reassignSince) return;
        await to.reassign('late', { what });
        await to.callDriverless(reassignSince);
      }),
    );
  }
  each.rethrow();
}
