import { z } from 'zod';
import type { Offer } from '../../domain/catalogue/offer.ts';
import { assertVersion, storeOffer } from '../change-offer.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import type { OfferLink } from '../ports/freshness.ts';
import type { Actor } from '../ports.ts';
import { linkTokenHash, newLinkToken } from '../way-in/secrets.ts';

/** How long a provider may take to answer. */
export const LINK_DAYS = 60;

/** By which a provider confirms its offer without an account; only its hash is kept. */
export const newOfferLink = newLinkToken;
/** Null for what can be no token of ours. */
export const offerLinkHash = linkTokenHash;
/** `https://…/confirmer/meuse/…` */
export const offerLinkAddress = (publicUrl: string, territoryId: string, token: string): string =>
  `${publicUrl}/confirmer/${territoryId}/${token}`;

/** `expired` also where the offer is out of service. */
export type LinkedOffer = { state: 'open' | 'confirmed' | 'changed'; offer: Offer } | { state: 'expired' };

/** What a provider's link leads to; changes nothing, for mail scanners follow links. Throws `notFound`. */
export async function readOfferLink({ ctx }: { ctx: Context }): Promise<LinkedOffer> {
  const link = await heldLink(ctx);
  const offer = await ctx.deps.database.transact(workerOf(ctx), ({ offers }) => offers.find(link.offerId));
  if (offer === null) return { state: 'expired' };
  if (link.answer !== null) return { state: link.answer, offer };
  return isOver(ctx, link) ? { state: 'expired' } : { state: 'open', offer };
}

const answerSchema = z.discriminatedUnion('answer', [
  /** `version`: of the offer as it was read. */
  z.object({ answer: z.literal('confirmed'), version: z.number() }),
  z.object({
    answer: z.literal('changed'),
    text: z.string().trim().min(1, 'Écrivez ce qui a changé.').max(2000, 'Écrivez 2 000 caractères au plus.'),
  }),
]);

/**
 * What a provider answers, once: its offer is true today, or what has changed, for the pôle ressources to look at. Throws `notFound`,
 * `invalid`, `conflict` where the link was used or is over, or somebody changed the offer since it was read: the link serves still then.
 */
export async function answerOfferLink({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof answerSchema>;
}): Promise<void> {
  const said = parseInput(answerSchema, input);
  const link = await heldLink(ctx);
  const hash = ctx.actor.link as string;
  const { today } = await groundOf(ctx);
  await ctx.deps.database.transact(workerOf(ctx), async (stores) => {
    const offer = await stores.offers.find(link.offerId);
    if (offer === null || isOver(ctx, link) || !(await stores.freshness.useLink(hash, said.answer))) {
      throw new ProblemError('conflict', 'Ce lien a déjà servi, ou n’est plus valable.');
    }
    if (said.answer === 'confirmed') {
      assertVersion(offer, said.version);
      const { id, version, ...content } = offer;
      const one = { offerId: id, version: version + 1, on: today, source: 'provider', note: null } as const;
      if (offer.confirmedAt !== today) await stores.freshness.noteConfirmation(one);
      await storeOffer(stores, offer, { ...content, confirmedAt: today });
    } else {
      const of = { id: ctx.deps.ids.next('rep'), offerId: offer.id, memberId: null, organisationId: null };
      await stores.freshness.addReport({ ...of, kind: 'changed', note: said.text });
    }
    const action = said.answer === 'confirmed' ? 'offer.confirmedByLink' : 'offer.changeTold';
    await stores.audit.record({ action, entity: 'offer', entityId: offer.id, fields: [] });
  });
}

async function heldLink({ actor, deps }: Context): Promise<OfferLink> {
  const { link: hash } = actor;
  const link = hash && (await deps.database.transact(actor, ({ freshness }) => freshness.findLink(hash)));
  if (!link) throw new ProblemError('notFound', 'Ce lien ne mène à rien.');
  return link;
}

const isOver = ({ deps }: Context, { expiresAt }: OfferLink) =>
  Date.parse(expiresAt) <= deps.clock.now().epochMilliseconds;

/** Whoever holds the link may answer for that offer and no other: the rest is a worker's. */
const workerOf = ({ actor }: Context): Actor => ({
  kind: 'system',
  territoryId: actor.territoryId,
  organisationId: null,
  scopes: new Set(),
  id: 'provider-link',
});
