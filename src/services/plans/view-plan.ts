import type { Offer } from '../../domain/catalogue/offer.ts';
import { carries, standingsOf } from '../../domain/plan/bridge.ts';
import { type Collecting, collectDay, type DaysKnown } from '../../domain/plan/collect-day.ts';
import { type FundingTotals, type LeftToPay, leftToPay, totalLeftToPay } from '../../domain/plan/funding.ts';
import type { PlanContent, PlanStep } from '../../domain/plan/plan.ts';
import { requiredLicence } from '../../domain/plan/propose.ts';
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
  /** When to fetch the vehicle; null where there is none to fetch, or not any more. */
  collect: Collecting | 'never' | null;
  /** The licence that its offer asks for. */
  licence: 'B' | 'AM' | null;
};

export type PlanView = Omit<PlanRecord, 'steps'> & {
  steps: PlanStepView[];
  totals: FundingTotals;
  /** Who changed it last, where the actor may know. */
  updatedByName: string | null;
  /** What was accepted or has begun, and is no step of it yet. */
  aside: { offerId: string; title: string; provider: string; status: 'accepted' | 'started'; carries: boolean }[];
};

export function viewPlan(
  record: PlanRecord,
  about: {
    offers: readonly PlanOffer[];
    referrals: readonly PlanReferral[];
    updatedByName: string | null;
    days: DaysKnown;
  },
): PlanView {
  const offers = new Map(about.offers.map((one) => [one.offer.id, one]));
  return {
    ...record,
    steps: record.steps.map((step) => {
      const found = step.offerId === null ? undefined : offers.get(step.offerId);
      const referral = referralOf(step, about.referrals);
      return {
        ...step,
        offer: step.offerId === null ? null : viewStepOffer(found, referral),
        left: leftToPay(step.funding),
        referral,
        collect: found ? collectOf(step, found, referral, about.days) : null,
        licence: found ? requiredLicence(found.offer) : null,
      };
    }),
    aside: asideOf(record, about.referrals, offers),
    totals: totalLeftToPay(record.steps),
    updatedByName: about.updatedByName,
  };
}

/** Not where it is fetched already, nor where the provider has named a time of its own. */
export function collectOf(
  { step, status, from }: KeptStep,
  { offer }: PlanOffer,
  referral: PlanReferral | null,
  days: DaysKnown,
): Collecting | 'never' | null {
  const isToFetch = (step === 'bridge' || step === 'alternative') && status === 'todo';
  if (!isToFetch || referral?.status === 'started' || referral?.appointment) return null;
  return collectDay(offer, from, days);
}

function asideOf(
  { steps }: PlanRecord,
  referrals: readonly PlanReferral[],
  offers: ReadonlyMap<string, PlanOffer>,
): PlanView['aside'] {
  const standings = standingsOf(referrals);
  return [...standings].flatMap(([offerId, status]) => {
    const found = offers.get(offerId);
    if ((status !== 'accepted' && status !== 'started') || found === undefined || found.archivedAt !== null) return [];
    const isBridge = carries(found.offer);
    const isThere = steps.some(
      (one) => one.offerId === offerId && one.status !== 'dropped' && !(isBridge && one.step === 'alternative'),
    );
    if (isThere) return [];
    const { title, provider } = found.offer;
    return [{ offerId, title, provider: provider.name, status, carries: isBridge }];
  });
}

export function viewStepOffer(found: PlanOffer | undefined, referral: PlanReferral | null = null): StepOffer {
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
    // Who said yes may be called: at its own number, else at its organisation's.
    provider: { name, phone: phone ?? referral?.provider?.phone ?? null, email },
    bring: whatToBring(offer),
  };
}

/** The one the step was linked to, else the newest to its offer. */
export function referralOf(step: KeptStep, referrals: readonly PlanReferral[]): PlanReferral | null {
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
