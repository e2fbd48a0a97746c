import { type Context, requireScope } from '../context.ts';
import { getOwnPattern, getOwnSite } from './own-site.ts';

/**
 * Nobody is sent to a site any more: its rotas go with it, and its lines are closed. Diagnostics keep what they took from it.
 * Throws `forbidden`, `notFound` (archived already, too).
 */
export async function archiveSite({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  requireScope(ctx, 'sites:write');
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { id } = await getOwnSite(stores, ctx.actor, input.id);
    await stores.employers.archiveSite(id);
    await stores.audit.record({ action: 'site.archived', entity: 'jobSite', entityId: id, fields: ['archivedAt'] });
  });
}

/** The same of one rota. Lines that were opened for it keep its hours. Throws `forbidden`, `notFound`. */
export async function archivePattern({
  ctx,
  input,
}: {
  ctx: Context;
  input: { siteId: string; id: string };
}): Promise<void> {
  requireScope(ctx, 'sites:write');
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { pattern } = await getOwnPattern(stores, ctx.actor, input);
    await stores.employers.archivePattern(pattern.id);
    const audited = { action: 'pattern.archived', entity: 'shiftPattern', entityId: pattern.id };
    await stores.audit.record({ ...audited, fields: ['archivedAt'] });
  });
}
