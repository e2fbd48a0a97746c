import type { OfferMatch } from '../matching/result.ts';
import { type Known, OPEN_FACTS, type OpenFact, openFactOf } from './open-facts.ts';

/** One answer of the person that several offers wait for. */
export type SharedQuestion = {
  fact: OpenFact;
  /** Those that wait for it, in the order they came in. */
  offerIds: readonly string[];
  /** Of how many of them it is the only thing that is not known. */
  alone: number;
};

/** What is asked once for all: answers that at least two offers wait for, the most awaited first. */
export function sharedQuestions(
  matches: readonly Pick<OfferMatch, 'offerId' | 'verdict' | 'criteria'>[],
  known: Known,
  most: number,
): SharedQuestion[] {
  const waiting = new Map<OpenFact, { offerIds: string[]; alone: number }>();
  for (const { offerId, verdict, criteria } of matches) {
    if (verdict !== 'toVerify') continue;
    const facts = new Set<OpenFact | null>();
    for (const criterion of criteria) {
      if (criterion.outcome === 'unknown') facts.add(openFactOf(criterion, known));
    }
    for (const fact of facts) {
      if (fact === null) continue;
      const known = waiting.get(fact) ?? { offerIds: [], alone: 0 };
      known.offerIds.push(offerId);
      if (facts.size === 1) known.alone++;
      waiting.set(fact, known);
    }
  }
  return [...waiting]
    .map(([fact, found]) => ({ fact, ...found }))
    .filter(({ offerIds }) => offerIds.length > 1)
    .toSorted(
      (a, b) => b.offerIds.length - a.offerIds.length || OPEN_FACTS.indexOf(a.fact) - OPEN_FACTS.indexOf(b.fact),
    )
    .slice(0, most);
}
