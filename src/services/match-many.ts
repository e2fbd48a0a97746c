import type { Offer } from '../domain/catalogue/offer.ts';
import { keptResult } from '../domain/matching/kept-result.ts';
import type { MatchResult } from '../domain/matching/result.ts';
import type { Context } from './context.ts';
import { type CatalogueFollower, createFollower } from './follow-catalogue.ts';
import { matchOffers } from './match-diagnostic.ts';
import type { Database, DiagnosticRecord } from './ports.ts';

/** A result to be stored, and the catalogue it rests on at least. */
export type Matched = {
  record: DiagnosticRecord;
  /** ISO 8601: the day its rota was unrolled from. */
  computedAt: string;
  catalogueVersion: number;
  result: MatchResult;
};

/** Matches several diagnostics on the catalogue as it is; stores nothing. All or none: throws when one cannot be matched. */
export type MatchMany = (call: { ctx: Context; records: readonly DiagnosticRecord[] }) => Promise<Matched[]>;

export type OfferCopy = Map<string, Offer>;

/** The offers of each territory, by id. */
export function followOffers(
  database: Pick<Database, 'transact' | 'onCatalogueChange'>,
  unreadable: (territoryId: string, offer: { offerId: string; reason: string }) => void,
): CatalogueFollower<OfferCopy> {
  return createFollower<OfferCopy>({
    database,
    create: () => new Map(),
    apply(offers, { changed, removed }) {
      for (const { offer } of changed) offers.set(offer.id, offer);
      for (const id of removed) offers.delete(id);
    },
    known(offers, id, version) {
      const offer = offers.get(id);
      return offer?.version === version ? offer : undefined;
    },
    unreadable,
  });
}

/** One diagnostic after the other, each put to every offer. */
export function matchOneByOne(catalogue: CatalogueFollower<OfferCopy>): MatchMany {
  return async ({ ctx, records }) => {
    const matched: Matched[] = [];
    for (const record of records) {
      // One instant for the whole match: read back later, the rota must be unrolled from the same day.
      const computedAt = ctx.deps.clock.now();
      const then = { ...ctx, deps: { ...ctx.deps, clock: { now: () => computedAt } } };
      const { target, version } = await catalogue.current(ctx);
      // A trial has no account behind it: it sees what the public sees.
      const offers = [...target.values()].filter((o) => record.expiresAt === null || o.visibility === 'public');
      const { result } = await matchOffers({ ctx: then, record, offers });
      matched.push({
        record,
        computedAt: computedAt.toString(),
        catalogueVersion: version,
        result: keptResult(result),
      });
    }
    return matched;
  };
}
