import { type Context, requireScope } from './context.ts';
import { ProblemError } from './errors.ts';

/** Takes an offer out of the catalogue; what was decided on it stays. Throws `forbidden`, `notFound`. */
export async function archiveOffer({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  requireScope(ctx, 'offers:write');
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    if (!(await stores.offers.archive(input.id))) {
      throw new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
    }
    await stores.audit.record({
      action: 'offer.archived',
      entity: 'offer',
      entityId: input.id,
      fields: ['archivedAt'],
    });
  });
}
