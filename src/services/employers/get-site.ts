import { type Context, requireScope } from '../context.ts';
import type { JobSite } from '../ports/employers.ts';
import { getOwnSite } from './own-site.ts';

/** A site of the actor's own organisation. Throws `forbidden`, `notFound`. */
export async function getSite({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<JobSite> {
  requireScope(ctx, 'sites:write');
  return ctx.deps.database.transact(ctx.actor, (stores) => getOwnSite(stores, ctx.actor, input.id));
}
