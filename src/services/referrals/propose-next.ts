import { Temporal } from 'temporal-polyfill';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type { MatchResult } from '../../domain/matching/result.ts';
import { nextBest } from '../../domain/referral/next-best.ts';
import { type Context, requireScope } from '../context.ts';
import { factsOfRecord } from '../match-offers.ts';
import type { Stores } from '../ports.ts';
import { presentOfferMatch, wordingOf } from '../present-match.ts';

export type NextOffer = {
  offerId: string;
  title: string;
  providerName: string;
  illustrative: boolean;
  kind: Offer['kind'];
  verdict: 'possible' | 'toVerify' | 'impossible';
  sentence: string;
};

/**
 * The best offers of a person's newest result that were put to nobody for them yet; empty while there is no result. They are
 * proposals: the person or the professional takes one up, or none. Throws `forbidden`, `notFound`.
 */
export async function proposeNext({
  ctx,
  input,
}: {
  ctx: Context;
  input: { beneficiaryId: string; diagnosticId: string; not?: readonly string[]; limit?: number };
}): Promise<NextOffer[]> {
  requireScope(ctx, 'referrals:write');
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const read = await ctx.deps.database.transact(ctx.actor, (stores) => readProposals(stores, input));
  if (read === null) return [];
  const { record, chosen, offers, computedAt } = read;
  // Its legs are those of the day it was computed on.
  const then = { now: () => Temporal.Instant.from(computedAt) };
  const facts = factsOfRecord({ ...ctx, deps: { ...ctx.deps, clock: then } }, handle, record);
  const about = { facts, offers, handle };
  const words = wordingOf(about);
  return chosen.map((match) => {
    const { offerId, kind, verdict, title, providerName, illustrative, sentence } = presentOfferMatch(
      match,
      about,
      words,
    );
    return { offerId, kind, verdict, title: title ?? '', providerName: providerName ?? '', illustrative, sentence };
  });
}

async function readProposals(
  stores: Stores,
  { beneficiaryId, diagnosticId, not = [], limit = 3 }: Parameters<typeof proposeNext>[0]['input'],
) {
  const record = await stores.diagnostics.find(diagnosticId);
  if (record === null || record.beneficiaryId !== beneficiaryId) return null;
  const stored = await stores.matches.find(diagnosticId, record.version);
  if (stored?.result == null || stored.computedAt === null) return null;
  const tried = (await stores.referrals.listOfPerson(beneficiaryId)).map(({ offerId }) => offerId);
  const candidates = nextBest(stored.result.matches, new Set([...tried, ...not]), 4 * limit);
  const live = await stores.offers.list({ ids: candidates.map(({ offerId }) => offerId), limit: 4 * limit });
  const offers = new Map(live.items.map((offer) => [offer.id, offer]));
  const chosen: MatchResult['matches'] = candidates.filter(({ offerId }) => offers.has(offerId)).slice(0, limit);
  return { record, chosen, offers, computedAt: stored.computedAt };
}
