import { z } from 'zod';
import type { Answers } from '../../domain/assessment/answer.ts';
import { answersSchema } from '../../domain/assessment/assess.ts';
import { MODES } from '../../domain/assessment/question.ts';
import { identitySchema } from '../../domain/people/identity.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import { refuseLookalikes } from '../people/list-duplicates.ts';
import { openPersonIn } from '../people/open-person.ts';
import { transactOnce } from '../transact-once.ts';
import { type RecordedAssessment, readAssessment, recordAssessmentIn } from './record-assessment.ts';

const inputSchema = z.object({
  identity: identitySchema,
  mode: z.enum(MODES),
  answers: answersSchema,
  /** Whoever opens the file was shown the files that look like it. */
  lookalikesSeen: z.boolean().default(true),
});

/**
 * A new file, its first questionnaire and the diagnostic that comes of it, all at once or not at all. Throws `forbidden`,
 * `invalid` (paths: `identity.<field>`, `answers.<code>`, or those of the diagnostic), `conflict` (idempotency key),
 * `LookalikesError`.
 */
export async function recordPersonWithAssessment({
  ctx,
  input,
}: {
  ctx: Context;
  input: unknown;
}): Promise<RecordedAssessment> {
  requireScope(ctx, 'people:write');
  const { identity, mode, answers, lookalikesSeen } = parseInput(inputSchema, input);
  const ground = await groundOf(ctx);
  const { birthDate } = identity;
  return transactOnce(ctx, {
    async effect(stores) {
      // Inside: the form sent twice must not find the person whom it has just opened.
      if (!lookalikesSeen) await refuseLookalikes(stores, identity);
      const { id } = await underIdentity(openPersonIn(stores, ctx, identity));
      const read = readAssessment({ mode, answers: answers as Answers, birthDate }, ground);
      return recordAssessmentIn(stores, ctx, { beneficiaryId: id, ...read, today: ground.today });
    },
    answer: async (_stores, recorded) => recorded,
  });
}

/** What is wrong with the identity is told where it stands in this input. */
async function underIdentity<T>(opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
    const errors = error.errors.map(({ path, message }) => ({ path: `identity.${path}`, message }));
    throw new ProblemError('invalid', error.message, { errors });
  }
}
