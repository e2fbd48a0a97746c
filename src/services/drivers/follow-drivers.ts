import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { takeBackLost } from './hand-back.ts';
import { publishTrips } from './usual-trips.ts';

/**
 * Gives what drivers say by themselves its course: who has left by their link drives no more, and their trips are not offered any more.
 * Harmless to repeat. Says of how many rides somebody else is looked for. For workers.
 */
export async function followDrivers({ ctx }: { ctx: Context }): Promise<{ ridesTakenBack: number }> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Le suivi revient aux tâches de fond.');
  const ridesTakenBack = await deps.database.transact(actor, (stores) => takeBackLost(ctx, stores));
  await deps.database.transact(actor, async (stores) => {
    for (const driver of await stores.drivers.list({ statuses: ['left'] })) await publishTrips(ctx, stores, driver);
  });
  return { ridesTakenBack };
}
