import type { Context } from './context.ts';

/** How many diagnostics one round queues again. */
const ROUND = 500;
/** A match that waits longer than this has lost its job (a queue that forgot, say): it gets another. */
const PATIENCE_SECONDS = 60;

/**
 * Once the configured router answers again, what was matched on estimates in its place is matched anew; and whatever has
 * waited too long is queued again, router or not. Says how many diagnostics were queued.
 */
export async function rematchProvisional({ ctx }: { ctx: Context; input: Record<string, never> }): Promise<number> {
  const { configured, estimate } = ctx.deps.routers(ctx.actor.territoryId);
  const isBack = configured.name !== estimate.name && (await configured.health()).ok;
  const pendingSince = ctx.deps.clock.now().subtract({ seconds: PATIENCE_SECONDS }).toString();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const waiting = await stores.diagnostics.listToMatch({ pendingSince, provisional: isBack, limit: ROUND });
    for (const { id, version } of waiting) {
      await stores.outbox.append({ type: 'diagnosticRecorded', diagnosticId: id, version, inBackground: true });
    }
    return waiting.length;
  });
}
