import { z } from 'zod';
import { clockTimeSchema, isoDateSchema } from '../clock-time.ts';
import { cycleSchema } from '../diagnostic/diagnostic.ts';
import { placeSchema } from '../place.ts';
import type { Question } from './question.ts';

/** Hours as they are answered: a first day, and shifts that come back every `lengthDays` days. */
const rotaAnswerSchema = z.strictObject({
  startsOn: isoDateSchema,
  /** Day 0 of the cycle, where it is known (an employer's rota). */
  anchorDate: isoDateSchema.optional(),
  lengthDays: cycleSchema.shape.lengthDays,
  shifts: cycleSchema.shape.shifts,
});
export type RotaAnswer = z.infer<typeof rotaAnswerSchema>;
export type PlaceAnswer = z.infer<typeof placeSchema>;

export type AnswerValue = string | number | readonly string[] | PlaceAnswer | RotaAnswer;

/** By code of the question. Null: not discussed. Absent: not asked yet. Neither is known. */
export type Answers = Readonly<Record<string, AnswerValue | null>>;

const TEXT_CHARACTERS = 2000;

/** What an answer to that question may be. */
export function answerSchemaOf(question: Question): z.ZodType<AnswerValue> {
  switch (question.kind) {
    case 'choice':
      return z.enum(question.options);
    case 'choices':
      return z
        .array(z.enum(question.options))
        .max(question.options.length)
        .refine((ticked) => new Set(ticked).size === ticked.length, 'La même réponse est cochée deux fois.')
        .refine(
          (ticked) => ticked.length < 2 || !ticked.some((one) => question.alone.includes(one)),
          'Ces réponses ne vont pas ensemble.',
        );
    case 'number':
      return z.number().min(question.min).max(question.max);
    case 'text':
      return z.string().trim().min(1).max(TEXT_CHARACTERS);
    case 'clock':
      return clockTimeSchema;
    case 'date':
      return isoDateSchema;
    case 'place':
      return placeSchema;
    case 'rota':
      return rotaAnswerSchema;
  }
}
