import type { Offer } from '../../domain/catalogue/offer.ts';
import { licence } from '../../domain/matching/ability.ts';
import type { MatchingFacts } from '../../domain/matching/facts.ts';
import { DEFAULT_PATHWAY_RULES } from '../../domain/pathway/default-rules.ts';
import { carries, chooseBridge, type Standing, standingsOf } from '../../domain/plan/bridge.ts';
import { type JoinAbout, joinSteps } from '../../domain/plan/join.ts';
import { PLAN_LIMITS } from '../../domain/plan/limits.ts';
import type { PlanStep } from '../../domain/plan/plan.ts';
import { type Proposal, proposeSteps } from '../../domain/plan/propose.ts';
import { sameValue } from '../../domain/plan/same-value.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { loadDiagnostic, noDiagnostic } from '../get-diagnostic.ts';
import { getMatches, type Matches } from '../get-matches.ts';
import { factsOfRecord } from '../match-offers.ts';
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
  const ready = diagnosticId === null ? null : await readyMatches(ctx, { personId, diagnosticId });

  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    await loadPerson(stores, personId);
    await stores.people.prolong(personId);
    await stores.plans.lockPerson(personId);
    const referrals = await stores.plans.listReferrals(personId);
    const about = { standings: standingsOf(referrals), bundles: ready?.matches.bundles ?? [] };
    const steps = ready === null ? [] : proposeSteps(await proposalFrom(ctx, stores, ready, about.standings));
    return writeProposal(ctx, stores, { personId, diagnosticId, steps, about });
  });
}

type Ready = { matches: Matches; facts: MatchingFacts };

async function readyMatches(ctx: Context, input: { personId: string; diagnosticId: string }): Promise<Ready> {
  const { personId, diagnosticId } = input;
  const record = await ctx.deps.database.transact(ctx.actor, (stores) => loadDiagnostic(ctx, stores, diagnosticId));
  if (record.beneficiaryId !== personId) throw noDiagnostic();
  const matches = await getMatches({ ctx, input: { diagnosticId } });
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  if (matches.status === 'ready') return { matches, facts: factsOfRecord(ctx, handle, record) };
  throw new ProblemError(
    'conflict',
    'Le résultat de ce diagnostic n’est pas encore là : attendez quelques secondes, puis recommencez.',
  );
}

/** Of a sort of help, so many are looked at when the first was refused. */
const HELPS_READ = 60;

/** The pathway with what became of the referrals, and the offers that both name. */
async function proposalFrom(
  ctx: Context,
  stores: Stores,
  { matches, facts }: Ready,
  standings: ReadonlyMap<string, Standing>,
): Promise<Proposal> {
  const { gazetteer, territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const ranked = matches.matches.filter(({ verdict }) => verdict !== 'impossible').sort((a, b) => a.rank - b.rank);
  const aids = ranked.filter(({ kind }) => kind === 'financialAid').map(({ offerId }) => offerId);
  const rides = ranked.filter(carries).map(({ offerId }) => offerId);
  const helps = ranked.filter((one) => !carries(one) && one.kind !== 'financialAid').slice(0, HELPS_READ);
  const [referred, bundled] = [[...standings.keys()], matches.bundles.flatMap(({ offerIds }) => offerIds)];
  const offers = await listOffered(stores, [
    ...matches.pathway.flatMap(({ offerId, offerIds }) => offerIds ?? offerId ?? []),
    ...aids,
    ...helps.map(({ offerId }) => offerId),
    ...bundled,
    ...rides.slice(0, HELPS_READ),
    ...referred,
  ]);
  const named = new Map(offers.map((offer) => [offer.id, publicOffer(offer, gazetteer)] as const));
  const isThere = (id: string) => named.has(id);
  const referredRides = referred.filter((id) => !rides.includes(id) && carries(named.get(id) ?? { kind: 'training' }));
  const today = dateAt(ctx.deps.clock.now(), territory.timeZone);
  const holds = (category: 'B' | 'AM') => licence(facts, category, territory.rules)[0]?.outcome ?? 'unknown';
  return {
    pathway: matches.pathway,
    offers: named,
    costPerMonthCents: new Map(matches.matches.map((match) => [match.offerId, match.costPerMonthCents] as const)),
    aids,
    rules: territory.rules.pathway ?? DEFAULT_PATHWAY_RULES,
    bridge: chooseBridge({
      pathway: matches.pathway,
      bundles: matches.bundles.filter(({ offerIds }) => offerIds.every(isThere)),
      standings,
      rides: [...rides, ...referredRides].filter(isThere),
      startsOn: facts.startsOn,
      availableFrom: new Map(matches.matches.map((match) => [match.offerId, match.availableFrom] as const)),
    }),
    holdsLicence: holds,
    refused: new Set([...standings].flatMap(([id, standing]) => (standing === 'refused' ? [id] : []))),
    helps: helps.map(({ offerId, availableFrom }) => ({ offerId, from: availableFrom })),
    today,
  };
}

async function listOffered(stores: Stores, ids: readonly string[]): Promise<Offer[]> {
  const found = await stores.plans.listOffers([...new Set(ids)]);
  return found.filter(({ archivedAt }) => archivedAt === null).map(({ offer }) => offer);
}

async function writeProposal(
  ctx: Context,
  stores: Stores,
  {
    personId,
    diagnosticId,
    steps,
    about,
  }: { personId: string; diagnosticId: string | null; steps: PlanStep[]; about: JoinAbout },
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
  const before = contentOf(plan);
  const content = { ...before, steps: joinSteps(before.steps, steps, about) };
  if (sameValue(before.steps, content.steps)) return { planId: plan.id };
  if (content.steps.length > PLAN_LIMITS.steps) throw tooManySteps();
  const from = diagnosticId === null ? {} : { diagnosticId };
  await stores.plans.save(plan, { content, updatedBy: ctx.actor.id, ...from });
  await record(['steps'], plan.id);
  return { planId: plan.id };
}

export const tooManySteps = () =>
  new ProblemError('conflict', `Un plan a ${PLAN_LIMITS.steps} étapes au plus : retirez-en avant d’en ajouter.`);
