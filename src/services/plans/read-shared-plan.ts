import type { Funding } from '../../domain/plan/funding.ts';
import { type LeftToPay, leftToPay } from '../../domain/plan/funding.ts';
import type { StepActor, StepKind, StepStatus } from '../../domain/plan/plan.ts';
import type { Deps } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { KeptStep, PlanRecord } from '../ports/plans.ts';
import type { Gazetteer, Stores } from '../ports.ts';
import { type OfferView, viewOffer } from '../view-offer.ts';
import { visitorOf } from '../visitor.ts';
import { hashOfSecret, readPlanSecret } from './plan-link.ts';
import { type StepOffer, viewStepOffer } from './view-plan.ts';

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
  const { gazetteer } = await deps.territory(input.territoryId);
  const actor = visitorOf(input.territoryId, hashOfSecret(secret));
  return deps.database.transact(actor, async (stores) => {
    const record = await stores.plans.findShared();
    if (record === null) throw noSuchLink();
    return viewForPerson(stores, record, gazetteer);
  });
}

/**
 * What of a plan is for the person's eyes, the same on paper as under the link: the professional's own view of an offer is not
 * handed over, a driver who has not said yes has told their address to nobody.
 */
export async function viewForPerson(
  stores: Stores,
  { steps, updatedAt }: Pick<PlanRecord, 'steps' | 'updatedAt'>,
  gazetteer: Gazetteer,
): Promise<PersonPlanView> {
  const found = await stores.plans.listOffers([...new Set(steps.flatMap(({ offerId }) => offerId ?? []))]);
  const offers = new Map(found.map((one) => [one.offer.id, one]));
  const offerOf = ({ offerId }: KeptStep): PersonStep['offer'] => {
    if (offerId === null) return null;
    const one = offers.get(offerId);
    if (one === undefined || one.archivedAt !== null) return { ...viewStepOffer(undefined), view: null };
    const view = viewOffer(EVERYBODY, one.offer, gazetteer);
    const { title, provider } = view;
    return { ...viewStepOffer({ ...one, offer: { ...one.offer, title, provider } }), view };
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
        offer: offerOf(step),
      })),
  };
}
