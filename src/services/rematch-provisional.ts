import type { Context } from './context.ts';

/** How many diagnostics one round queues again. */
const ROUND = 500;

/**
 * Once the configured router answers again, what was matched on estimates in its place is matched anew. Says how many
 * diagnostics were queued; none while the router is away.
 */
export async function rematchProvisional({ ctx }: { ctx: Context; input: Record<string, never> }): Promise<number> {
  const { configured, estimate } = ctx.deps.routers;
  if (configured.name === estimate.name) return 0;
  const health = await configured.health();
  if (!health.ok) return 0;
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const waiting = await stores.diagnostics.listProvisional(ROUND);
    for (const { id, version } of waiting) {
      await stores.outbox.append({ type: 'diagnosticRecorded', diagnosticId: id, version, inBackground: true });
    }
    return waiting.length;
  });
}
