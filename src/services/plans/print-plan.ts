import { type Context, requireScope } from '../context.ts';
import type { PlanPerson } from '../ports/plans.ts';
import { daysKnown, loadPerson, noSuchPlan, readView } from './load-plan.ts';
import { type PersonPlanView, viewForPerson } from './read-shared-plan.ts';
import type { PlanView } from './view-plan.ts';

export type PrintedPlan = { person: PlanPerson; plan: PlanView; forPerson: PersonPlanView };

/** What goes on paper: the steps as the person reads them, and the funding plan. Throws `forbidden`, `notFound`. */
export async function printPlan({ ctx, input }: { ctx: Context; input: { personId: string } }): Promise<PrintedPlan> {
  requireScope(ctx, 'people:read');
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const person = await loadPerson(stores, input.personId);
    const record = await stores.plans.findNewest(input.personId);
    if (record === null) throw noSuchPlan();
    const { gazetteer } = handle;
    const referrals = await stores.plans.listReferrals(input.personId);
    const plan = await readView(ctx, stores, record);
    return {
      person,
      plan,
      forPerson: await viewForPerson(stores, record, { gazetteer, days: daysKnown(ctx.deps, handle), referrals }),
    };
  });
}
