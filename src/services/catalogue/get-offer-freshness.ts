import { type Context, requireScope } from '../context.ts';
import type { Confirmation, OfferReport } from '../ports/freshness.ts';
import { keptOffer } from './get-kept-offer.ts';
import { contactOf } from './remind-offers.ts';

const CONFIRMATIONS_SHOWN = 10;

export type OfferStanding = {
  confirmations: Confirmation[];
  reports: OfferReport[];
  /** When the provider was last asked, ISO 8601. */
  askedAt: string | null;
  canBeAsked: boolean;
  /** The offer it was merged into. */
  goneInto: { id: string; title: string } | null;
};

/** Who said that an offer is true still, and what is said against it. Throws `forbidden`, `notFound`. */
export async function getOfferStanding({
  ctx,
  input: { id },
}: {
  ctx: Context;
  input: { id: string };
}): Promise<OfferStanding> {
  requireScope(ctx, 'offers:write');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { freshness } = stores;
    const { offer, archivedAt } = await keptOffer(stores, id);
    const merge = (await freshness.listPairs(id)).find(
      (pair) => pair.merge !== null && pair.merge.keptId !== id,
    )?.merge;
    const into = merge && archivedAt !== null ? await stores.catalogue.find(merge.keptId) : null;
    const [askedAt = null] = await freshness.listSent(id);
    return {
      confirmations: await freshness.listConfirmations(id, CONFIRMATIONS_SHOWN),
      reports: await freshness.listReports(id),
      askedAt,
      canBeAsked: contactOf(offer) !== null,
      goneInto: into && { id: into.offer.id, title: into.offer.title },
    };
  });
}
