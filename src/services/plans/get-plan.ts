import { type Context, requireScope } from '../context.ts';
import type { PlanDiagnostic, PlanPerson } from '../ports/plans.ts';
import { loadPerson, readView } from './load-plan.ts';
import type { PlanView } from './view-plan.ts';

export type PersonPlan = {
  person: PlanPerson;
  /** The newest; null where none was ever made. */
  plan: PlanView | null;
  diagnostics: PlanDiagnostic[];
};

/** A person's action plan. Throws `forbidden`, `notFound`. */
export async function getPlan({ ctx, input }: { ctx: Context; input: { personId: string } }): Promise<PersonPlan> {
  requireScope(ctx, 'people:read');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const person = await loadPerson(stores, input.personId);
    const record = await stores.plans.findNewest(input.personId);
    return {
      person,
      plan: record && (await readView(ctx, stores, record)),
      diagnostics: await stores.plans.listDiagnostics(input.personId),
    };
  });
}
