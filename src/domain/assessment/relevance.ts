import type { Answers, AnswerValue } from './answer.ts';
import { type Truth, truthOf } from './condition.ts';
import type { Mode, Question } from './question.ts';
import { QUESTIONS } from './questionnaire.ts';

/** What is known beside the questionnaire; null where it is not. */
export type Beside = {
  /** Completed years at the first day. */
  age: number | null;
  /** Whether any offer of the catalogue asks for a deposit. */
  depositAsked: boolean | null;
};
export const NOTHING_BESIDE: Beside = { age: null, depositAsked: null };

/** Every question with what it comes to: whether it is asked, and the answer that counts. */
export type Settled = {
  /** Whether it matters to this person at all. */
  relevanceOf(code: string): Truth;
  isAsked(code: string): boolean;
  /** The answer that counts: undefined where it is not known, or where it does not matter. */
  answerTo(code: string): AnswerValue | undefined;
};

/**
 * Answers weighed in the order of the questions. What was answered to a question that is skipped counts for nothing,
 * whatever it says: an earlier answer was changed since.
 */
export function settle(answers: Answers, beside: Beside): Settled {
  const relevance = new Map<string, Truth>();
  const asked = new Set<string>();
  const values = new Map<string, AnswerValue>();
  if (beside.age !== null) values.set('age', beside.age);
  if (beside.depositAsked !== null) values.set('depositAsked', beside.depositAsked ? 'yes' : 'no');

  for (const { code, askedWhen, otherwise } of QUESTIONS) {
    const relevant = askedWhen === undefined ? 'yes' : truthOf(askedWhen.condition, (other) => values.get(other));
    relevance.set(code, relevant);
    if (relevant === 'yes' || (relevant === 'unknown' && askedWhen?.ifUnknown === 'ask')) {
      asked.add(code);
      const value = answers[code];
      if (value !== undefined && value !== null) values.set(code, value);
    } else if (relevant === 'no' && otherwise !== undefined) {
      values.set(code, otherwise);
    }
  }
  return {
    relevanceOf: (code) => relevance.get(code) ?? 'no',
    isAsked: (code) => asked.has(code),
    answerTo: (code) => values.get(code),
  };
}

const isIn = (mode: Mode) => (question: Question) => mode === 'full' || question.quick;

/** What is to be put to this person, answered or not, in order. */
export function questionsToAsk(answers: Answers, mode: Mode, beside: Beside = NOTHING_BESIDE): Question[] {
  const { isAsked } = settle(answers, beside);
  return QUESTIONS.filter(isIn(mode)).filter(({ code }) => isAsked(code));
}

/** Those of them that still have no answer: an answer to any other question, or none, would change nothing. */
export function questionsThatCanStillChange(answers: Answers, mode: Mode, beside: Beside = NOTHING_BESIDE): Question[] {
  return questionsToAsk(answers, mode, beside).filter(
    ({ code }) => answers[code] === undefined || answers[code] === null,
  );
}

/** Answers without those that count for nothing any more, and without absences. */
export function answersThatCount(answers: Answers, beside: Beside = NOTHING_BESIDE): Answers {
  const { isAsked } = settle(answers, beside);
  return Object.fromEntries(
    QUESTIONS.flatMap(({ code }) => {
      const value = answers[code];
      return isAsked(code) && value !== undefined ? [[code, value]] : [];
    }),
  );
}
