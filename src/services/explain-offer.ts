import { type Context, requireScope } from './context.ts';
import { ProblemError } from './errors.ts';
import { loadDiagnostic } from './get-diagnostic.ts';
import { named } from './get-matches.ts';
import { matchOffers } from './match-offers.ts';
import { type PresentedMatch, type PresentedOfferMatch, presentMatch } from './present-match.ts';
import { isShownTo } from './view-offer.ts';

export type OfferExplanation = {
  diagnosticId: string;
  version: number;
  computedAt: string;
  router: PresentedMatch['router'];
  dataSet: string;
  provisional: boolean;
  /** The legs that `legs[].legId` and `criteria[].legId` speak of. */
  asked: PresentedMatch['legs'];
} & Omit<PresentedOfferMatch, 'rank'>;

/**
 * One offer put to one diagnostic, computed now and exactly, whether the result lists it or not.
 * Throws `forbidden`, `notFound`.
 */
export async function explainOffer({
  ctx,
  input,
}: {
  ctx: Context;
  input: { diagnosticId: string; offerId: string; version?: number };
}): Promise<OfferExplanation> {
  requireScope(ctx, 'diagnostics:read');
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const { record, offer } = await ctx.deps.database.transact(ctx.actor, async (stores) => ({
    record: await loadDiagnostic(ctx, stores, input.diagnosticId, input.version),
    offer: await stores.offers.find(input.offerId),
  }));
  if (offer === null || !isShownTo(ctx.actor, offer)) {
    throw new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
  }
  const { result, facts } = await matchOffers({ ctx, record, offers: [offer] });
  const offers = new Map([[offer.id, named(ctx, offer, handle.gazetteer)]]);
  const { matches, legs, router, dataSet, provisional } = presentMatch(result, { facts, offers, handle });
  const match = matches[0];
  if (match === undefined) throw new Error(`The engine said nothing of offer ${offer.id}.`);
  const { rank: _rank, ...explained } = match;
  return {
    diagnosticId: record.id,
    version: record.version,
    computedAt: ctx.deps.clock.now().toString(),
    router,
    dataSet,
    provisional,
    asked: legs,
    ...explained,
  };
}
