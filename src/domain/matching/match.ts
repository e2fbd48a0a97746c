import { bestBundles } from '../bundle/bundle.ts';
import { pathwayFor } from '../pathway/pathway.ts';
import { matchOffer } from './match-offer.ts';
import type { MatchQuestion } from './question.ts';
import { ranked } from './rank.ts';
import type { MatchResult, OfferMatch } from './result.ts';

/**
 * The reference matcher: every offer is tried with the times it is given, nothing is pruned. Faster matchers must give
 * the same answer. The order of `offers` does not matter.
 */
export function match(question: MatchQuestion, provisional: boolean): MatchResult {
  const { offers, ...rest } = question;
  const matches = ranked(offers.map((offer) => matchOffer({ ...rest, offer })));
  const { car } = question.travel;
  const bundles = bestBundles(question, matches);
  return {
    router: car.source,
    dataSet: car.dataSet,
    provisional,
    matches,
    counts: counted(matches),
    bundles,
    pathway: pathwayFor(question, matches, bundles),
  };
}

/** Verdicts, and impossible offers by the first rule they miss. */
function counted(matches: readonly OfferMatch[]): MatchResult['counts'] {
  const counts = { possible: 0, toVerify: 0, impossible: 0, byCode: {} as Record<string, number> };
  for (const m of matches) {
    counts[m.verdict]++;
    if (m.verdict !== 'impossible') continue;
    const code = m.criteria.find((c) => c.outcome === 'unmet')?.code;
    if (code !== undefined) counts.byCode[code] = (counts.byCode[code] ?? 0) + 1;
  }
  return counts;
}
