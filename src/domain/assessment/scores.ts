import type { Answers } from './answer.ts';
import { passes } from './condition.ts';
import { type Beside, NOTHING_BESIDE, type Settled, settle } from './relevance.ts';
import { AXES, type Axis, SCORE_RULES, type ScoreRule } from './score-rules.ts';

/**
 * An axis, 0 to 100. What is not known takes nothing off: `score` is what the axis comes to if all that was not discussed is
 * well, `atLeast` if none of it is. `coverage` is the part that is known, 0 to 1.
 */
export type AxisScore = { score: number; atLeast: number; coverage: number };
export type Scores = Record<Axis, AxisScore>;

export function scoresOf(answers: Answers, beside: Beside = NOTHING_BESIDE): Scores {
  const settled = settle(answers, beside);
  const scores = AXES.map((axis) => [axis, scoreOf(axis, settled)] as const);
  return Object.fromEntries(scores) as Scores;
}

function scoreOf(axis: Axis, settled: Settled): AxisScore {
  let [total, known, lost] = [0, 0, 0];
  for (const rule of SCORE_RULES) {
    if (rule.axis !== axis) continue;
    total += rule.weight;
    const percent = percentLost(rule, settled);
    if (percent === null) continue;
    known += rule.weight;
    lost += (rule.weight * percent) / 100;
  }
  const outOf = (part: number) => Math.round((100 * part) / total);
  return { score: outOf(total - lost), atLeast: outOf(known - lost), coverage: known / total };
}

/** Null where nobody knows. A question that does not matter to this person takes nothing off, and that is known. */
function percentLost({ of, losses }: ScoreRule, { relevanceOf, answerTo }: Settled): number | null {
  const value = answerTo(of);
  if (value === undefined) return relevanceOf(of) === 'no' ? 0 : null;
  return losses.find(({ when }) => passes(when, value))?.percent ?? 0;
}
