import { carpoolCriteria } from '../carpool.ts';
import { eligibility } from '../eligibility.ts';
import type { MatchQuestion } from '../question.ts';
import { relativeGap } from '../rank.ts';
import type { BoundsQuestion } from './nearness-bounds.ts';

/** What the conditions of access of a carpool miss, as `ranked` counts it, whatever its times and its roads. */
export function classMisses(question: Omit<MatchQuestion, 'offers'>): BoundsQuestion['missesOf'] {
  return (carpool) => {
    const unmet = [
      ...eligibility(question.facts, carpool, question.rules),
      ...carpoolCriteria({ ...question, offer: carpool }),
    ].filter((c) => c.outcome === 'unmet');
    return {
      misses: unmet.length,
      gap: unmet.reduce((sum, { actual, limit }) => sum + relativeGap(actual, limit), 0),
      code: unmet[0]?.code ?? null,
    };
  };
}
