import type { Offer } from '../catalogue/offer.ts';
import type { MatchQuestion } from '../matching/question.ts';
import { answers, KIND } from './choose-steps.ts';
import { DEFAULT_PATHWAY_RULES } from './default-rules.ts';
import { situationsOf } from './situations.ts';

/** Situations that only a result knows of. */
const OF_RESULTS: ReadonlySet<string> = new Set(['ridesRemain', 'loanWaitsForLightLicence', 'costOpen']);

/** Whether a pathway of that person could take that offer as a step, before anything is matched: never false where it could. */
export function mayCallFor(question: Pick<MatchQuestion, 'facts' | 'rules'>, offer: Offer): boolean {
  const { rules } = question.rules.pathway ?? DEFAULT_PATHWAY_RULES;
  const known = situationsOf(question, { loansFor: () => [] }, []);
  const maySay = (code: string) => OF_RESULTS.has(code) || known(code) !== 'no';
  return rules.some(
    (rule) => KIND[rule.step] === offer.kind && answers(rule, offer) && rule.when.some((all) => all.every(maySay)),
  );
}
