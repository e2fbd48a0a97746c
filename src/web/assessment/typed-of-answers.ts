import type { Answers, AnswerValue, PlaceAnswer, RotaAnswer } from '../../domain/assessment/answer.ts';
import { QUESTIONS } from '../../domain/assessment/questionnaire.ts';
import type { Gazetteer } from '../../services/ports.ts';
import { typedPlace } from '../forms/place-question.tsx';
import { typedRota } from '../forms/rota-typed.ts';
import type { TypedAnswers } from '../forms/typed.ts';

/** Answers as they would have been typed: where a questionnaire is put again, it begins with what is known. */
export function typedOfAnswers(answers: Answers, gazetteer: Gazetteer): TypedAnswers {
  return Object.fromEntries(
    QUESTIONS.flatMap(({ code, kind }) => {
      const value = answers[code];
      if (value === undefined || value === null) return [];
      if (kind === 'place') return entriesOf(typedPlace(code, value as PlaceAnswer, gazetteer));
      if (kind === 'rota') return entriesOf(typedRota(code, value as RotaAnswer));
      return [[code, textsOfValue(value)] as const];
    }),
  );
}

const entriesOf = (texts: Record<string, string>) =>
  Object.entries(texts).flatMap(([name, text]) => (text === '' ? [] : [[name, [text]] as const]));

function textsOfValue(value: AnswerValue): readonly string[] {
  if (Array.isArray(value)) return value;
  return [typeof value === 'number' ? String(value).replace('.', ',') : String(value)];
}
