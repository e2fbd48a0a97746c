import { OFFER_KINDS, type OfferKind } from '../domain/catalogue/offer.ts';
import type { Context } from './context.ts';
import { type ListedOffer, listOffers } from './list-offers.ts';

/** Of one kind, the first; `more` where there are others. */
export type FirstOfKind = { kind: OfferKind; items: ListedOffer[]; more: boolean };

/** A look at the whole catalogue: the first of each kind that there is. Throws `forbidden`. */
export async function listEachKind({ ctx, input }: { ctx: Context; input: { limit: number } }): Promise<FirstOfKind[]> {
  const groups: FirstOfKind[] = [];
  for (const kind of OFFER_KINDS) {
    const { items, nextCursor } = await listOffers({ ctx, input: { kind, limit: input.limit } });
    if (items.length > 0) groups.push({ kind, items, more: nextCursor !== null });
  }
  return groups;
}
