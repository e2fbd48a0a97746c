import type { Offer } from '../../domain/catalogue/offer.ts';
import { DEFAULT_PATHWAY_RULES } from '../../domain/pathway/default-rules.ts';
import { PLAN_LIMITS } from '../../domain/plan/limits.ts';
import type { PlanStep } from '../../domain/plan/plan.ts';
import { proposeSteps } from '../../domain/plan/propose.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { loadDiagnostic, noDiagnostic } from '../get-diagnostic.ts';
import { getMatches, type Matches } from '../get-matches.ts';
import type { Stores } from '../ports.ts';
import { loadPerson } from './load-plan.ts';
import { contentOf, publicOffer } from './view-plan.ts';

export type ProposePlanInput = {
  personId: string;
  /** Whose result is turned into steps; without it the plan begins empty. */
  diagnosticId: string | null;
};

/**
 * A draft that a human edits. Where the person has a plan that is not closed, what it does not hold yet is added at its end:
 * asked for twice, it is proposed once. Throws `forbidden`, `notFound`, `conflict` while the result is not ready.
 */
export async function proposePlan({
  ctx,
  input,
}: {
  ctx: Context;
  input: ProposePlanInput;
}): Promise<{ planId: string }> {
  requireScope(ctx, 'plans:write');
  const { personId, diagnosticId } = input;
  const matches = diagnosticId === null ? null : await readyMatches(ctx, { personId, diagnosticId });
  const { gazetteer, territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const rules = territory.rules.pathway ?? DEFAULT_PATHWAY_RULES;

  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    await loadPerson(stores, personId);
    await stores.plans.lockPerson(personId);
    const steps: PlanStep[] = [];
    if (matches !== null) {
      const aids = matches.matches
        .filter(({ kind, verdict }) => kind === 'financialAid' && verdict !== 'impossible')
        .sort((a, b) => a.rank - b.rank)
        .map(({ offerId }) => offerId);
      const offers = await listOffered(stores, [
        ...matches.pathway.flatMap(({ offerId, offerIds }) => offerIds ?? offerId ?? []),
        ...aids,
      ]);
      const named = offers.map((offer) => [offer.id, publicOffer(offer, gazetteer)] as const);
      const costs = matches.matches.map((match) => [match.offerId, match.costPerMonthCents] as const);
      const proposal = {
        pathway: matches.pathway,
        offers: new Map(named),
        costPerMonthCents: new Map(costs),
        aids,
        rules,
      };
      steps.push(...proposeSteps(proposal));
    }
    return writeProposal(ctx, stores, { personId, diagnosticId, steps });
  });
}

async function readyMatches(ctx: Context, input: { personId: string; diagnosticId: string }): Promise<Matches> {
  const { personId, diagnosticId } = input;
  const record = await ctx.deps.database.transact(ctx.actor, (stores) => loadDiagnostic(ctx, stores, diagnosticId));
  if (record.beneficiaryId !== personId) throw noDiagnostic();
  const matches = await getMatches({ ctx, input: { diagnosticId } });
  if (matches.status === 'ready') return matches;
  throw new ProblemError(
    'conflict',
    'Le résultat de ce diagnostic n’est pas encore là : attendez quelques secondes, puis recommencez.',
  );
}

async function listOffered(stores: Stores, ids: readonly string[]): Promise<Offer[]> {
  const found = await stores.plans.listOffers([...new Set(ids)]);
  return found.filter(({ archivedAt }) => archivedAt === null).map(({ offer }) => offer);
}

async function writeProposal(
  ctx: Context,
  stores: Stores,
  { personId, diagnosticId, steps }: { personId: string; diagnosticId: string | null; steps: PlanStep[] },
): Promise<{ planId: string }> {
  const record = (fields: readonly string[], planId: string) =>
    stores.audit.record({ action: 'plan.proposed', entity: 'actionPlan', entityId: planId, fields });
  const newest = await stores.plans.findNewest(personId);
  if (newest === null || newest.status === 'closed') {
    const planId = ctx.deps.ids.next('pla');
    const content = { goal: null, note: null, status: 'draft' as const, steps };
    await stores.plans.insert({ id: planId, beneficiaryId: personId, diagnosticId, createdBy: ctx.actor.id, content });
    await record(['status', 'steps'], planId);
    return { planId };
  }
  const plan = await stores.plans.findAndLock(newest.id);
  if (plan === null) throw new ProblemError('notFound', 'Ce plan n’existe pas, ou plus.');
  const added = steps.filter((step) => !plan.steps.some((one) => isSameStep(one, step)));
  if (added.length === 0) return { planId: plan.id };
  const before = contentOf(plan);
  const content = { ...before, steps: inserted(before.steps, added) };
  if (content.steps.length > PLAN_LIMITS.steps) throw tooManySteps();
  const from = diagnosticId === null ? {} : { diagnosticId };
  await stores.plans.save(plan, { content, updatedBy: ctx.actor.id, ...from });
  await record(['steps'], plan.id);
  return { planId: plan.id };
}

/** Going alone stays the end of the plan. */
function inserted(steps: readonly PlanStep[], added: readonly PlanStep[]): PlanStep[] {
  const end = steps.findIndex(({ step }) => step === 'autonomy');
  return end === -1 ? [...steps, ...added] : steps.toSpliced(end, 0, ...added);
}

const isSameStep = (a: PlanStep, b: PlanStep) => a.step === b.step && a.offerId === b.offerId;

export const tooManySteps = () =>
  new ProblemError('conflict', `Un plan a ${PLAN_LIMITS.steps} étapes au plus : retirez-en avant d’en ajouter.`);
