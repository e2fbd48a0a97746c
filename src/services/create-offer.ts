import { type Offer, type OfferInput, offerInputSchema } from '../domain/catalogue/offer.ts';
import { offerProblems } from '../domain/catalogue/validate.ts';
import { type Context, requireScope } from './context.ts';
import { invalid } from './errors.ts';
import { groundOf } from './ground.ts';
import { parseInput } from './parse-input.ts';
import type { Stores } from './ports.ts';
import { transactOnce } from './transact-once.ts';

/** Adds an offer to the catalogue. Throws `forbidden`, `invalid`, `conflict` (idempotency key). */
export async function createOffer({ ctx, input }: { ctx: Context; input: unknown }): Promise<Offer> {
  const parsed = await parseOffer(ctx, input);
  return transactOnce(ctx, {
    effect: (stores) => addOffer(ctx, stores, parsed),
    answer: async (_stores, offer) => offer,
  });
}

/** What may enter the catalogue. Throws `forbidden`, `invalid`. */
export async function parseOffer(ctx: Context, input: unknown): Promise<OfferInput> {
  requireScope(ctx, 'offers:write');
  const parsed = parseInput(offerInputSchema, input);
  const problems = offerProblems({ offer: parsed, ...(await groundOf(ctx)) });
  if (problems.length > 0) throw invalid(problems);
  return parsed;
}

/** Within a transaction, as its own: row, version and audit. */
export async function addOffer(ctx: Context, stores: Stores, parsed: OfferInput): Promise<Offer> {
  const offer: Offer = { ...parsed, id: ctx.deps.ids.next('off'), version: 1 };
  await stores.offers.insert(offer);
  await stores.audit.record({
    action: 'offer.created',
    entity: 'offer',
    entityId: offer.id,
    fields: Object.keys(parsed),
  });
  return offer;
}
