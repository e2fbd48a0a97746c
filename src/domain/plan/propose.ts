import type { Offer } from '../catalogue/offer.ts';
import type { PathwayStep } from '../matching/result.ts';
import { BRIDGE, type PathwayRule, type PathwayRules } from '../pathway/rules.ts';
import type { Funding, FundingSource } from './funding.ts';
import { PLAN_LIMITS } from './limits.ts';
import type { PlanStep, StepActor } from './plan.ts';

/** What the engine proposes for somebody: the pathway of their match as steps with names, dates and money. A human edits it. */

type Proposed = Pick<PathwayStep, 'id' | 'step' | 'offerId' | 'offerIds' | 'from' | 'until' | 'unlocks'>;
type FinancialAid = Extract<Offer, { kind: 'financialAid' }>;

export type Proposal = {
  pathway: readonly Proposed[];
  /** The offers it names, and the financial aids that this person can have; those the public does not see in full by their public name. */
  offers: ReadonlyMap<string, Offer>;
  /** Of the ride offers, as the match reckoned it: cents a month. */
  costPerMonthCents: ReadonlyMap<string, number | null>;
  /** Aids that this person may have, best first. */
  aids: readonly string[];
  rules: PathwayRules;
};

/** The bridge first, one step an offer, then as the pathway is dated. */
export function proposeSteps(proposal: Proposal): PlanStep[] {
  const { pathway, offers } = proposal;
  const ordered = [...pathway.filter(({ step }) => step === BRIDGE), ...pathway.filter(({ step }) => step !== BRIDGE)];
  const steps = ordered.flatMap((one) => {
    const ids = one.offerIds ?? (one.offerId === null ? [] : [one.offerId]);
    const named = ids.flatMap((id) => offers.get(id) ?? []);
    // Gone from the catalogue since the match: there is nothing to propose any more.
    if (ids.length > 0 && named.length === 0) return [];
    if (named.length === 0) return [stepOf(one, null, { costCents: null, per: 'once', sources: [] })];
    return named.map((offer) => stepOf(one, offer, fundingOf(one, offer, proposal)));
  });
  return steps.slice(0, PLAN_LIMITS.steps);
}

/** One offer chosen by hand. */
export function stepOfOffer(offer: Offer, costPerMonthCents: number | null, from: string | null): PlanStep {
  const kind = STEP_OF_KIND[offer.kind] ?? 'bridge';
  const funding = { ...costOf(offer, costPerMonthCents), sources: [] };
  return stepOf({ step: kind, from: from ?? null, until: null }, offer, funding);
}

const STEP_OF_KIND: Partial<Record<Offer['kind'], PathwayStep['step']>> = {
  drivingLicence: 'licence',
  training: 'training',
  financialAid: 'funding',
  vehicleRepair: 'repair',
  vehicleSale: 'purchase',
};

/** Who takes the next step of such a kind; the human says otherwise where it is otherwise. */
const ACTOR_OF: Record<PathwayStep['step'], StepActor> = {
  bridge: 'provider',
  training: 'person',
  licence: 'person',
  repair: 'provider',
  purchase: 'person',
  funding: 'professional',
  autonomy: 'person',
};

function stepOf(
  { step, from, until }: { step: PathwayStep['step']; from: string | null; until: string | null },
  offer: Offer | null,
  funding: Funding,
): PlanStep {
  const actor = ACTOR_OF[step];
  return {
    position: null,
    step,
    offerId: offer?.id ?? null,
    title: offer === null ? null : offer.title.slice(0, PLAN_LIMITS.stepTitle),
    actor,
    actorName: actor === 'provider' && offer !== null ? offer.provider.name.slice(0, PLAN_LIMITS.actorName) : null,
    note: null,
    from,
    until: from !== null && until !== null && until < from ? null : until,
    status: 'todo',
    funding,
  };
}

function costOf(offer: Offer, costPerMonthCents: number | null): Pick<Funding, 'costCents' | 'per'> {
  const kept = (cents: number | null) => (cents === null ? null : Math.min(Math.ceil(cents), PLAN_LIMITS.cents));
  // An aid is money that comes in: applying for it costs nothing that a catalogue would tell.
  if (offer.kind === 'financialAid') return { costCents: null, per: 'once' };
  if ('costCents' in offer.details) return { costCents: kept(offer.details.costCents), per: 'once' };
  return { costCents: kept(costPerMonthCents), per: 'month' };
}

function fundingOf(step: Proposed, offer: Offer, proposal: Proposal): Funding {
  const cost = costOf(offer, proposal.costPerMonthCents.get(offer.id) ?? null);
  if (offer.kind === 'financialAid' || cost.costCents === 0) return { ...cost, sources: [] };
  return { ...cost, sources: sourcesFor(cost, aidsFor(step, proposal)) };
}

/** Those the pathway chose for this step, then others that the rules let pay for it. */
function aidsFor(step: Proposed, { pathway, offers, aids, rules }: Proposal): FinancialAid[] {
  const fundings = rules.rules.filter((rule) => rule.step === 'funding');
  const paying = fundings.filter((rule) => rule.funds.includes(step.id));
  const chosen = pathway.filter(
    (one) => one.step === 'funding' && (one.unlocks.includes(step.id) || paying.some(({ id }) => id === one.id)),
  );
  const ids = new Set([...chosen.flatMap(({ offerId }) => offerId ?? []), ...aids]);
  const isChosen = (id: string) => chosen.some(({ offerId }) => offerId === id);
  const fitting = [...ids].flatMap((id) => {
    const offer = offers.get(id);
    if (offer?.kind !== 'financialAid') return [];
    return isChosen(id) || paying.some((rule) => pays(rule, offer)) ? [offer] : [];
  });
  // What is paid by the month is nobody's sum to fill up: one aid is asked for, a second is the human's idea.
  return step.step === BRIDGE ? fitting.slice(0, Math.max(1, chosen.length)) : fitting;
}

/** As the pathway reads it: it lifts one of the rule's barriers, or all it lifts are general ones. */
function pays(rule: Extract<PathwayRule, { step: 'funding' }>, { details }: FinancialAid): boolean {
  const { barriers } = details;
  if (barriers.some((barrier) => rule.lifts.includes(barrier))) return true;
  return barriers.length > 0 && barriers.every((barrier) => rule.general.includes(barrier));
}

/**
 * Each to be asked for, up to what is still to be paid. What a month costs is not held against an aid that is given once: its
 * most is told, and the amount left to whoever asks.
 */
function sourcesFor(
  { costCents, per }: Pick<Funding, 'costCents' | 'per'>,
  aids: readonly FinancialAid[],
): FundingSource[] {
  let open = costCents;
  const sources: FundingSource[] = [];
  for (const aid of aids) {
    if (open === 0 || sources.length === PLAN_LIMITS.sourcesPerStep) break;
    const most = aid.details.amountCents;
    const amountCents = per === 'month' || most === null ? 0 : Math.min(most, open ?? most, PLAN_LIMITS.cents);
    if (open !== null) open -= amountCents;
    sources.push({
      funder: `${aid.provider.name} : ${aid.title}`.slice(0, PLAN_LIMITS.funder),
      amountCents,
      paperwork: paperworkOf(aid, per).slice(0, PLAN_LIMITS.paperwork),
      status: 'toAsk',
    });
  }
  return sources;
}

function paperworkOf({ accessConditions, details }: FinancialAid, per: Funding['per']): string {
  const { statuses, referralRequired } = accessConditions;
  const most = details.amountCents === null ? '' : `${Math.floor(details.amountCents / 100)} € au plus`;
  return [
    per === 'month' && most,
    referralRequired && 'demande par un professionnel',
    statuses.length > 0 && 'justificatif de situation',
    per === 'once' && 'devis',
  ]
    .filter(Boolean)
    .join(' ; ');
}
