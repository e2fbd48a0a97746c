import { z } from 'zod';
import { type Answers, answerSchemaOf } from './answer.ts';
import { barriersOf, type FoundBarrier, openBarriersOf } from './barriers.ts';
import { QUESTIONNAIRE, QUESTIONS } from './questionnaire.ts';
import { type Beside, NOTHING_BESIDE } from './relevance.ts';
import { type Scores, scoresOf } from './scores.ts';

/** Answers by code, each of the kind its question takes; null for what was not discussed. A code that no question has is an error. */
export const answersSchema = z.strictObject(
  Object.fromEntries(QUESTIONS.map((question) => [question.code, answerSchemaOf(question).nullable().optional()])),
);

/** What answers come to, by the rules of one version of the questionnaire: kept as it was reckoned. */
export type AssessmentResult = {
  questionnaireVersion: string;
  scores: Scores;
  barriers: FoundBarrier[];
  /** Codes of the barriers of which nobody can say yet whether they are there. */
  openBarriers: string[];
};

export function assess(answers: Answers, beside: Beside = NOTHING_BESIDE): AssessmentResult {
  const { version } = QUESTIONNAIRE;
  return {
    questionnaireVersion: version,
    scores: scoresOf(answers, beside),
    barriers: barriersOf(answers, beside),
    openBarriers: openBarriersOf(answers, beside),
  };
}
