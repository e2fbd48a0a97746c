import type { Answers } from './answer.ts';
import { BARRIER_RULES, type BarrierRule, type Family } from './barrier-rules.ts';
import { askedBy, type Truth, truthOf } from './condition.ts';
import { type Beside, NOTHING_BESIDE, type Settled, settle } from './relevance.ts';

export type FoundBarrier = {
  code: string;
  family: Family;
  /** 3 keeps from the job, 2 makes it hard, 1 is to be watched. */
  impact: 1 | 2 | 3;
  /** 1 is to be worked on first. */
  priority: number;
  /** The questions whose answers say so. */
  because: string[];
};

/** Told by the person, without more: it counts, and nobody said how much. */
const STATED_IMPACT = 2;
const STATED = 'statedBarriers';

/** What stands in the way, most pressing first, each with the answers that say so. */
export function barriersOf(answers: Answers, beside: Beside = NOTHING_BESIDE): FoundBarrier[] {
  const settled = settle(answers, beside);
  const found = BARRIER_RULES.flatMap((rule) => findBarrier(rule, settled) ?? []);
  return found.toSorted((a, b) => b.impact - a.impact).map((barrier, index) => ({ ...barrier, priority: index + 1 }));
}

/** Codes of those of which nobody can say yet whether they are there. */
export function openBarriersOf(answers: Answers, beside: Beside = NOTHING_BESIDE): string[] {
  const settled = settle(answers, beside);
  return BARRIER_RULES.filter((rule) => standingOf(rule, settled) === 'unknown').map(({ code }) => code);
}

/** Whether that barrier is there. */
export function standingOf(rule: BarrierRule, settled: Settled): Truth {
  if (isStated(rule, settled)) return 'yes';
  const truths = rule.impacts.map(({ when }) => truthIfAsked(when, settled));
  return truths.includes('yes') ? 'yes' : truths.includes('unknown') ? 'unknown' : 'no';
}

function findBarrier(rule: BarrierRule, settled: Settled): Omit<FoundBarrier, 'priority'> | null {
  const { code, family } = rule;
  const held = rule.impacts
    .filter(({ when }) => truthIfAsked(when, settled) === 'yes')
    .toSorted((a, b) => b.impact - a.impact)[0];
  const isTold = isStated(rule, settled);
  if (held === undefined) return isTold ? { code, family, impact: STATED_IMPACT, because: [STATED] } : null;
  const asked = [...new Set(askedBy(held.when))].filter((one) => settled.answerTo(one) !== undefined);
  const impact = isTold && held.impact < STATED_IMPACT ? STATED_IMPACT : held.impact;
  return { code, family, impact, because: isTold ? [...asked, STATED] : asked };
}

function isStated({ code, diagnostic }: BarrierRule, { answerTo }: Settled): boolean {
  const stated = answerTo(STATED);
  return diagnostic !== null && Array.isArray(stated) && stated.includes(code);
}

/** A question that does not matter to this person speaks for no barrier. */
function truthIfAsked(condition: BarrierRule['impacts'][number]['when'], { relevanceOf, answerTo }: Settled): Truth {
  const isMoot = askedBy(condition).some((code) => answerTo(code) === undefined && relevanceOf(code) === 'no');
  return isMoot ? 'no' : truthOf(condition, answerTo);
}
