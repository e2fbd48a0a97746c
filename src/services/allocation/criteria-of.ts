import type { AllocationCriteria } from '../../domain/allocation/criteria.ts';
import type { Context } from '../context.ts';

/** What the territory has published; for everybody. */
export async function getAllocationCriteria({ ctx }: { ctx: Context }): Promise<AllocationCriteria> {
  return (await ctx.deps.territory(ctx.actor.territoryId)).territory.rules.allocation;
}
