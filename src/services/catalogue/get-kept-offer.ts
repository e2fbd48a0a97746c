import { type Freshness, freshnessOf } from '../../domain/catalogue/freshness.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import type { KeptOffer, OfferVersion } from '../ports/catalogue.ts';
import type { Stores } from '../ports.ts';

export type OfferOnDesk = KeptOffer & { freshness: Freshness };

/** One offer for whoever maintains it, archived or not. Throws `forbidden`, `notFound`. */
export async function getKeptOffer({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<OfferOnDesk> {
  requireScope(ctx, 'offers:write');
  const { today, ground } = await groundOf(ctx);
  const kept = await ctx.deps.database.transact(ctx.actor, (stores) => keptOffer(stores, input.id));
  return { ...kept, freshness: freshnessOf(kept.offer.confirmedAt, today, ground.territory.rules.freshness) };
}

/** The newest first. Throws `forbidden`, `notFound`. */
export async function listOfferVersions({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<KeptOffer & { versions: OfferVersion[] }> {
  requireScope(ctx, 'offers:write');
  return ctx.deps.database.transact(ctx.actor, async (stores) => ({
    ...(await keptOffer(stores, input.id)),
    versions: await stores.catalogue.listVersions(input.id),
  }));
}

export async function keptOffer({ catalogue }: Pick<Stores, 'catalogue'>, id: string): Promise<KeptOffer> {
  const kept = await catalogue.find(id);
  if (kept === null) throw new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
  return kept;
}
