import { aidPays } from '../catalogue/aid-pays.ts';
import type { Offer } from '../catalogue/offer.ts';
import type { Outcome, PathwayStep } from '../matching/result.ts';
import { openDayFrom, openDayUntil } from '../pathway/open-days.ts';
import { BRIDGE, type PathwayRule, type PathwayRules } from '../pathway/rules.ts';
import { addDays, laterDate, weekdayOf } from '../schedule/dates.ts';
import { collectDay } from './collect-day.ts';
import type { Funding, FundingSource, SourceNeed } from './funding.ts';
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
  /** The one that is under way or accepted, else the pathway's: `chooseBridge`. Null: none. */
  bridge: { offerIds: readonly string[]; from: string } | null;
  /** Whether the person has a licence of that category, or one that includes it. */
  holdsLicence(category: 'B' | 'AM'): Outcome;
  /** Offers of which the provider has said no: never proposed again. */
  refused: ReadonlySet<string>;
  /** Driving schools and other helps that this person can enter, best first. */
  helps: readonly { offerId: string; from: string }[];
  today: string;
};

/** What the bridge asks for first, then the bridge, one step an offer, then as the pathway is dated. */
export function proposeSteps(proposal: Proposal): PlanStep[] {
  const { offers } = proposal;
  const bridge = bridgeStep(proposal);
  const others = proposal.pathway.filter(({ step }) => step !== BRIDGE).map((one) => withoutRefused(one, proposal));
  const before = bridge === null ? [] : licencesFirst(bridge, proposal);
  const waitsUntil = before.reduce(
    (latest, { step, until }) => (step === 'licence' && until !== null ? laterDate(latest, until) : latest),
    '',
  );
  const carrying = bridge === null ? [] : [{ ...bridge, from: laterDate(bridge.from, waitsUntil) }];
  const isBefore = (one: Proposed) => before.some(({ offerId }) => offerId !== null && offerId === one.offerId);
  const steps = [...carrying, ...others.filter((one) => one !== null && !isBefore(one))].flatMap((one) => {
    if (one === null) return [];
    const ids = one.offerIds ?? (one.offerId === null ? [] : [one.offerId]);
    const named = ids.flatMap((id) => offers.get(id) ?? []);
    // Gone from the catalogue since the match: there is nothing to propose any more.
    if (ids.length > 0 && named.length === 0) return [];
    if (named.length === 0) return [stepOf(one, null, { costCents: null, per: 'once', sources: [] })];
    return named.map((offer) => stepOf(one, offer, fundingOf(one, offer, proposal)));
  });
  return [...before, ...steps].slice(0, PLAN_LIMITS.steps);
}

/** Until the person goes alone, where that is after its beginning. */
function bridgeStep({ bridge, pathway }: Proposal): Proposed | null {
  if (bridge === null) return null;
  const alone = pathway.find(({ step }) => step === 'autonomy')?.from ?? null;
  const { offerIds, from } = bridge;
  const until = alone !== null && alone > from ? alone : null;
  return { id: BRIDGE, step: 'bridge', offerId: offerIds[0] ?? null, offerIds, from, until, unlocks: [] };
}

/** The next best of the same sort in the place of one that was refused; none where there is none. */
function withoutRefused(one: Proposed, { offers, refused, helps }: Proposal): Proposed | null {
  const offer = one.offerId === null ? undefined : offers.get(one.offerId);
  if (offer === undefined || !refused.has(offer.id)) return one;
  const next = helps.find(({ offerId }) => {
    const other = offers.get(offerId);
    return other !== undefined && !refused.has(offerId) && isAlike(other, offer);
  });
  return next === undefined ? null : { ...one, offerId: next.offerId, from: next.from, until: null };
}

/** A school for the same licence, or a help of the same kind against one of the same barriers. */
function isAlike(a: Offer, b: Offer): boolean {
  if (a.kind === 'drivingLicence' && b.kind === 'drivingLicence') return a.details.category === b.details.category;
  if (a.kind !== b.kind || !('barriers' in a.details) || !('barriers' in b.details)) return false;
  const lifted: readonly string[] = b.details.barriers;
  return a.details.barriers.some((barrier) => lifted.includes(barrier));
}

/** Of each licence that the bridge asks for and the person does not surely have: a school for it, or a question to settle. */
function licencesFirst(bridge: Proposed, proposal: Proposal): PlanStep[] {
  const { offers, helps, refused, holdsLicence, today } = proposal;
  const asked = new Map<'B' | 'AM', Offer>();
  for (const id of bridge.offerIds ?? []) {
    const offer = offers.get(id);
    const category = offer && requiredLicence(offer);
    if (offer && category && !asked.has(category)) asked.set(category, offer);
  }
  return [...asked].flatMap(([category, offer]) => {
    const holds = holdsLicence(category);
    if (holds === 'met') return [];
    if (holds === 'unknown') return [licenceToSettle(offer, holds, bridge.from, today)];
    const school = helps.find(({ offerId }) => {
      const help = offers.get(offerId);
      return help?.kind === 'drivingLicence' && help.details.category === category && !refused.has(offerId);
    });
    const found = school && offers.get(school.offerId);
    if (!school || found?.kind !== 'drivingLicence') return [licenceToSettle(offer, holds, bridge.from, today)];
    const from = openDayFrom(found, school.from);
    const { durationWeeks } = found.details;
    const until =
      durationWeeks === null ? null : openDayUntil(found, from, addDays(from, Math.ceil(durationWeeks * 7)));
    const step: Proposed = { id: 'lightLicence', step: 'licence', offerId: found.id, from, until, unlocks: [] };
    return [stepOf(step, found, fundingOf(step, found, proposal))];
  });
}

/** Told of the vehicle's own offer: whether the person has the licence is settled before the vehicle is fetched. */
export function licenceToSettle(offer: Offer, holds: Outcome, bridgeFrom: string | null, today: string): PlanStep {
  const fetched = collectDay(offer, bridgeFrom, { today, holidays: new Set() });
  const needed = fetched === null || fetched === 'never' ? bridgeFrom : fetched.on;
  const eve = needed === null ? null : workingDayBefore(needed);
  const due = { from: null, until: eve === null || eve < today ? null : eve };
  const step = holds === 'unknown' ? 'licenceCheck' : 'licence';
  return { ...stepOf({ step, ...due }, offer, NOTHING_TO_PAY), title: null };
}

/** Offices are closed at weekends. */
function workingDayBefore(date: string): string {
  const before = addDays(date, -1);
  return weekdayOf(before) > 5 ? workingDayBefore(before) : before;
}

const NOTHING_TO_PAY: Funding = { costCents: null, per: 'once', sources: [] };

/** The licence that somebody drives that vehicle with. */
export const requiredLicence = ({ details }: { details: object }): 'B' | 'AM' | null =>
  'requiredLicence' in details && (details.requiredLicence === 'B' || details.requiredLicence === 'AM')
    ? details.requiredLicence
    : null;

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
const ACTOR_OF: Record<PathwayStep['step'] | 'licenceCheck', StepActor> = {
  licenceCheck: 'professional',
  bridge: 'provider',
  training: 'person',
  licence: 'person',
  repair: 'provider',
  purchase: 'person',
  funding: 'professional',
  autonomy: 'person',
};

function stepOf(
  { step, from, until }: { step: keyof typeof ACTOR_OF; from: string | null; until: string | null },
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
  // A mean month, told as everywhere: to the euro, never less than it is.
  return {
    costCents: kept(costPerMonthCents === null ? null : Math.ceil(costPerMonthCents / 100) * 100),
    per: 'month',
  };
}

function fundingOf(step: Proposed, offer: Offer, proposal: Proposal): Funding {
  const cost = costOf(offer, proposal.costPerMonthCents.get(offer.id) ?? null);
  if (offer.kind === 'financialAid' || cost.costCents === 0) return { ...cost, sources: [] };
  return { ...cost, sources: sourcesFor(cost, aidsFor(step, offer, proposal), offer) };
}

/** What says it pays for this very thing, as the pathway chose it first; then what may, which is asked. */
function aidsFor(step: Proposed, offer: Offer, { pathway, offers, aids, rules }: Proposal): FinancialAid[] {
  const fundings = rules.rules.filter((rule) => rule.step === 'funding');
  const paying = fundings.filter((rule) => rule.funds.includes(step.id));
  const chosen = pathway.filter(
    (one) => one.step === 'funding' && (one.unlocks.includes(step.id) || paying.some(({ id }) => id === one.id)),
  );
  const ids = new Set([...chosen.flatMap(({ offerId }) => offerId ?? []), ...aids]);
  const fitting = [...ids].flatMap((id) => {
    const aid = offers.get(id);
    if (aid?.kind !== 'financialAid') return [];
    const covered = aidPays(aid, offer);
    if (covered === 'no') return [];
    return covered === 'yes' || paying.some((rule) => lifts(rule, aid)) ? [aid] : [];
  });
  const sure = fitting.filter((aid) => isSure(aid, offer));
  // What nobody can promise is worth a question where nothing else is known, and only then.
  const asked = sure.length > 0 ? sure : fitting.slice(0, 1);
  // What is paid by the month is nobody's sum to fill up: one aid is asked for, a second is the human's idea.
  return step.step === BRIDGE ? asked.slice(0, 1) : asked;
}

/** Given, not lent, and for that. */
const isSure = (aid: FinancialAid, offer: Offer) => aidPays(aid, offer) === 'yes' && !aid.details.repayable;

/** As the pathway reads it: it lifts one of the rule's barriers, or all it lifts are general ones. */
function lifts(rule: Extract<PathwayRule, { step: 'funding' }>, { details }: FinancialAid): boolean {
  const { barriers } = details;
  if (barriers.some((barrier) => rule.lifts.includes(barrier))) return true;
  return barriers.length > 0 && barriers.every((barrier) => rule.general.includes(barrier));
}

/**
 * Each to be asked for, up to what is still to be paid. What a month costs is not held against an aid that is given once, nor
 * is anything counted on that nobody said it pays, or that is a loan: its most is told, and the amount left to whoever asks.
 */
function sourcesFor(
  { costCents, per }: Pick<Funding, 'costCents' | 'per'>,
  aids: readonly FinancialAid[],
  offer: Offer,
): FundingSource[] {
  let open = costCents;
  const sources: FundingSource[] = [];
  for (const aid of aids) {
    if (open === 0 || sources.length === PLAN_LIMITS.sourcesPerStep) break;
    const most = aid.details.amountCents;
    const isCounted = per === 'once' && most !== null && isSure(aid, offer);
    const amountCents = isCounted ? Math.min(most, open ?? most, PLAN_LIMITS.cents) : 0;
    if (open !== null) open -= amountCents;
    sources.push({
      funder: `${aid.provider.name} : ${aid.title}`.slice(0, PLAN_LIMITS.funder),
      amountCents,
      paperwork: '',
      status: 'toAsk',
      mostCents: amountCents === 0 && most !== null ? Math.min(most, PLAN_LIMITS.cents) : null,
      needs: needsOf(aid, offer, per),
    });
  }
  return sources;
}

function needsOf({ accessConditions, details }: FinancialAid, offer: Offer, per: Funding['per']): SourceNeed[] {
  const needs: [SourceNeed, boolean][] = [
    ['whatItPays', aidPays({ details }, offer) === 'unknown'],
    ['repay', details.repayable],
    ['referral', accessConditions.referralRequired],
    ['proof', accessConditions.statuses.length > 0],
    ['quote', per === 'once'],
  ];
  return needs.flatMap(([need, applies]) => (applies ? [need] : []));
}
