import { freshnessDays } from '../../domain/catalogue/freshness.ts';
import { type Context, requireScope } from '../context.ts';
import { groundOf } from '../ground.ts';
import type { KindCount } from '../ports/catalogue.ts';

/** How many offers of each kind there are, by how long ago they were confirmed. Throws `forbidden`. */
export async function countOffers({ ctx }: { ctx: Context }): Promise<KindCount[]> {
  requireScope(ctx, 'offers:write');
  const { today, ground } = await groundOf(ctx);
  const days = freshnessDays(today, ground.territory.rules.freshness);
  return ctx.deps.database.transact(ctx.actor, ({ catalogue }) => catalogue.countKinds(days));
}
