import {
  type Comparison,
  compareAssessments,
  type RetestDue,
  retestDue,
  retestsOf,
} from '../../domain/assessment/compare.ts';
import { personName } from '../../domain/people/identity.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import type { AssessmentRecord } from '../ports/assessments.ts';

export type AssessmentView = Omit<AssessmentRecord, 'madeBy'> & {
  personName: string | null;
  /** The one before, and what changed since; null for the first. */
  before: { assessment: AssessmentRecord; comparison: Comparison } | null;
  /** When it is to be made again, and which of those days were kept: the day it was made again, or null. */
  retests: (RetestDue & { madeAgainOn: string | null; isDue: boolean })[];
};

/** Throws `forbidden`, `notFound`: never was, or of somebody whose file is not open to the actor, in the same words. */
export async function getAssessment({
  ctx,
  input,
}: {
  ctx: Context;
  input: { beneficiaryId: string; id: string };
}): Promise<AssessmentView> {
  requireScope(ctx, 'people:read');
  const { today } = await groundOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const file = await stores.people.find(input.beneficiaryId);
    const all = file === null ? [] : await stores.assessments.list(input.beneficiaryId);
    const at = all.findIndex(({ id }) => id === input.id);
    const found = all[at];
    if (file === null || !found) throw new ProblemError('notFound', 'Ce bilan n’existe pas ou ne vous est pas ouvert.');
    const { madeBy: _, ...assessment } = found;
    const previous = all[at + 1];
    return {
      ...assessment,
      personName: personName(file.identity),
      before: previous ? { assessment: previous, comparison: compareAssessments(previous.result, found.result) } : null,
      retests: retestsKept(found, all.slice(0, at), today),
    };
  });
}

/** A re-test is kept by the first questionnaire made from its day on; the last one that is due today still counts as due. */
function retestsKept(
  { madeOn }: AssessmentRecord,
  later: readonly AssessmentRecord[],
  today: string,
): AssessmentView['retests'] {
  const days = later.map((one) => one.madeOn).toReversed();
  const due = retestDue(madeOn, today);
  return retestsOf(madeOn).map((retest) => {
    const madeAgainOn = days.find((day) => day >= retest.on) ?? null;
    return { ...retest, madeAgainOn, isDue: madeAgainOn === null && due?.on === retest.on };
  });
}
