import { z } from 'zod';
import type { AnswerValue } from './answer.ts';
import { hoursOfRota } from './rota-hours.ts';

/** Yes, no, or not known: an answer that nobody gave decides nothing. */
export type Truth = 'yes' | 'no' | 'unknown';

/** One answer put to the test: among these (any of several ticked ones), below, or at least. Of a rota, the kinds of hours in it. */
export const testSchema = z.union([
  z.strictObject({ is: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ below: z.number() }),
  z.strictObject({ atLeast: z.number() }),
]);
export type Test = z.infer<typeof testSchema>;

/** `of` is the code of a question, or of something that is known beside the questionnaire (`KNOWN_BESIDE`). */
export type Condition =
  | ({ of: string } & Test)
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition };

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ of: z.string().min(1), is: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ of: z.string().min(1), below: z.number() }),
    z.strictObject({ of: z.string().min(1), atLeast: z.number() }),
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

const SWAPPED: Record<Truth, Truth> = { yes: 'no', no: 'yes', unknown: 'unknown' };

export function truthOf(condition: Condition, answerTo: (code: string) => AnswerValue | undefined): Truth {
  if ('not' in condition) return SWAPPED[truthOf(condition.not, answerTo)];
  if ('all' in condition) return leastOf(condition.all.map((one) => truthOf(one, answerTo)));
  if ('any' in condition) return SWAPPED[leastOf(condition.any.map((one) => SWAPPED[truthOf(one, answerTo)]))];
  const value = answerTo(condition.of);
  if (value === undefined) return 'unknown';
  return passes(condition, value) ? 'yes' : 'no';
}

export function passes(test: Test, value: AnswerValue): boolean {
  if ('is' in test) return namesOf(value).some((name) => test.is.includes(name));
  if (typeof value !== 'number') return false;
  return 'below' in test ? value < test.below : value >= test.atLeast;
}

/** The codes that a condition asks about. */
export function askedBy(condition: Condition): string[] {
  if ('not' in condition) return askedBy(condition.not);
  if ('all' in condition) return condition.all.flatMap(askedBy);
  if ('any' in condition) return condition.any.flatMap(askedBy);
  return [condition.of];
}

function leastOf(truths: readonly Truth[]): Truth {
  if (truths.includes('no')) return 'no';
  return truths.includes('unknown') ? 'unknown' : 'yes';
}

function namesOf(value: AnswerValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && 'shifts' in value ? hoursOfRota(value) : [];
}
