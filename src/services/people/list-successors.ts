import { type Context, requireScope } from '../context.ts';
import { type NamedColleague, namedColleagues } from './colleagues.ts';

/** To whom people can be handed over: those who are there, of one's own organisation first. Throws `forbidden`. */
export async function listSuccessors({ ctx }: { ctx: Context }): Promise<NamedColleague[]> {
  requireScope(ctx, 'people:transfer');
  const colleagues = await ctx.deps.database.transact(ctx.actor, namedColleagues);
  const own = (one: NamedColleague) => (one.organisationId === ctx.actor.organisationId ? 0 : 1);
  return colleagues
    .filter(({ present }) => present)
    .toSorted(
      (a, b) =>
        own(a) - own(b) ||
        a.organisationName.localeCompare(b.organisationName, 'fr') ||
        a.displayName.localeCompare(b.displayName, 'fr'),
    );
}
