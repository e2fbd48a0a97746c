import { z } from 'zod';
import { isoDateSchema } from '../clock-time.ts';
import { fundingSchema } from './funding.ts';
import { PLAN_LIMITS } from './limits.ts';
import { optionalLine, optionalText } from './texts.ts';

/** An action plan: from the solution that works on Monday to going alone, with dates, names and money. A human decides it. */

export const STEP_KINDS = [
  'bridge',
  'training',
  'licence',
  'repair',
  'purchase',
  'funding',
  'autonomy',
  'free',
  /** Another solution than the bridge: told, and no part of what is paid. */
  'alternative',
  /** A solution asks for a licence of which nobody knows whether the person holds it. */
  'licenceCheck',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];
/** Who does it. `person` is whom the plan is for: they are never named in it. */
export const STEP_ACTORS = ['person', 'professional', 'provider', 'employer', 'other'] as const;
export type StepActor = (typeof STEP_ACTORS)[number];
export const STEP_STATUSES = ['todo', 'doing', 'done', 'dropped'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];
export const PLAN_STATUSES = ['draft', 'active', 'closed'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

export const planStepSchema = z
  .object({
    /** Its number in the plan, given once and for ever; null while it is new. */
    position: z.int().min(0).max(32_767).nullable().default(null),
    step: z.enum(STEP_KINDS).default('free'),
    offerId: z.string().max(100).nullable().default(null),
    /** What is to be done, as the person will read it. */
    title: optionalLine(PLAN_LIMITS.stepTitle),
    actor: z.enum(STEP_ACTORS).nullable().default(null),
    actorName: optionalLine(PLAN_LIMITS.actorName),
    /** For the person: hours, place, what to say. */
    note: optionalText(PLAN_LIMITS.stepNote),
    from: isoDateSchema.nullable().default(null),
    until: isoDateSchema.nullable().default(null),
    status: z.enum(STEP_STATUSES).default('todo'),
    funding: fundingSchema.default({ costCents: null, per: 'once', sources: [] }),
  })
  .superRefine((step, check) => {
    if (step.title === null && step.step === 'free') {
      check.addIssue({ code: 'custom', path: ['title'], message: 'Dites ce qu’il y a à faire.' });
    }
    if (step.from !== null && step.until !== null && step.until < step.from) {
      check.addIssue({ code: 'custom', path: ['until'], message: 'La fin vient avant le début.' });
    }
    step.funding.sources.forEach((source, i) => {
      if (source.funder === '') {
        check.addIssue({ code: 'custom', path: ['funding', 'sources', i, 'funder'], message: 'Dites qui finance.' });
      }
    });
  });
export type PlanStep = z.infer<typeof planStepSchema>;

export const planContentSchema = z
  .object({
    /** The autonomy the person aims at, in their words. */
    goal: optionalText(PLAN_LIMITS.goal),
    /** Among professionals; the person's page never shows it. */
    note: optionalText(PLAN_LIMITS.note),
    status: z.enum(PLAN_STATUSES).default('draft'),
    steps: z.array(planStepSchema).max(PLAN_LIMITS.steps).default([]),
  })
  .superRefine(({ steps }, check) => {
    const numbers = steps.flatMap(({ position }) => position ?? []);
    if (new Set(numbers).size < numbers.length) {
      check.addIssue({ code: 'custom', path: ['steps'], message: 'Une étape est là deux fois.' });
    }
  });
/** What people write of a plan; steps in the order they are to be done. */
export type PlanContent = z.infer<typeof planContentSchema>;
