import { type Offer, offerInputSchema } from '../domain/catalogue/offer.ts';
import { offerProblems } from '../domain/catalogue/validate.ts';
import { type Context, requireScope } from './context.ts';
import { invalid } from './errors.ts';
import { groundOf } from './ground.ts';
import { parseInput } from './parse-input.ts';
import { transactOnce } from './transact-once.ts';

/** Adds an offer to the catalogue. Throws `forbidden`, `invalid`, `conflict` (idempotency key). */
export async function createOffer({ ctx, input }: { ctx: Context; input: unknown }): Promise<Offer> {
  requireScope(ctx, 'offers:write');
  const parsed = parseInput(offerInputSchema, input);
  const problems = offerProblems({ offer: parsed, ...(await groundOf(ctx)) });
  if (problems.length > 0) throw invalid(problems);

  return transactOnce(ctx, {
    async effect(stores) {
      const offer: Offer = { ...parsed, id: ctx.deps.ids.next('off'), version: 1 };
      await stores.offers.insert(offer);
      await stores.audit.record({
        action: 'offer.created',
        entity: 'offer',
        entityId: offer.id,
        fields: Object.keys(parsed),
      });
      return offer;
    },
    answer: async (_stores, offer) => offer,
  });
}
