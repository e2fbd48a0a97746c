import { type ForPathway, gatherForPathway } from './for-pathway.ts';
import { nearness, ranked } from './rank.ts';
import type { CriterionCode, MatchResult, OfferMatch } from './result.ts';

/** How many impossible offers are told one by one. */
export type Listing = {
  /** In a catalogue of at most so many offers, all of them. */
  allUpTo: number;
  /** In a larger one, the so many nearest misses. */
  nearest: number;
};
export const LISTING: Listing = { allUpTo: 1000, nearest: 200 };

export type Tally = {
  add(found: OfferMatch): void;
  /** An offer known to be impossible, by the rule that stands in its way, that is none of the nearest misses. */
  addPruned(code: CriterionCode, offers?: number): void;
  /** The last of the nearest misses that would be told now; null while there is room for more. */
  lastMiss(): { misses: number; gap: number; offerId: string } | null;
  /** Ranked, and counted. */
  told(): Told;
};

export type Told = Pick<MatchResult, 'matches' | 'counts'> & { forPathway: ForPathway };

/** Gathers what is said of each offer of a catalogue; the order they come in does not matter. */
export function createTally(catalogueSize: number, listing: Listing = LISTING): Tally {
  const counts: MatchResult['counts'] = { possible: 0, toVerify: 0, impossible: 0, byCode: {} };
  const suitable: OfferMatch[] = [];
  const forPathway = gatherForPathway();
  const isWhole = catalogueSize <= listing.allUpTo;
  let misses: OfferMatch[] = [];
  let isRanked = true;

  const count = (code: CriterionCode | undefined, offers: number) => {
    if (code !== undefined) counts.byCode[code] = (counts.byCode[code] ?? 0) + offers;
  };
  /** A large catalogue is not kept in memory explanation by explanation. */
  const nearest = () => {
    if (!isRanked) misses = ranked(misses).slice(0, listing.nearest);
    isRanked = true;
    return misses;
  };

  return {
    add(found) {
      counts[found.verdict]++;
      if (found.verdict !== 'impossible') return void suitable.push(found);
      count(found.criteria.find((c) => c.outcome === 'unmet')?.code, 1);
      forPathway.add(found);
      misses.push(found);
      isRanked = false;
      if (!isWhole && misses.length > 2 * listing.nearest) nearest();
    },
    addPruned(code, offers = 1) {
      counts.impossible += offers;
      count(code, offers);
    },
    lastMiss() {
      if (isWhole || nearest().length < listing.nearest) return null;
      const last = misses.at(-1);
      if (last === undefined) return null;
      const [rulesMissed, gap] = nearness(last);
      return { misses: rulesMissed, gap, offerId: last.offerId };
    },
    told: () => ({ matches: ranked([...suitable, ...(isWhole ? misses : nearest())]), counts, forPathway }),
  };
}
