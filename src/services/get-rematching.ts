import { type Context, requireScope } from './context.ts';
import type { RematchCampaign } from './ports.ts';

/** The campaigns shown: those under way, then the last ones. */
const SHOWN = 20;

/** How far the results are that a change of the catalogue asked to make again. Throws `forbidden`. */
export async function getRematching({ ctx }: { ctx: Context }): Promise<{ campaigns: RematchCampaign[] }> {
  // For whoever keeps the catalogue: it is their changes that have consequences.
  requireScope(ctx, 'offers:write');
  return ctx.deps.database.transact(ctx.actor, ({ rematching }) => rematching.progress(SHOWN));
}
