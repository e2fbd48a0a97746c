import type { Offer } from '../../domain/catalogue/offer.ts';
import { type Context, requireScope } from '../context.ts';
import { type Matches, offersOf, presentFound, readMatch } from '../get-matches.ts';
import { type DiagnosticView, viewDiagnostic } from '../view-diagnostic.ts';
import { isShownTo } from '../view-offer.ts';
import type { ShownOffer } from './browse-result.ts';

export const MOST_COMPARED = 3;

export type ComparedOffer = { match: ShownOffer; contact: Contact };
type Contact = Pick<Offer['provider'], 'name' | 'phone' | 'email' | 'url'>;

export type Comparison = {
  diagnostic: DiagnosticView;
  status: Matches['status'];
  legs: Matches['legs'];
  offers: readonly ComparedOffer[];
  /** How many of those asked for are in the catalogue no more, or were never in this result. */
  missing: number;
};

/** Up to three offers of one result, side by side, in the order they are asked for. Throws `forbidden`, `notFound`. */
export async function compareOffers({
  ctx,
  input,
}: {
  ctx: Context;
  input: { diagnosticId: string; beneficiaryId?: string; offerIds: readonly string[] };
}): Promise<Comparison> {
  requireScope(ctx, 'diagnostics:read');
  const asked = [...new Set(input.offerIds)].slice(0, MOST_COMPARED);
  const found = await readMatch(ctx, input, (stores) => offersOf(ctx, stores, asked));
  const told = found.stored.result?.matches.filter(({ offerId }) => found.chosen.has(offerId)) ?? [];
  const { matches, legs, status } = await presentFound(ctx, found, told, found.chosen);
  const offers = asked.flatMap((id) => {
    const [match, offer] = [matches.find(({ offerId }) => offerId === id), found.chosen.get(id)];
    if (match === undefined || offer === undefined) return [];
    const { name, phone, email, url } = offer.provider;
    return [{ match, contact: isShownTo(ctx.actor, offer) ? { name, phone, email, url } : { name } }];
  });
  return { diagnostic: viewDiagnostic(found.record), status, legs, offers, missing: asked.length - offers.length };
}
