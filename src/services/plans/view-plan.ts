import type { Offer } from '../../domain/catalogue/offer.ts';
import { type FundingTotals, type LeftToPay, leftToPay, totalLeftToPay } from '../../domain/plan/funding.ts';
import type { PlanContent, PlanStep } from '../../domain/plan/plan.ts';
import { type ToBring, whatToBring } from '../../domain/plan/what-to-bring.ts';
import type { KeptStep, PlanOffer, PlanRecord, PlanReferral } from '../ports/plans.ts';
import type { Gazetteer } from '../ports.ts';
import { viewOffer } from '../view-offer.ts';
import { visitorOf } from '../visitor.ts';

export type StepOffer = {
  /** `gone`: archived since, or not to be read any more. The step stays. */
  state: 'offered' | 'gone';
  title: string | null;
  kind: Offer['kind'] | null;
  illustrative: boolean;
  provider: { name: string; phone: string | null; email: string | null } | null;
  bring: ToBring[];
};

export type PlanStepView = KeptStep & {
  offer: StepOffer | null;
  left: LeftToPay | null;
  referral: PlanReferral | null;
};

export type PlanView = Omit<PlanRecord, 'steps'> & {
  steps: PlanStepView[];
  totals: FundingTotals;
  /** Who changed it last, where the actor may know. */
  updatedByName: string | null;
};

export function viewPlan(
  record: PlanRecord,
  about: { offers: readonly PlanOffer[]; referrals: readonly PlanReferral[]; updatedByName: string | null },
): PlanView {
  const offers = new Map(about.offers.map((one) => [one.offer.id, one]));
  return {
    ...record,
    steps: record.steps.map((step) => ({
      ...step,
      offer: step.offerId === null ? null : viewStepOffer(offers.get(step.offerId)),
      left: leftToPay(step.funding),
      referral: referralOf(step, about.referrals),
    })),
    totals: totalLeftToPay(record.steps),
    updatedByName: about.updatedByName,
  };
}

export function viewStepOffer(found: PlanOffer | undefined): StepOffer {
  if (found === undefined) {
    return { state: 'gone', title: null, kind: null, illustrative: false, provider: null, bring: [] };
  }
  const { offer, archivedAt } = found;
  const { name, phone = null, email = null } = offer.provider;
  return {
    state: archivedAt === null ? 'offered' : 'gone',
    title: offer.title,
    kind: offer.kind,
    illustrative: offer.illustrative,
    provider: { name, phone, email },
    bring: whatToBring(offer),
  };
}

/** The one the step was linked to, else the newest to its offer. */
function referralOf(step: KeptStep, referrals: readonly PlanReferral[]): PlanReferral | null {
  const linked = referrals.find(({ id }) => id === step.referralId);
  return linked ?? referrals.find(({ offerId }) => offerId === step.offerId) ?? null;
}

/** What people write of it, without what the house adds. */
export function contentOf({ goal, note, status, steps }: PlanRecord): PlanContent {
  return { goal, note, status, steps: steps.map(writtenOf) };
}

function writtenOf(kept: KeptStep): PlanStep {
  const { position, step, offerId, title, actor, actorName, note, from, until, status, funding } = kept;
  return { position, step, offerId, title, actor, actorName, note, from, until, status, funding };
}

/**
 * An offer under the name that everybody may read: a plan is read by the person too, and its words are kept after the offer is
 * gone. What a natural person's title would tell is left out.
 */
export function publicOffer(offer: Offer, gazetteer: Gazetteer): Offer {
  const { title, provider } = viewOffer(visitorOf(''), offer, gazetteer);
  return { ...offer, title, provider };
}
