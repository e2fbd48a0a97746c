import { carpoolCriteria } from '../carpool.ts';
import { eligibility } from '../eligibility.ts';
import type { MatchQuestion } from '../question.ts';
import { relativeGap } from '../rank.ts';
import type { Carpool } from './carpool-index.ts';
import type { MissesOf } from './nearness-bounds.ts';

/** What a carpool asks of everybody misses, as `ranked` counts it, whatever its days, its hours and its roads. */
export function classMisses(question: Omit<MatchQuestion, 'offers'>): MissesOf {
  const { facts, rules } = question;
  return (carpool) => {
    const offer = { ...carpool, ...ALWAYS_VALID };
    const criteria = [...eligibility(facts, offer, rules), ...carpoolCriteria({ ...question, offer })];
    const unmet = criteria.filter((c) => c.outcome === 'unmet');
    return {
      misses: unmet.length,
      gap: unmet.reduce((sum, { actual, limit }) => sum + relativeGap(actual, limit), 0),
      code: unmet[0]?.code ?? null,
    };
  };
}

const ALWAYS_VALID: Pick<Carpool, 'validFrom' | 'validUntil'> = { validFrom: null, validUntil: null };
