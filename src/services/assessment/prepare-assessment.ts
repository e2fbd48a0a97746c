import type { Answers } from '../../domain/assessment/answer.ts';
import type { Beside } from '../../domain/assessment/relevance.ts';
import { personName } from '../../domain/people/identity.ts';
import { type Context, requireScope } from '../context.ts';
import { groundOf } from '../ground.ts';
import { besideOf, personNotFound } from './record-assessment.ts';

/** What a questionnaire about that person begins with. */
export type AssessmentStart = {
  /** As the file tells who it is; null where it has neither name nor reference. */
  name: string | null;
  beside: Beside;
  /** As they were answered last, on that day; nothing where it is the first time. */
  last: { answers: Answers; madeOn: string } | null;
};

/** Throws `forbidden`, `notFound`. */
export async function prepareAssessment({
  ctx,
  input,
}: {
  ctx: Context;
  input: { beneficiaryId: string };
}): Promise<AssessmentStart> {
  requireScope(ctx, 'people:read');
  const { today } = await groundOf(ctx);
  const { beneficiaryId } = input;
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const file = await stores.people.find(beneficiaryId);
    if (file === null) throw personNotFound();
    const [last] = await stores.assessments.list(beneficiaryId);
    const answers = last?.answers ?? {};
    const beside = besideOf(answers, file.identity.birthDate, today);
    return { name: personName(file.identity), beside, last: last ? { answers, madeOn: last.madeOn } : null };
  });
}
