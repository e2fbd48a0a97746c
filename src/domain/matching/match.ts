import { bestBundles } from '../bundle/bundle.ts';
import { pathwayFor } from '../pathway/pathway.ts';
import { matchOffer } from './match-offer.ts';
import type { MatchQuestion } from './question.ts';
import { ranked } from './rank.ts';
import type { MatchResult, OfferMatch } from './result.ts';

/** Above this many offers, what is impossible is told by its nearest misses and by counts. */
const ALL_LISTED = 1000;
const NEAREST_MISSES = 200;

/**
 * The reference matcher: every offer is tried with the times it is given, nothing is pruned. Faster matchers must give
 * the same answer. The order of `offers` does not matter.
 */
export function match(question: MatchQuestion, provisional: boolean): MatchResult {
  const { offers, ...rest } = question;
  const counts: MatchResult['counts'] = { possible: 0, toVerify: 0, impossible: 0, byCode: {} };
  const suitable: OfferMatch[] = [];
  let misses: OfferMatch[] = [];
  for (const offer of offers) {
    const found = matchOffer({ ...rest, offer });
    count(counts, found);
    (found.verdict === 'impossible' ? misses : suitable).push(found);
    // A large catalogue is not kept in memory explanation by explanation.
    if (offers.length > ALL_LISTED && misses.length > 2 * NEAREST_MISSES) {
      misses = ranked(misses).slice(0, NEAREST_MISSES);
    }
  }
  const told = offers.length > ALL_LISTED ? ranked(misses).slice(0, NEAREST_MISSES) : misses;
  const matches = ranked([...suitable, ...told]);
  const { car } = question.travel;
  const bundles = bestBundles(question, matches);
  return {
    router: car.source,
    dataSet: car.dataSet,
    provisional,
    matches,
    counts,
    bundles,
    pathway: pathwayFor(question, matches, bundles),
  };
}

/** Verdicts, and impossible offers by the first rule they miss. */
function count(counts: MatchResult['counts'], { verdict, criteria }: OfferMatch): void {
  counts[verdict]++;
  if (verdict !== 'impossible') return;
  const code = criteria.find((c) => c.outcome === 'unmet')?.code;
  if (code !== undefined) counts.byCode[code] = (counts.byCode[code] ?? 0) + 1;
}
