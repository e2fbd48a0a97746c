import type { Context } from '../context.ts';
import type { Member, Organisation } from '../ports/accounts.ts';
import { mayManage, requireManager } from './manage-members.ts';

export type Team = { me: Member; members: readonly Member[]; organisations: readonly Organisation[] };

/** Every member and organisation that this administrator keeps. Throws `forbidden`. */
export function listTeam({ ctx }: { ctx: Context }): Promise<Team> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const me = await requireManager(ctx, stores);
    const members = (await stores.members.list()).filter((one) => mayManage(me, one));
    const organisations = (await stores.members.listOrganisations()).filter((one) => mayManage(me, one));
    return { me, members, organisations };
  });
}
