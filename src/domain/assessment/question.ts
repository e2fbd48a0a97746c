import { z } from 'zod';
import { askedBy, conditionSchema } from './condition.ts';

/**
 * The questionnaire as data: what is asked, when, and what kind of answer it takes. Its words are for the page that asks
 * (`src/i18n/fr/assessment.ts`, by code).
 */

export const SECTIONS = ['job', 'home', 'means', 'body', 'money', 'skills', 'confidence', 'family'] as const;

/** `quick`: eight questions, three minutes. `full`: all that can still change the answer. */
export const MODES = ['quick', 'full'] as const;
export type Mode = (typeof MODES)[number];

/** What is known without asking: the age from the file, whether any offer of the catalogue asks for a deposit (`yes`, `no`). */
export const KNOWN_BESIDE = ['age', 'depositAsked'] as const;

const codeSchema = z.string().regex(/^[a-z][A-Za-z0-9]{1,40}$/);

const common = {
  code: codeSchema,
  section: z.enum(SECTIONS),
  /** Also in the quick version. */
  quick: z.boolean().default(false),
  /** Completes another question and stands beside it: it counts as no question of its own. */
  partOf: codeSchema.optional(),
  /** Skipped where that surely is not so; `ifUnknown` says what to do where nobody knows. */
  askedWhen: z.strictObject({ condition: conditionSchema, ifUnknown: z.enum(['ask', 'skip']) }).optional(),
  /** What is so of whoever need not be asked. */
  otherwise: z.string().optional(),
  /** Never leaves the questionnaire: no fact of a match, no provider, no sum. */
  sensitive: z.enum(['health', 'family', 'money']).optional(),
  /** For people to read: it changes no score, no barrier and no match. */
  note: z.boolean().default(false),
};
const options = z.array(z.string().min(1)).min(1);

const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), ...common, options }),
  /** `alone`: goes with no other. */
  z.strictObject({ kind: z.literal('choices'), ...common, options, alone: z.array(z.string()).default([]) }),
  z.strictObject({
    kind: z.literal('number'),
    ...common,
    min: z.number().default(0),
    max: z.number(),
    unit: z.enum(['minutes', 'euros', 'count']),
  }),
  z.strictObject({ kind: z.literal('text'), ...common }),
  z.strictObject({ kind: z.literal('clock'), ...common }),
  z.strictObject({ kind: z.literal('date'), ...common }),
  /** `inside`: in the territory; `near`: it or its surroundings. */
  z.strictObject({ kind: z.literal('place'), ...common, within: z.enum(['inside', 'near']) }),
  z.strictObject({ kind: z.literal('rota'), ...common }),
]);
export type Question = z.infer<typeof questionSchema>;

export const questionnaireSchema = z
  .strictObject({ version: z.string().min(1), questions: z.array(questionSchema).min(1) })
  .superRefine(({ questions }, check) => {
    const say = (index: number, field: string, message: string) =>
      check.addIssue({ code: 'custom', message, path: ['questions', index, field] });
    const before = new Set<string>(KNOWN_BESIDE);
    questions.forEach((question, index) => {
      if (before.has(question.code)) say(index, 'code', `« ${question.code} » est écrit deux fois.`);
      // Only what is asked before, so that one reading in order settles everything.
      for (const code of question.askedWhen ? askedBy(question.askedWhen.condition) : []) {
        if (!before.has(code)) say(index, 'askedWhen', `« ${code} » n’est pas demandé avant « ${question.code} ».`);
      }
      if (question.partOf !== undefined && !before.has(question.partOf)) {
        say(index, 'partOf', `« ${question.partOf} » n’est pas demandé avant « ${question.code} ».`);
      }
      if (
        question.otherwise !== undefined &&
        !(question.kind === 'choice' && question.options.includes(question.otherwise))
      ) {
        say(index, 'otherwise', `« ${question.otherwise} » n’est pas une réponse à « ${question.code} ».`);
      }
      if (question.kind === 'choices') {
        for (const one of question.alone) {
          if (!question.options.includes(one)) say(index, 'alone', `« ${one} » n’est pas une réponse.`);
        }
      }
      const last = questions[index - 1];
      if (last && SECTIONS.indexOf(question.section) < SECTIONS.indexOf(last.section)) {
        say(index, 'section', 'Les questions d’une partie se suivent, dans l’ordre des parties.');
      }
      before.add(question.code);
    });
  });
