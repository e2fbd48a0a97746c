import type { MatchResult } from './result.ts';

/** The first thing in which two results of the same question do not agree, and the offers it is about. */
export type ResultDifference = { what: string; offerIds: string[] };

/**
 * Whether a matcher says what the reference says: what is told and in which order, verdicts, times, figures, counts by
 * verdict, bundles and pathway. Left out are counts by rule (what is ruled out early is counted by the rule that did) and the single
 * changes told beside a miss.
 */
export function differenceBetween(found: MatchResult, reference: MatchResult): ResultDifference | null {
  for (let i = 0; i < Math.max(found.matches.length, reference.matches.length); i++) {
    const { turning: _mine, ...a } = found.matches[i] ?? { offerId: null, verdict: null };
    const { turning: _theirs, ...b } = reference.matches[i] ?? { offerId: null, verdict: null };
    if (text(a) === text(b)) continue;
    const what = `rank ${i + 1}: ${a.offerId} ${a.verdict} instead of ${b.offerId} ${b.verdict}`;
    return { what, offerIds: [...new Set([a.offerId, b.offerId])].filter((id) => id !== null) };
  }
  for (const verdict of ['possible', 'toVerify', 'impossible'] as const) {
    if (found.counts[verdict] === reference.counts[verdict]) continue;
    return { what: `${found.counts[verdict]} ${verdict} instead of ${reference.counts[verdict]}`, offerIds: [] };
  }
  for (const part of ['bundles', 'pathway'] as const) {
    if (text(found[part]) !== text(reference[part])) return { what: part, offerIds: [] };
  }
  return null;
}

/** The same text for the same value, whatever the order of its fields: what was stored comes back in another. */
function text(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
