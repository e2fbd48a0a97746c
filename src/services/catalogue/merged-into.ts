import { type Context, requireScope } from '../context.ts';
import { isShownTo } from '../view-offer.ts';

/**
 * The offer in service that an archived one was merged into, be it by several merges; null where there is none, or where the actor may
 * not see one of the two. Throws `forbidden`.
 */
export async function findMergedInto({
  ctx: { actor, deps },
  input: { id },
}: {
  ctx: Context;
  input: { id: string };
}): Promise<string | null> {
  requireScope({ actor, deps }, 'offers:read');
  // What was decided of pairs is the pôle ressources' alone; where an address leads is for whoever had it.
  const worker = { ...actor, kind: 'system', organisationId: null } as const;
  return deps.database.transact(worker, async ({ catalogue, freshness }) => {
    const seen = new Set<string>();
    for (let at = id; !seen.has(at); ) {
      const found = await catalogue.find(at);
      if (found === null || !isShownTo(actor, found.offer)) return null;
      if (found.archivedAt === null) return at === id ? null : at;
      seen.add(at);
      const pairs = await freshness.listPairs(at);
      at = pairs.find(({ merge }) => merge !== null && merge.keptId !== at)?.merge?.keptId ?? at;
    }
    return null;
  });
}
