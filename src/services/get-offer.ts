import { type Context, requireScope } from './context.ts';
import { ProblemError } from './errors.ts';
import { isShownTo, type OfferView, viewOffer } from './view-offer.ts';

/** One offer, as far as the actor may see it. Throws `forbidden`, `notFound`. */
export async function getOffer({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<OfferView> {
  requireScope(ctx, 'offers:read');
  const offer = await ctx.deps.database.transact(ctx.actor, (stores) => stores.offers.find(input.id));
  if (offer === null || !isShownTo(ctx.actor, offer)) {
    throw new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
  }
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  return viewOffer(ctx.actor, offer, gazetteer);
}
