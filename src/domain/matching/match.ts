import type { RouterName } from '../../../geo/router.ts';
import { bestBundles } from '../bundle/bundle.ts';
import { pathwayFor } from '../pathway/pathway.ts';
import { matchOffer } from './match-offer.ts';
import type { MatchQuestion } from './question.ts';
import type { MatchResult } from './result.ts';
import { createTally, type Listing, type Tally } from './tally.ts';

/**
 * The reference matcher: every offer is tried with the times it is given, nothing is pruned. Faster matchers must give
 * the same answer. The order of `offers` does not matter.
 */
export function match(question: MatchQuestion, provisional: boolean, listing?: Listing): MatchResult {
  const { offers, ...rest } = question;
  const tally = createTally(offers.length, listing);
  for (const offer of offers) tally.add(matchOffer({ ...rest, offer }));
  return resultOf(question, tally, provisional);
}

/** The whole answer, from what was said of each offer. `question.offers` holds at least those that are told. */
export function resultOf(question: MatchQuestion, tally: Tally, provisional: boolean): MatchResult {
  const { car } = question.travel;
  const asked = Object.entries(question.travel).filter(([, { dataSet }]) => dataSet !== '');
  const told = tally.told();
  const { matches, counts } = told;
  const bundles = bestBundles(question, matches);
  return {
    router: car.source,
    dataSet: car.dataSet,
    roads: Object.fromEntries(asked.map(([mode, { source, dataSet }]) => [mode, roadsName(source, dataSet)])),
    provisional,
    matches,
    counts,
    bundles,
    pathway: pathwayFor(question, told, bundles),
  };
}

/** How a result names what a mode rests on. */
export const roadsName = (router: RouterName, dataSet: string) => `${router} ${dataSet}`;
