import type { Context } from '../context.ts';
import type { Team } from '../ports/intake.ts';

/** The teams of mobility advisers of the territory, with the number to call. For everybody. */
export async function listTeams({ ctx }: { ctx: Context }): Promise<Omit<Team, 'email'>[]> {
  const teams = await ctx.deps.database.transact(ctx.actor, ({ intake }) => intake.listTeams());
  return teams.map(({ id, name, phone }) => ({ id, name, phone }));
}
