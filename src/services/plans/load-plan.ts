import { ProblemError } from '../errors.ts';
import type { PlanPerson, PlanRecord } from '../ports/plans.ts';
import type { Stores } from '../ports.ts';
import { type PlanView, viewPlan } from './view-plan.ts';

/** One sentence for whoever does not exist, and for whom the actor may not see. */
export const noSuchPerson = () => new ProblemError('notFound', 'Ce dossier n’existe pas, ou plus.');
export const noSuchPlan = () => new ProblemError('notFound', 'Ce plan n’existe pas, ou plus.');

/** Throws `notFound`. */
export async function loadPerson({ plans }: Stores, personId: string): Promise<PlanPerson> {
  const person = await plans.findPerson(personId);
  if (person === null) throw noSuchPerson();
  return person;
}

/** That plan, of that person, to be worked on: kept from changing until the transaction ends. Throws `notFound`. */
export async function lockPlanOf(stores: Stores, { personId, planId }: { personId: string; planId: string }) {
  const person = await loadPerson(stores, personId);
  await stores.people.prolong(personId);
  const plan = await stores.plans.findAndLock(planId);
  if (plan === null || plan.beneficiaryId !== personId) throw noSuchPlan();
  return { person, plan };
}

export async function readView(stores: Stores, record: PlanRecord): Promise<PlanView> {
  const ids = [...new Set(record.steps.flatMap(({ offerId }) => offerId ?? []))];
  const [offers, referrals, member] = [
    await stores.plans.listOffers(ids),
    await stores.plans.listReferrals(record.beneficiaryId),
    record.updatedBy === null ? null : await stores.members.find(record.updatedBy),
  ];
  return viewPlan(record, { offers, referrals, updatedByName: member?.displayName ?? null });
}
