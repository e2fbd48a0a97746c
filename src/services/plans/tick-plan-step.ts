import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { KeptStep, PlanRecord } from '../ports/plans.ts';
import { loadPerson } from './load-plan.ts';
import { savePlan } from './save-plan.ts';
import { contentOf } from './view-plan.ts';

export type StepOfOffer = { personId: string; offerId: string };

const matching = (plan: PlanRecord | null, offerId: string): KeptStep | undefined =>
  plan?.steps.find((step) => step.offerId === offerId && step.status !== 'dropped');

/** Whether the person's plan has a step of that offer which is not done yet, and the actor may tick it. */
export async function mayTickStep({ ctx, input }: { ctx: Context; input: StepOfOffer }): Promise<boolean> {
  if (!ctx.actor.scopes.has('plans:write')) return false;
  const plan = await ctx.deps.database.transact(ctx.actor, ({ plans }) => plans.findNewest(input.personId));
  const step = matching(plan, input.offerId);
  return plan?.status !== 'closed' && step !== undefined && step.status !== 'done';
}

/**
 * The step of that offer is done. Pressed twice it is done once. Throws `forbidden`, `notFound`, `conflict` where somebody changed the step
 * meanwhile.
 */
export async function tickPlanStep({ ctx, input }: { ctx: Context; input: StepOfOffer }): Promise<void> {
  requireScope(ctx, 'plans:write');
  const { personId, offerId } = input;
  const plan = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await loadPerson(stores, personId);
    return stores.plans.findNewest(personId);
  });
  const step = matching(plan, offerId);
  if (plan === null || step === undefined)
    throw new ProblemError('notFound', 'Le plan n’a pas d’étape pour cette offre.');
  if (step.status === 'done') return;
  const base = contentOf(plan);
  const steps = base.steps.map((one) => (one.position === step.position ? { ...one, status: 'done' as const } : one));
  const mine = { ...base, steps };
  const saved = await savePlan({ ctx, input: { personId, planId: plan.id, mine, base, baseVersion: plan.version } });
  if (saved.kind === 'conflict') {
    throw new ProblemError('conflict', 'Le plan a changé entre-temps : relisez-le, puis cochez l’étape.');
  }
}
