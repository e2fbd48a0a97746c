import { getLiveOffer, storeOffer } from '../change-offer.ts';
import { type Context, requireScope } from '../context.ts';
import { groundOf } from '../ground.ts';

/**
 * Keeps that the provider said today that all of it is true: a new version, by whoever heard it. Said twice in a day it is kept once.
 * Throws `forbidden`, `notFound`, `conflict`.
 */
export async function confirmOffer({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  requireScope(ctx, 'offers:write');
  const { today } = await groundOf(ctx);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const present = await getLiveOffer(stores, input.id);
    const { id: _id, version: _version, ...content } = present;
    await storeOffer(stores, present, { ...content, confirmedAt: today });
  });
}
