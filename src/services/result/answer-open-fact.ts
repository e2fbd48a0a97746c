import { isKnown, type OpenAnswer, patchOf } from '../../domain/diagnostic/open-facts.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { getDiagnostic, noDiagnostic } from '../get-diagnostic.ts';
import { reviseDiagnostic } from '../revise-diagnostic.ts';
import { continueTrial } from '../start-trial.ts';
import type { DiagnosticView } from '../view-diagnostic.ts';

export type AnswerOpenFactInput = {
  diagnosticId: string;
  /** Whose diagnostic it must be; anybody's the actor may see where absent. */
  beneficiaryId?: string;
  /** The version whose question is answered. */
  expectedVersion: number;
  answer: OpenAnswer;
};

/**
 * One answer more, and the match made again on it: a new version of a person's diagnostic, a new trial where it is one. Said
 * twice it counts once. Throws `forbidden`, `notFound`, `invalid`, `conflict` when somebody revised the diagnostic meanwhile.
 */
export async function answerOpenFact({
  ctx,
  input,
}: {
  ctx: Context;
  input: AnswerOpenFactInput;
}): Promise<DiagnosticView> {
  const { diagnosticId: id, beneficiaryId, expectedVersion, answer } = input;
  const present = await getDiagnostic({ ctx, input: { id } });
  if (beneficiaryId !== undefined && present.beneficiary.id !== beneficiaryId) throw noDiagnostic();
  const patch = patchOf(answer, present);
  if (present.expiresAt !== null) return continueTrial({ ctx, input: { id, patch } });
  try {
    return await reviseDiagnostic({ ctx, input: { id, patch, expectedVersion } });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
    const newest = await getDiagnostic({ ctx, input: { id } });
    // The same button pressed twice: what it says is what is there.
    if (answer.fact !== 'birthDate' && isKnown(answer.fact, newest) && saysAlready(newest, patch)) return newest;
    throw error;
  }
}

/** Everything the patch would write is there as it would write it. */
function saysAlready(present: unknown, patch: unknown): boolean {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return JSON.stringify(present) === JSON.stringify(patch);
  }
  return Object.entries(patch).every(([name, value]) =>
    saysAlready((present as Record<string, unknown>)?.[name], value),
  );
}
