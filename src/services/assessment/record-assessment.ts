import { z } from 'zod';
import type { Answers } from '../../domain/assessment/answer.ts';
import { type AssessmentResult, answersSchema, assess } from '../../domain/assessment/assess.ts';
import { MODES, type Mode } from '../../domain/assessment/question.ts';
import { answersThatCount, type Beside } from '../../domain/assessment/relevance.ts';
import { diagnosticOf } from '../../domain/assessment/to-diagnostic.ts';
import { ageOn, laterDate } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { type CheckedDiagnostic, checkDiagnostic, writeVersion } from '../diagnostic-version.ts';
import { finishDraft } from '../drafts/finish-draft.ts';
import { ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';

export type RecordedAssessment = {
  beneficiaryId: string;
  assessmentId: string;
  /** Null where no home was told: there is nothing to match yet. */
  diagnosticId: string | null;
};

const inputSchema = z.object({
  beneficiaryId: z.string(),
  mode: z.enum(MODES),
  answers: answersSchema,
  /** The form it was filled in on, which is sent by this. */
  draft: z.object({ id: z.string(), form: z.string() }).optional(),
});

/**
 * Writes down a questionnaire of a person whose file the actor holds: answers, scores and barriers apart, and of them the facts
 * that become a diagnostic, with its match pending. Throws `forbidden`, `notFound`, `invalid` (paths are those of
 * the diagnostic, or `answers.<code>`), `conflict` (idempotency key).
 */
export async function recordAssessment({ ctx, input }: { ctx: Context; input: unknown }): Promise<RecordedAssessment> {
  requireScopes(ctx);
  const { beneficiaryId, mode, answers, draft } = parseInput(inputSchema, input);
  const ground = await groundOf(ctx);
  const effect = async (stores: Stores) => {
    if (!(await stores.assessments.mayAssess(beneficiaryId))) throw personNotFound();
    const birthDate = await stores.diagnostics.findBirthDate(beneficiaryId);
    const read = readAssessment({ mode, answers: answers as Answers, birthDate }, ground);
    return recordAssessmentIn(stores, ctx, { beneficiaryId, ...read, today: ground.today });
  };
  if (draft === undefined) return transactOnce(ctx, { effect, answer: async (_stores, recorded) => recorded });
  const ids = await finishDraft({ ctx, input: draft, effect: async (stores) => idsOf(await effect(stores)) });
  return { ...ids, diagnosticId: ids.diagnosticId ?? null };
}

/** As a draft keeps what came of it: without what did not. */
const idsOf = ({
  diagnosticId,
  ...ids
}: RecordedAssessment): Omit<RecordedAssessment, 'diagnosticId'> & { diagnosticId?: string } =>
  diagnosticId === null ? ids : { ...ids, diagnosticId };

export type ReadAssessment = {
  mode: Mode;
  answers: Answers;
  result: AssessmentResult;
  checked: CheckedDiagnostic | null;
  birthDate: string | null;
};

/** What the answers come to, before anything is written. Throws `invalid`, with the paths of a diagnostic. */
export function readAssessment(
  given: { mode: Mode; answers: Answers; birthDate: string | null },
  ground: Awaited<ReturnType<typeof groundOf>>,
): ReadAssessment {
  const { mode, birthDate } = given;
  const beside = besideOf(given.answers, birthDate, ground.today);
  const answers = answersThatCount(given.answers, beside);
  const { facts } = diagnosticOf(answers, beside);
  const checked = facts === null ? null : checkDiagnostic(facts, ground);
  return { mode, answers, result: assess(answers, beside), checked, birthDate };
}

/** The same inside a transaction of the caller's, for a person whom the actor is known to accompany. */
export async function recordAssessmentIn(
  stores: Stores,
  ctx: Context,
  input: ReadAssessment & { beneficiaryId: string; today: string },
): Promise<RecordedAssessment> {
  requireScopes(ctx);
  const { beneficiaryId, mode, answers, result, checked, birthDate, today } = input;
  const { ids, clock } = ctx.deps;
  const createdAt = clock.now().toString();
  const diagnosticId = checked === null ? null : ids.next('dia');
  if (checked !== null && diagnosticId !== null) {
    const record = {
      id: diagnosticId,
      version: 1,
      beneficiaryId,
      reference: null,
      age: checked.ageOf(birthDate),
      input: checked.input,
      createdAt,
      expiresAt: null,
    };
    await writeVersion(stores, record, { action: 'diagnostic.recorded', fields: Object.keys(checked.input) });
  }
  const assessmentId = ids.next('ass');
  await stores.assessments.insert({
    id: assessmentId,
    beneficiaryId,
    diagnosticId,
    mode,
    answers,
    result,
    madeOn: today,
    madeBy: ctx.actor.id,
    createdAt,
  });
  const fields = Object.keys(answers);
  await stores.audit.record({ action: 'assessment.recorded', entity: 'assessment', entityId: assessmentId, fields });
  await stores.people.prolong(beneficiaryId);
  return { beneficiaryId, assessmentId, diagnosticId };
}

/** What is known without asking: the age on the first day, from the file. */
export function besideOf(answers: Answers, birthDate: string | null, today: string): Beside {
  const { rota, goalDate } = answers;
  const startsOn = rota && typeof rota === 'object' && 'startsOn' in rota ? rota.startsOn : goalDate;
  const day = typeof startsOn === 'string' ? laterDate(startsOn, today) : today;
  return { age: birthDate === null ? null : ageOn(birthDate, day), depositAsked: null };
}

function requireScopes(ctx: Context): void {
  requireScope(ctx, 'people:write');
  requireScope(ctx, 'diagnostics:write');
}

export const personNotFound = () => new ProblemError('notFound', 'Ce dossier n’existe pas ou ne vous est pas ouvert.');
