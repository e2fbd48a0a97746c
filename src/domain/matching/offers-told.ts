import type { MatchResult } from './result.ts';

/**
 * Ids of the offers that a result tells of otherwise than as impossible, each once: those that are not, and those that its
 * pathway names all the same. What becomes of them may change it.
 */
export function offersTold({ matches, pathway }: MatchResult): string[] {
  // A result stored before steps told what they open tells of none.
  const named = pathway.flatMap(({ offerId, opens }) => [offerId, ...(opens ?? [])]);
  const suitable = matches.filter(({ verdict }) => verdict !== 'impossible').map(({ offerId }) => offerId);
  return [...new Set([...suitable, ...named.filter((id) => id !== null)])];
}
