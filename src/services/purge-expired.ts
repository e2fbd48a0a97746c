import type { Context } from './context.ts';
import { ProblemError } from './errors.ts';

const KEYS_KEPT_HOURS = 48;

/** Forgets trials that have had their day, and idempotency keys nobody will repeat. For workers. */
export async function purgeExpired({ ctx }: { ctx: Context }): Promise<{ trials: number; idempotencyKeys: number }> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'La purge revient aux tâches de fond.');
  const now = ctx.deps.clock.now();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const trials = await stores.diagnostics.deleteExpired(now.toString());
    const idempotencyKeys = await stores.idempotency.deleteBefore(now.subtract({ hours: KEYS_KEPT_HOURS }).toString());
    if (trials > 0) {
      const entityId = ctx.actor.territoryId;
      await stores.audit.record({ action: 'trials.purged', entity: 'territory', entityId, fields: [] });
    }
    return { trials, idempotencyKeys };
  });
}
