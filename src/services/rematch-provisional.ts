import type { Context } from './context.ts';
import type { Database, RoadsOfResult, RouterPorts } from './ports.ts';

/** How many diagnostics one round queues again. */
const ROUND = 500;
/** A match that waits longer than this has lost its job (a queue that forgot, say): it gets another. */
const PATIENCE_SECONDS = 60;
/** A process takes new roads up some seconds after they came; what it matched until then may rest on the old ones. */
const TAKING_UP_SECONDS = 60;

/** Roads whose older results have all been made again; by database, then as text. */
const settled = new WeakMap<Database, Set<string>>();

/**
 * Once the configured router answers again, what was matched on estimates in its place is matched anew; once other roads came
 * into use, so is what was matched before on others; and whatever has waited too long is queued again, router or not. Says how
 * many diagnostics were queued.
 */
export async function rematchProvisional({ ctx }: { ctx: Context; input: Record<string, never> }): Promise<number> {
  const { database, clock, routers } = ctx.deps;
  const now = clock.now();
  const { configured, since, isBack } = await lookAt(routers(ctx.actor.territoryId));
  const done = settled.get(database) ?? new Set<string>();
  settled.set(database, done);
  const otherThan = configured === null || since === null ? null : olderOnes(configured, since);
  const key = otherThan === null ? null : [ctx.actor.territoryId, ...Object.values(otherThan)].join(' ');
  const asked = {
    pendingSince: now.subtract({ seconds: PATIENCE_SECONDS }).toString(),
    provisional: isBack,
    otherThan: key !== null && done.has(key) ? null : otherThan,
    limit: ROUND,
  };
  const queued = await database.transact(ctx.actor, async (stores) => {
    const waiting = await stores.diagnostics.listToMatch(asked);
    for (const { id, version } of waiting) {
      await stores.outbox.append({ type: 'diagnosticRecorded', diagnosticId: id, version, inBackground: true });
    }
    return waiting.length;
  });
  // Looking for them opens every result of before: not for ever, only until none is left.
  if (queued === 0 && key !== null && otherThan && now.toString() > otherThan.before) done.add(key);
  return queued;
}

async function lookAt({ configured, estimate, since = null }: RouterPorts) {
  const health = configured.name === estimate.name ? null : await configured.health();
  const roads = health?.ok ? { router: configured.name, dataSet: health.dataSet } : null;
  return { configured: roads, since, isBack: roads !== null };
}

function olderOnes(roads: Pick<RoadsOfResult, 'router' | 'dataSet'>, since: string): RoadsOfResult {
  const before = new Date(Date.parse(since) + TAKING_UP_SECONDS * 1000).toISOString();
  return { ...roads, before };
}
