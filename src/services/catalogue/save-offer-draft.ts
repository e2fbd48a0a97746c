import type { Offer } from '../../domain/catalogue/offer.ts';
import { assertVersion, getLiveOffer, storeOffer } from '../change-offer.ts';
import type { Context } from '../context.ts';
import { addOffer, parseOffer } from '../create-offer.ts';
import { finishDraft } from '../drafts/finish-draft.ts';
import { invalid } from '../errors.ts';

export type SaveOfferDraftInput = {
  draft: { id: string; form: string };
  /** Everything of the offer, as it is to be. */
  offer: unknown;
  /** The offer that is changed, in the version its editor has seen; null for a new one. */
  changes: { id: string; expectedVersion: number } | null;
};

/**
 * Puts what the editor holds into the catalogue, once: a new offer, or a new version of one. Throws `forbidden`, `invalid`,
 * `notFound`, and `conflict` when somebody changed it meanwhile: the draft stays.
 */
export async function saveOfferDraft({
  ctx,
  input,
}: {
  ctx: Context;
  input: SaveOfferDraftInput;
}): Promise<{ offerId: string; outcome: string }> {
  const parsed = await parseOffer(ctx, input.offer);
  const { changes } = input;
  return finishDraft({
    ctx,
    input: input.draft,
    async effect(stores) {
      if (changes === null) return { offerId: (await addOffer(ctx, stores, parsed)).id, outcome: 'cree' };
      const present: Offer = await getLiveOffer(stores, changes.id);
      assertVersion(present, changes.expectedVersion);
      if (parsed.kind !== present.kind) {
        throw invalid([
          { path: 'kind', message: 'Le type d’une offre ne change pas : archivez-la et créez-en une autre.' },
        ]);
      }
      const stored = await storeOffer(stores, present, parsed);
      return { offerId: present.id, outcome: stored === present ? 'inchangee' : 'modifiee' };
    },
  });
}
