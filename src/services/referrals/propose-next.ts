import { Temporal } from 'temporal-polyfill';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type { MatchResult } from '../../domain/matching/result.ts';
import { isSame, nextBest, type Refusal, solutionOf, untried } from '../../domain/referral/next-best.ts';
import type { RejectionReason } from '../../domain/referral/referral.ts';
import { type Context, requireScope } from '../context.ts';
import { factsOfRecord } from '../match-offers.ts';
import type { ReferralOutline } from '../ports/referrals.ts';
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
  const tried = await stores.referrals.listOfPerson(beneficiaryId);
  const left = untried(stored.result.matches, new Set([...tried.map(({ offerId }) => offerId), ...not]));
  const refusals = await refusalsOf(stores, tried);
  const offers = new Map<string, Offer>();
  let chosen: MatchResult['matches'] = [];
  // As far down as it takes to find other providers.
  for (let from = 0; from < left.length && chosen.length < limit; from += READ_AT_ONCE) {
    const ids = left.slice(from, from + READ_AT_ONCE).map(({ offerId }) => offerId);
    const live = await stores.offers.list({ ids, limit: READ_AT_ONCE });
    for (const offer of live.items) offers.set(offer.id, offer);
    const candidates = left.slice(0, from + READ_AT_ONCE).flatMap((match) => proposable(match, offers));
    const isLast = from + READ_AT_ONCE >= left.length;
    const best = nextBest(candidates, refusals).slice(0, limit);
    const isElsewhere = best.length === limit && best.every(({ by }) => !refusals.some((one) => isSame(one.by, by)));
    if (isElsewhere || isLast) chosen = best.map(({ match }) => match);
  }
  return { record, chosen, offers, computedAt: stored.computedAt };
}

const READ_AT_ONCE = 100;

function proposable<M extends { offerId: string }>(match: M, offers: ReadonlyMap<string, Offer>) {
  const offer = offers.get(match.offerId);
  if (offer === undefined) return [];
  const { name, email = null } = offer.provider;
  return [{ match, by: { name, email }, solution: solutionOf(offer) }];
}

async function refusalsOf(stores: Stores, tried: readonly ReferralOutline[]): Promise<Refusal[]> {
  const said = tried.filter(({ status }) => status === 'refused' || status === 'expired');
  if (said.length === 0) return [];
  const { items } = await stores.offers.list({ ids: said.map(({ offerId }) => offerId), limit: said.length });
  const offers = new Map(items.map((offer) => [offer.id, offer]));
  return said.map(({ offerId, rejectionReason, parties, providerEmail }) => {
    const offer = offers.get(offerId);
    return {
      by: { name: parties.provider.name, email: providerEmail },
      solution: offer === undefined ? (parties.offer.kind ?? '') : solutionOf(offer),
      reason: rejectionReason as RejectionReason | null,
    };
  });
}
