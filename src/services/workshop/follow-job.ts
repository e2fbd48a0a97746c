import { z } from 'zod';
import { clockTimeSchema, isoDateSchema } from '../../domain/clock-time.ts';
import { type CostSplit, costSplitSchema } from '../../domain/funding/cost-split.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import {
  BRIDGE_NEEDS,
  isAllowed,
  isTooOld,
  JOB_RULES,
  type JobAction,
  quoteCents,
  quoteSchema,
} from '../../domain/workshop/job.ts';
import { changedFields } from '../changed-fields.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Job, JobChange } from '../ports/workshop.ts';
import type { Stores } from '../ports.ts';
import { CHANGED, todayThere } from '../programmes/programme-access.ts';
import { moveReferral } from '../referrals/move-referral.ts';
import { transactOnce } from '../transact-once.ts';
import { type BridgeWanted, endMeanwhile, lendMeanwhile } from './bridge-loan.ts';
import { lockJob, requireWorkshop } from './workshop-access.ts';

/** A quote nobody answers is not held for ever. */
const QUOTE_DAYS = 30;

const stepSchema = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('quote'),
    lines: quoteSchema.shape.lines,
    validUntil: isoDateSchema.nullable().default(null),
  }),
  z.object({ step: z.literal('agree') }),
  z.object({ step: z.literal('decline') }),
  z.object({ step: z.literal('lapse') }),
  z.object({ step: z.literal('fund'), parts: costSplitSchema.shape.parts }),
  z.object({
    step: z.literal('schedule'),
    on: isoDateSchema,
    at: clockTimeSchema,
    bridge: z.enum(BRIDGE_NEEDS, 'Dites si la personne a besoin d’un véhicule en attendant.'),
    /** Lent from the day of the appointment until that day, included. */
    vehicleId: z.string().max(100).default(''),
    until: isoDateSchema.nullable().default(null),
  }),
  z.object({ step: z.literal('handOver'), on: isoDateSchema }),
  z.object({ step: z.literal('withdraw') }),
]);
type JobStep = z.infer<typeof stepSchema>;

/**
 * One step of a repair or a sale, written down by the garage: the quote, what the person said to it, who pays, the appointment with the
 * vehicle lent meanwhile, the keys. The referral stays open: whoever accompanies the person closes it. Throws `forbidden`, `notFound`,
 * `invalid`, `conflict`.
 */
export async function followJob({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; expectedVersion?: number | undefined; step: unknown };
}): Promise<{ id: string }> {
  requireWorkshop(ctx);
  const step = parseInput(stepSchema, input.step);
  const today = await todayThere(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const job = await lockJob(stores, input.id, input.expectedVersion);
      if (!isAllowed(step.step, job.status)) throw new ProblemError('conflict', CHANGED);
      await stores.people.prolong(job.beneficiaryId);
      const change = {
        ...statusAfter(step.step),
        ...changeOf({ job, step, today }),
        ...(step.step === 'schedule' ? await lendMeanwhile(ctx, stores, job, bridgeOf(step)) : {}),
      };
      await stores.workshop.change(job.id, change);
      await stores.audit.record({
        action: `workshopJob.${step.step}`,
        entity: 'workshopJob',
        entityId: job.id,
        fields: changedFields(job, { ...job, ...change }),
      });
      const why = ENDS[step.step];
      if (why !== undefined) await endMeanwhile(stores, job, { today, why });
      if (step.step === 'handOver') await startReferral(ctx, stores, job, step.on);
      return { id: job.id };
    },
    answer: async (_stores, done) => done,
  });
}

/** With these a vehicle that is lent meanwhile is needed no more. */
const ENDS: Partial<Record<JobAction, string>> = { handOver: 'Véhicule réparé remis', withdraw: 'Demande annulée' };

function bridgeOf({ bridge, on, vehicleId, until }: Extract<JobStep, { step: 'schedule' }>): BridgeWanted {
  if (bridge !== 'lent') return { bridge };
  if (vehicleId === '') throw invalid([{ path: 'vehicleId', message: 'Choisissez un véhicule de votre flotte.' }]);
  if (until === null) throw invalid([{ path: 'until', message: 'Dites jusqu’à quel jour le véhicule est prêté.' }]);
  return { bridge, vehicleId, from: on, until };
}

const statusAfter = (action: JobAction): JobChange => {
  const { to } = JOB_RULES[action];
  return to === null ? {} : { status: to };
};

type Given = { job: Job; step: JobStep; today: string };

function changeOf({ job, step, today }: Given): JobChange {
  switch (step.step) {
    case 'quote': {
      const validUntil = step.validUntil ?? addDays(today, QUOTE_DAYS);
      if (validUntil < today) throw invalid([{ path: 'validUntil', message: 'Ce jour est passé.' }]);
      const quote = { lines: step.lines, madeOn: today, validUntil };
      return { quote, funding: splitOf(quoteCents(quote), job.funding.parts) };
    }
    case 'agree':
      if (job.quote !== null && isTooOld(job.quote, today)) {
        throw new ProblemError('conflict', 'Ce devis est trop ancien : faites-en un nouveau, les prix ont pu changer.');
      }
      return {};
    case 'lapse':
      if (job.quote !== null && !isTooOld(job.quote, today)) {
        throw new ProblemError('conflict', 'Ce devis vaut encore : laissez le temps de répondre.');
      }
      return {};
    case 'fund':
      return { funding: splitOf(job.quote === null ? null : quoteCents(job.quote), step.parts) };
    case 'schedule':
      if (step.on < today) throw invalid([{ path: 'on', message: 'Ce jour est passé.' }]);
      return { appointmentOn: step.on, appointmentAt: step.at };
    case 'handOver':
      if (step.on > today) throw invalid([{ path: 'on', message: 'Ce jour n’est pas encore venu.' }]);
      return { handedOverOn: step.on };
    default:
      return {};
  }
}

function splitOf(costCents: number | null, parts: CostSplit['parts']): CostSplit {
  const split = costSplitSchema.safeParse({ costCents, parts });
  if (split.success) return split.data;
  throw invalid([
    { path: 'parts', message: 'Les financeurs paient plus que le devis : corrigez d’abord un de leurs montants.' },
  ]);
}

/** The keys were handed over: what was asked for has been rendered, and whoever referred is told. */
async function startReferral(ctx: Context, stores: Stores, job: Job, on: string): Promise<void> {
  const referral = await stores.referrals.lock(job.referralId);
  if (referral?.status !== 'accepted') return;
  await moveReferral(ctx, stores, referral, {
    action: 'start',
    change: { startedOn: on },
    event: { details: { on } },
    outcome: { code: 'started' },
  });
}
