import { standingsOf } from '../../domain/plan/bridge.ts';
import { joinSteps } from '../../domain/plan/join.ts';
import { PLAN_LIMITS } from '../../domain/plan/limits.ts';
import type { PlanStep } from '../../domain/plan/plan.ts';
import { licenceToSettle, requiredLicence, stepOfOffer } from '../../domain/plan/propose.ts';
import { sameValue } from '../../domain/plan/same-value.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { loadDiagnostic, noDiagnostic } from '../get-diagnostic.ts';
import { getMatches } from '../get-matches.ts';
import { loadPerson } from './load-plan.ts';
import { tooManySteps } from './propose-plan.ts';
import { contentOf, publicOffer } from './view-plan.ts';

export type AddPlanStepInput = {
  personId: string;
  offerId: string;
  /** Where the month's cost and the first day are known from. */
  diagnosticId: string | null;
};

/**
 * An offer as a step of the person's plan, which is made if there is none. An offer that is a step already stays the one it
 * is. Throws `forbidden`, `notFound`, `conflict` where the plan is full.
 */
export async function addPlanStep({
  ctx,
  input,
}: {
  ctx: Context;
  input: AddPlanStepInput;
}): Promise<{ planId: string; position: number; added: boolean }> {
  requireScope(ctx, 'plans:write');
  const { personId, offerId } = input;
  const result = await findResult(ctx, input);
  const match = result?.matches.find((one) => one.offerId === offerId);
  const { gazetteer, territory } = await ctx.deps.territory(ctx.actor.territoryId);

  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    await loadPerson(stores, personId);
    await stores.people.prolong(personId);
    await stores.plans.lockPerson(personId);
    const [found] = await stores.plans.listOffers([offerId]);
    if (found === undefined || found.archivedAt !== null) {
      throw new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
    }
    const offer = publicOffer(found.offer, gazetteer);
    const step = stepOfOffer(offer, match?.costPerMonthCents ?? null, match?.availableFrom ?? null);
    // A result that does not tell of this offer does not tell of the licence either: it is asked.
    const holds =
      match === undefined ? 'unknown' : (match.criteria.find(({ code }) => code === 'licence')?.outcome ?? 'met');
    const isAsked = result !== null && requiredLicence(offer) !== null && holds !== 'met';
    const today = dateAt(ctx.deps.clock.now(), territory.timeZone);
    const added = isAsked ? [licenceToSettle(offer, holds, step.from, today), step] : [step];
    const audit = (planId: string) =>
      stores.audit.record({ action: 'plan.stepAdded', entity: 'actionPlan', entityId: planId, fields: ['steps'] });

    const newest = await stores.plans.findNewest(personId);
    if (newest === null || newest.status === 'closed') {
      const planId = ctx.deps.ids.next('pla');
      const { diagnosticId } = input;
      const content = { goal: null, note: null, status: 'draft' as const, steps: added };
      await stores.plans.insert({
        id: planId,
        beneficiaryId: personId,
        diagnosticId,
        createdBy: ctx.actor.id,
        content,
      });
      await audit(planId);
      return { planId, position: added.length - 1, added: true };
    }
    const plan = await stores.plans.findAndLock(newest.id);
    if (plan === null) throw new ProblemError('notFound', 'Ce plan n’existe pas, ou plus.');
    const before = contentOf(plan);
    // One bridge: what has come further takes its place, what goes with it stands beside, any other is a possibility.
    const standings = standingsOf(await stores.plans.listReferrals(personId));
    const isIt = (one: PlanStep) => one.offerId === offerId && (one.step === step.step || CARRYING.has(one.step));
    // Asked for by hand: what was dropped comes back.
    const standing = before.steps.map((one): PlanStep => {
      if (!isIt(one) || one.status !== 'dropped') return one;
      return { ...one, status: 'todo', step: one.step === 'bridge' ? 'alternative' : one.step };
    });
    const steps = joinSteps(standing, added, { standings, bundles: result?.bundles ?? [] });
    const there = plan.steps.find(isIt);
    if (there && sameValue(before.steps, steps)) return { planId: plan.id, position: there.position, added: false };
    if (steps.length > PLAN_LIMITS.steps) throw tooManySteps();
    const content = { ...before, steps };
    await stores.plans.save(plan, { content, updatedBy: ctx.actor.id });
    await audit(plan.id);
    const made = steps.filter(({ position }) => position === null).findIndex(isIt);
    return { planId: plan.id, position: there?.position ?? plan.stepsMade + made, added: there === undefined };
  });
}

const CARRYING: ReadonlySet<string> = new Set(['bridge', 'alternative']);

async function findResult(ctx: Context, { personId, diagnosticId }: AddPlanStepInput) {
  if (diagnosticId === null) return null;
  const record = await ctx.deps.database.transact(ctx.actor, (stores) => loadDiagnostic(ctx, stores, diagnosticId));
  if (record.beneficiaryId !== personId) throw noDiagnostic();
  return getMatches({ ctx, input: { diagnosticId } });
}
