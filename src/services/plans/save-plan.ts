import { createHash } from 'node:crypto';
import { type Choices, type Conflict, mergePlans } from '../../domain/plan/merge.ts';
import { type PlanContent, type PlanStep, planContentSchema } from '../../domain/plan/plan.ts';
import { sameValue } from '../../domain/plan/same-value.ts';
import { changedFields } from '../changed-fields.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { PlanRecord } from '../ports/plans.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { lockPlanOf, readView } from './load-plan.ts';
import { tooManySteps } from './propose-plan.ts';
import { contentOf, type PlanView } from './view-plan.ts';

export type SavePlanInput = {
  personId: string;
  planId: string;
  /** The plan as it is to be: checked here. */
  mine: unknown;
  /** What mine was written on, and its version. */
  base: unknown;
  baseVersion: number;
  /** What was chosen where two people changed the same, and the version of theirs it was chosen against. */
  choices?: { version: number; picked: Choices };
  /** Of one rendering of the form: sent twice, it is saved once. */
  formKey?: string;
};

export type SavedPlan =
  /** `merged`: somebody else's changes were there, and are kept beside these. */
  | { kind: 'saved'; planId: string; version: number; merged: boolean }
  /** Nothing was written. `mine` is what was sent; `conflicts` is what to choose against version `theirs.version`. */
  | { kind: 'conflict'; conflicts: Conflict[]; mine: PlanContent; theirs: PlanView };

/**
 * Saves a plan. What somebody else changed meanwhile is kept where these changes do not touch it; where they do, nothing is
 * written and both are given back to choose from. Throws `forbidden`, `notFound`, `invalid` with the path of each answer.
 */
export async function savePlan({ ctx, input }: { ctx: Context; input: SavePlanInput }): Promise<SavedPlan> {
  requireScope(ctx, 'plans:write');
  const mine = parseInput(planContentSchema, input.mine);
  const base = planContentSchema.safeParse(input.base);
  const conflicting: { outcome: SavedPlan | null } = { outcome: null };
  try {
    return await transactOnce<Saved, SavedPlan>(onceFor(ctx, input, mine), {
      async effect(stores) {
        const { plan } = await lockPlanOf(stores, input);
        const theirs = contentOf(plan);
        if (plan.version === input.baseVersion) return write(ctx, stores, { plan, content: mine, merged: false });
        const choices = input.choices?.version === plan.version ? input.choices.picked : undefined;
        const { content, conflicts } = mergePlans({
          base: base.success ? base.data : null,
          mine,
          theirs,
          ...(choices === undefined ? {} : { choices }),
        });
        if (conflicts.length > 0) {
          conflicting.outcome = { kind: 'conflict', conflicts, mine, theirs: await readView(ctx, stores, plan) };
          throw new UnsettledError();
        }
        return write(ctx, stores, { plan, content, merged: !sameValue(content, mine) });
      },
      async answer(_stores, saved) {
        return { kind: 'saved', ...saved };
      },
    });
  } catch (error) {
    // Thrown to leave the transaction, and the form's key, as if nothing had been asked.
    if (error instanceof UnsettledError && conflicting.outcome !== null) return conflicting.outcome;
    throw error;
  }
}

type Saved = { planId: string; version: number; merged: boolean };

class UnsettledError extends Error {}

async function write(
  ctx: Context,
  stores: Stores,
  { plan, content, merged }: { plan: PlanRecord; content: PlanContent; merged: boolean },
): Promise<Saved> {
  const before = contentOf(plan);
  const settled = await withKnownOffers(stores, plan, content);
  // Two merged lists may be longer together.
  if (!planContentSchema.safeParse(settled).success) throw tooManySteps();
  if (sameValue(before, settled)) return { planId: plan.id, version: plan.version, merged };
  await stores.plans.save(plan, { content: settled, updatedBy: ctx.actor.id });
  const fields = [
    ...changedFields({ ...before, steps: [] }, { ...settled, steps: [] }),
    ...changedSteps(before, settled),
  ];
  await stores.audit.record({ action: 'plan.changed', entity: 'actionPlan', entityId: plan.id, fields });
  return { planId: plan.id, version: plan.version + 1, merged };
}

/** What a step is about does not change by its form; a step brought back after a removal names an offer that there is. */
async function withKnownOffers(stores: Stores, plan: PlanRecord, content: PlanContent): Promise<PlanContent> {
  const kept = new Map(plan.steps.map((step) => [step.position, step]));
  const brought = content.steps.flatMap(({ position, offerId }) =>
    offerId !== null && (position === null || !kept.has(position)) ? [offerId] : [],
  );
  const known = new Set((await stores.plans.listOffers([...new Set(brought)])).map(({ offer }) => offer.id));
  const steps = content.steps.map((step) => {
    const before = step.position === null ? undefined : kept.get(step.position);
    if (before) return { ...step, step: roleOf(before.step, step.step), offerId: before.offerId };
    // A number that this plan never gave is no number of its own.
    const position = step.position !== null && step.position < plan.stepsMade ? step.position : null;
    return { ...step, position, offerId: step.offerId !== null && known.has(step.offerId) ? step.offerId : null };
  });
  return { ...content, steps };
}

/** A human says which solution is the bridge, and which is another possibility. */
const roleOf = (before: PlanStep['step'], asked: PlanStep['step']): PlanStep['step'] =>
  ROLES.has(before) && ROLES.has(asked) ? asked : before;
const ROLES: ReadonlySet<string> = new Set(['bridge', 'alternative']);

function changedSteps(before: PlanContent, after: PlanContent): string[] {
  const old = new Map(before.steps.map((step) => [step.position, step]));
  const fields = new Set<string>();
  for (const step of after.steps) {
    const was = old.get(step.position);
    if (was === undefined) fields.add('steps');
    else for (const field of changedFields(was, step)) fields.add(`steps.${field}`);
  }
  const order = (content: PlanContent) => content.steps.map(({ position }) => position);
  if (!sameValue(order(before), order(after))) fields.add('steps');
  return [...fields].toSorted();
}

/** The same form with the same answers is saved once; with other answers it is another thing to save. */
function onceFor(ctx: Context, { formKey, planId, choices }: SavePlanInput, mine: PlanContent): Context {
  if (formKey === undefined || formKey === '') return ctx;
  const asked = JSON.stringify([formKey, planId, mine, choices?.version ?? null, [...(choices?.picked ?? [])]]);
  const requestHash = createHash('sha256').update(asked).digest('hex');
  return { ...ctx, idempotency: { key: `plan-${requestHash}`, requestHash } };
}
