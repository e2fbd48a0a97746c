import type { DaysKnown } from '../../domain/plan/collect-day.ts';
import { addDays, dateAt } from '../../domain/schedule/dates.ts';
import { publicHolidays } from '../../domain/schedule/holidays.ts';
import type { Context, Deps, TerritoryHandle } from '../context.ts';
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

/** Today there, and the public holidays of the year around. */
export function daysKnown(deps: Pick<Deps, 'clock'>, { territory }: Pick<TerritoryHandle, 'territory'>): DaysKnown {
  const today = dateAt(deps.clock.now(), territory.timeZone);
  return { today, holidays: publicHolidays(today, addDays(today, 366), territory.holidays) };
}

export async function readView(ctx: Context, stores: Stores, record: PlanRecord): Promise<PlanView> {
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const referrals = await stores.plans.listReferrals(record.beneficiaryId);
  const ids = [...record.steps, ...referrals].flatMap(({ offerId }) => offerId ?? []);
  const [offers, member] = [
    await stores.plans.listOffers([...new Set(ids)]),
    record.updatedBy === null ? null : await stores.members.find(record.updatedBy),
  ];
  return viewPlan(record, {
    offers,
    referrals,
    updatedByName: member?.displayName ?? null,
    days: daysKnown(ctx.deps, handle),
  });
}
