import type { Offer } from '../../domain/catalogue/offer.ts';
import { offerProblems } from '../../domain/catalogue/validate.ts';
import { assertVersion, getLiveOffer, storeOffer } from '../change-offer.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { keptOffer } from './get-kept-offer.ts';

/**
 * Puts an archived offer back as it was, as a new version. One that is in service already stays as it is: pressed twice it is done
 * once. Throws `forbidden`, `notFound`.
 */
export async function reviveOffer({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  requireScope(ctx, 'offers:write');
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await keptOffer(stores, input.id);
    if ((await stores.catalogue.revive(input.id)) === null) return;
    await stores.audit.record({
      action: 'offer.revived',
      entity: 'offer',
      entityId: input.id,
      fields: ['archivedAt'],
    });
  });
}

/**
 * Brings the content of an older version back, as a new one: nothing is erased. Throws `forbidden`, `notFound`, `invalid` where
 * today's rules refuse it, `conflict` when someone changed the offer since `expectedVersion`.
 */
export async function restoreOfferVersion({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; version: number; expectedVersion: number };
}): Promise<Offer> {
  requireScope(ctx, 'offers:write');
  const ground = await groundOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const present = await getLiveOffer(stores, input.id);
    assertVersion(present, input.expectedVersion);
    const kept = await stores.catalogue.findVersion(input.id, input.version);
    if (!kept?.offer) throw new ProblemError('notFound', 'Cette version n’existe pas, ou n’est plus lisible.');
    const { id: _id, version: _version, ...wanted } = kept.offer;
    // Whether it is true still is known since, not then.
    const content = { ...wanted, confirmedAt: present.confirmedAt };
    const problems = offerProblems({ offer: content, ...ground });
    if (problems.length > 0) throw invalid(problems);
    return storeOffer(stores, present, content, { restoredFrom: input.version });
  });
}
