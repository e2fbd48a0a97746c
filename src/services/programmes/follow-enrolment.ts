import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { costSplitSchema } from '../../domain/funding/cost-split.ts';
import {
  DROP_OUT_REASONS,
  ENROLMENT_RULES,
  type EnrolmentAction,
  isAllowed,
  OPEN_STATUSES,
  placesTaken,
  waitingLine,
} from '../../domain/programmes/enrolment.ts';
import { isAtItsEnd, type Progress, progressSchema } from '../../domain/programmes/progress.ts';
import { changedFields } from '../changed-fields.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { fieldErrors, parseInput } from '../parse-input.ts';
import type { Cohort, Enrolment, EnrolmentChange } from '../ports/programmes.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { CHANGED, lockEnrolment, requireTeaching, todayThere } from './programme-access.ts';

const stepSchema = z.discriminatedUnion('step', [
  /** `outOfTurn`: why before those who have waited longer. */
  z.object({ step: z.literal('confirm'), outOfTurn: z.string().trim().max(500).default('') }),
  z.object({ step: z.literal('progress'), progress: z.unknown() }),
  z.object({ step: z.literal('funding'), funding: costSplitSchema }),
  z.object({ step: z.literal('complete'), on: isoDateSchema }),
  z.object({
    step: z.literal('dropOut'),
    reason: z.enum(DROP_OUT_REASONS, 'Choisissez une raison, ou « sans précision ».'),
    on: isoDateSchema,
  }),
]);
type EnrolmentStep = z.infer<typeof stepSchema>;

/**
 * One step in somebody's training, written down by who teaches. Nothing here closes the referral or ticks the plan: whoever
 * accompanies the person is shown what came of it, and decides. Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function followEnrolment({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; expectedVersion?: number | undefined; step: unknown };
}): Promise<{ id: string }> {
  requireTeaching(ctx);
  const step = parseInput(stepSchema, input.step);
  const today = await todayThere(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const { enrolment, cohort } = await lockEnrolment(stores, input);
      await stores.people.prolong(enrolment.beneficiaryId);
      const change = await changeOf(stores, { enrolment, cohort, step, today });
      await stores.programmes.changeEnrolment(enrolment.id, change);
      await stores.audit.record({
        action: `enrolment.${step.step}`,
        entity: 'enrolment',
        entityId: enrolment.id,
        fields: changedFields(enrolment, { ...enrolment, ...change }),
      });
      return { id: enrolment.id };
    },
    answer: async (_stores, done) => done,
  });
}

type Given = { enrolment: Enrolment; cohort: Cohort; step: EnrolmentStep; today: string };

async function changeOf(stores: Stores, { enrolment, cohort, step, today }: Given): Promise<EnrolmentChange> {
  switch (step.step) {
    case 'confirm': {
      const status = moved('confirm', enrolment);
      const outOfTurn = await checkTurn(stores, { enrolment, cohort, outOfTurn: step.outOfTurn });
      return { status, outOfTurn };
    }
    case 'progress': {
      if (!OPEN_STATUSES.includes(enrolment.status)) throw new ProblemError('conflict', CHANGED);
      const read = progressSchema(cohort.kind, today).safeParse(step.progress);
      if (!read.success) throw invalid(fieldErrors(read.error.issues));
      return { progress: withoutAbsent(read.data) };
    }
    case 'funding':
      return { funding: step.funding };
    case 'complete': {
      const status = moved('complete', enrolment);
      checkEnded(step.on, today);
      if (!isAtItsEnd(cohort.kind, enrolment.progress)) {
        throw invalid([
          { path: 'on', message: 'Notez d’abord la dernière étape : c’est elle qui dit que c’est réussi.' },
        ]);
      }
      return { status, endedOn: step.on };
    }
    case 'dropOut': {
      const status = moved('dropOut', enrolment);
      checkEnded(step.on, today);
      return { status, endedOn: step.on, dropOutReason: step.reason };
    }
  }
}

function moved(action: EnrolmentAction, { status }: Enrolment) {
  if (!isAllowed(action, status)) throw new ProblemError('conflict', CHANGED);
  return ENROLMENT_RULES[action].to;
}

function checkEnded(on: string, today: string): void {
  if (on > today) throw invalid([{ path: 'on', message: 'Ce jour n’est pas encore venu.' }]);
}

/** A place is free, and whoever has waited longest gets it, or the reason is told. The group is locked. */
async function checkTurn(
  stores: Stores,
  { enrolment, cohort, outOfTurn }: { enrolment: Enrolment; cohort: Cohort; outOfTurn: string },
): Promise<string | null> {
  const all = await stores.programmes.listEnrolments(cohort.id);
  if (placesTaken(all) >= cohort.places) {
    throw new ProblemError(
      'conflict',
      'Le groupe est complet : cette personne garde son rang dans la liste d’attente.',
    );
  }
  if (waitingLine(all)[0]?.id === enrolment.id) return null;
  if (outOfTurn === '') {
    throw invalid([{ path: 'outOfTurn', message: 'D’autres attendent depuis plus longtemps : dites pourquoi.' }]);
  }
  return outOfTurn;
}

const withoutAbsent = (progress: Readonly<Record<string, unknown>>): Progress =>
  Object.fromEntries(Object.entries(progress).filter(([, noted]) => noted !== undefined)) as Progress;
