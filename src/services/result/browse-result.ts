import type { OfferKind } from '../../domain/catalogue/offer.ts';
import { type SharedQuestion, sharedQuestions } from '../../domain/diagnostic/shared-questions.ts';
import {
  countOffersByLeg,
  type LegOffers,
  NO_FILTER,
  type OfferFilter,
  passes,
  type Slice,
  slice,
  splitOffers,
} from '../../domain/matching/browse.ts';
import type { OfferMatch } from '../../domain/matching/result.ts';
import { type Context, requireScope } from '../context.ts';
import { type GetMatchesInput, type Matches, offersOf, presentFound, readMatch } from '../get-matches.ts';
import type { PresentedOfferMatch } from '../present-match.ts';
import { type DiagnosticView, viewDiagnostic } from '../view-diagnostic.ts';

/** Which page of each list, from 1. */
export type BrowsedPages = {
  rides: number;
  supports: number;
  misses: number;
  /** 0: not looked at. */
  impossible: number;
};

export type BrowseResultInput = GetMatchesInput & {
  /** Whose diagnostic it must be; anybody's the actor may see where absent. */
  beneficiaryId?: string;
  filter?: OfferFilter;
  pages?: Partial<BrowsedPages>;
};

export type ShownOffer = PresentedOfferMatch;

/** A result as a page shows it: the offers in sight in full, the others counted. */
export type ResultView = Omit<Matches, 'diagnosticId' | 'version' | 'matches'> & {
  diagnostic: DiagnosticView;
  /** Offers that carry each leg, filtered or not. */
  legOffers: LegOffers;
  /** Of the offers that carry, filtered or not: how many of each kind, the most first. */
  kinds: readonly { kind: OfferKind; offers: number }[];
  /** How many there are that carry, whatever the filter. */
  carrying: number;
  rides: Slice<ShownOffer>;
  supports: Slice<ShownOffer>;
  /** Impossible, but for one small change. */
  misses: Slice<ShownOffer>;
  /** The others that are; empty where they are not looked at, and `total` all the same. */
  impossible: Slice<ShownOffer>;
  /** What several of the offers in question wait for; asked once. */
  questions: readonly SharedQuestion[];
  /** Those in sight, and those that bundles and pathway name. */
  matches: readonly ShownOffer[];
  /** Versions of those offers as they are in the catalogue now; absent where they are there no more. */
  offerVersions: ReadonlyMap<string, number>;
};

const PER_PAGE = 10;
/** At a glance. */
const FIRST = { rides: 5, supports: 3, misses: 5 } as const;
/** Of a question, so many of the offers that wait for it are named. */
export const NAMED_OFFERS = 1;
const QUESTIONS = 3;

/**
 * The result of a diagnostic, page by page: of hundreds of offers only those in sight are read and put into words.
 * Throws `forbidden`, `notFound`.
 */
export async function browseResult({ ctx, input }: { ctx: Context; input: BrowseResultInput }): Promise<ResultView> {
  requireScope(ctx, 'diagnostics:read');
  const { filter = NO_FILTER, pages = {} } = input;
  const found = await readMatch(ctx, input, async (stores, result, record) => {
    const { rides, supports, misses, impossible } = splitOffers(result?.matches ?? []);
    const kept = rides.filter((match) => passes(match, filter));
    const lists = {
      rides: slice(kept, pages.rides ?? 1, PER_PAGE, FIRST.rides),
      supports: slice(supports, pages.supports ?? 1, PER_PAGE, FIRST.supports),
      misses: slice(misses, pages.misses ?? 1, PER_PAGE, FIRST.misses),
      impossible: pages.impossible
        ? slice(impossible, pages.impossible, PER_PAGE)
        : { ...slice(impossible, 1, PER_PAGE), items: [] },
    };
    const questions = sharedQuestions([...kept, ...supports], viewDiagnostic(record), QUESTIONS);
    const named = [
      ...questions.flatMap(({ offerIds }) => offerIds.slice(0, NAMED_OFFERS)),
      ...(result?.bundles.flatMap(({ offerIds }) => offerIds) ?? []),
      ...(result?.pathway.flatMap(({ offerId, offerIds = [], opens = [], endsEarly = [] }) => [
        offerId,
        ...offerIds,
        ...opens,
        ...endsEarly.map((one) => one.offerId),
      ]) ?? []),
    ];
    const inSight = Object.values(lists).flatMap(({ items }) => items.map(({ offerId }) => offerId));
    const ids = new Set([...inSight, ...named].filter((id) => id !== null));
    return { rides, lists, questions, ids, offers: await offersOf(ctx, stores, [...ids]) };
  });
  const { record, stored, chosen } = found;
  const told = stored.result?.matches.filter(({ offerId }) => chosen.ids.has(offerId)) ?? [];
  const { diagnosticId: _id, version: _version, ...matches } = await presentFound(ctx, found, told, chosen.offers);
  const shown = new Map(matches.matches.map((match) => [match.offerId, match]));
  const inWords = ({ items, ...list }: Slice<OfferMatch>): Slice<ShownOffer> => ({
    ...list,
    items: items.flatMap(({ offerId }) => shown.get(offerId) ?? []),
  });
  return {
    ...matches,
    diagnostic: viewDiagnostic(record),
    legOffers: countOffersByLeg(matches.legs, chosen.rides),
    kinds: countKinds(chosen.rides),
    carrying: chosen.rides.length,
    offerVersions: new Map([...chosen.offers].map(([id, { version }]) => [id, version])),
    rides: inWords(chosen.lists.rides),
    supports: inWords(chosen.lists.supports),
    misses: inWords(chosen.lists.misses),
    impossible: inWords(chosen.lists.impossible),
    questions: chosen.questions,
  };
}

function countKinds(rides: readonly OfferMatch[]): ResultView['kinds'] {
  const counts = new Map<OfferKind, number>();
  for (const { kind } of rides) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, offers]) => ({ kind, offers })).toSorted((a, b) => b.offers - a.offers);
}
