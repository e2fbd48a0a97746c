import type { Collecting, DaysKnown } from '../../domain/plan/collect-day.ts';
import type { Funding } from '../../domain/plan/funding.ts';
import { type LeftToPay, leftToPay } from '../../domain/plan/funding.ts';
import type { StepActor, StepKind, StepStatus } from '../../domain/plan/plan.ts';
import { requiredLicence } from '../../domain/plan/propose.ts';
import type { Deps } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { KeptStep, PlanRecord, PlanReferral } from '../ports/plans.ts';
import type { Gazetteer, Stores } from '../ports.ts';
import { type OfferView, viewOffer } from '../view-offer.ts';
import { visitorOf } from '../visitor.ts';
import { daysKnown } from './load-plan.ts';
import { hashOfSecret, readPlanSecret } from './plan-link.ts';
import { collectOf, referralOf, type StepOffer, viewStepOffer } from './view-plan.ts';

/** A step as the person reads it: nothing of the file, and of a natural person's offer what the public may know. */
export type PersonStep = {
  position: number;
  step: StepKind;
  /** As the professional wrote it, or the offer's title: in French. */
  title: string | null;
  actor: StepActor | null;
  /** Of a provider, or of somebody else; never the professional's, whose name would tell the structure. */
  actorName: string | null;
  note: string | null;
  from: string | null;
  until: string | null;
  status: StepStatus;
  left: LeftToPay | null;
  per: Funding['per'];
  /** Where its referral is, as far as whoever reads may know: under the link nobody sees referrals. */
  referral: 'sent' | 'accepted' | 'started' | null;
  /** As the provider wrote it. */
  appointment: string | null;
  collect: Collecting | 'never' | null;
  /** The licence that its offer asks for. */
  licence: 'B' | 'AM' | null;
  offer: (StepOffer & { view: OfferView | null }) | null;
};

const EVERYBODY = visitorOf('');

/** Steps that are not dropped, in their order. */
export type PersonPlanView = { steps: PersonStep[]; updatedAt: string };

/** Of a link unknown, revoked or past its day alike. */
const noSuchLink = () => new ProblemError('notFound', 'Ce lien n’existe pas, ou plus.');

/** The plan behind a link, without an account. Changes and consumes nothing. Throws `notFound`. */
export async function readSharedPlan({
  deps,
  input,
}: {
  deps: Deps;
  input: { territoryId: string; secret: string };
}): Promise<PersonPlanView> {
  const secret = readPlanSecret(input.secret);
  if (secret === null) throw noSuchLink();
  const handle = await deps.territory(input.territoryId);
  const { gazetteer } = handle;
  const actor = visitorOf(input.territoryId, hashOfSecret(secret));
  return deps.database.transact(actor, async (stores) => {
    const record = await stores.plans.findShared();
    if (record === null) throw noSuchLink();
    return viewForPerson(stores, record, { gazetteer, days: daysKnown(deps, handle), referrals: [] });
  });
}

/**
 * What of a plan is for the person's eyes, the same on paper as under the link: the professional's own view of an offer is not
 * handed over, a driver who has not said yes has told their address to nobody.
 */
export async function viewForPerson(
  stores: Stores,
  { steps, updatedAt }: Pick<PlanRecord, 'steps' | 'updatedAt'>,
  { gazetteer, days, referrals }: { gazetteer: Gazetteer; days: DaysKnown; referrals: readonly PlanReferral[] },
): Promise<PersonPlanView> {
  const found = await stores.plans.listOffers([...new Set(steps.flatMap(({ offerId }) => offerId ?? []))]);
  const offers = new Map(found.map((one) => [one.offer.id, one]));
  const offerOf = (step: KeptStep): PersonStep['offer'] => {
    const { offerId } = step;
    if (offerId === null) return null;
    const one = offers.get(offerId);
    if (one === undefined || one.archivedAt !== null) return { ...viewStepOffer(undefined), view: null };
    const view = viewOffer(EVERYBODY, one.offer, gazetteer);
    const { title, provider } = view;
    return { ...viewStepOffer({ ...one, offer: { ...one.offer, title, provider } }, saidYes(step)), view };
  };
  /** A driver's number is told once they said yes, and no sooner. */
  const saidYes = (step: KeptStep) => {
    const referral = referralOf(step, referrals);
    return referral?.status === 'accepted' || referral?.status === 'started' ? referral : null;
  };
  const offeredFor = ({ offerId }: KeptStep) => {
    const found = offerId === null ? undefined : offers.get(offerId);
    return found === undefined || found.archivedAt !== null ? null : found;
  };
  const moreOf = (step: KeptStep) => {
    const [referral, found] = [referralOf(step, referrals), offeredFor(step)];
    const status = referral?.status;
    return {
      referral: status === 'sent' || status === 'accepted' || status === 'started' ? status : null,
      appointment: saidYes(step)?.appointment ?? null,
      collect: found && collectOf(step, found, referral, days),
      licence: found && requiredLicence(found.offer),
    };
  };
  return {
    updatedAt,
    steps: steps
      .filter(({ status }) => status !== 'dropped')
      .map((step) => ({
        position: step.position,
        step: step.step,
        title: step.title,
        actor: step.actor,
        actorName: step.actor === 'provider' || step.actor === 'other' ? step.actorName : null,
        note: step.note,
        from: step.from,
        until: step.until,
        status: step.status,
        left: leftToPay(step.funding),
        per: step.funding.per,
        ...moreOf(step),
        offer: offerOf(step),
      })),
  };
}
