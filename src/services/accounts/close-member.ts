import type { Context } from '../context.ts';
import { findManaged, requireManager } from './manage-members.ts';

/**
 * Ends somebody's access, or takes an invitation back, from the next request on. What they wrote stays. Once closed is closed:
 * twice changes nothing. Throws `forbidden`, `notFound`.
 */
export function closeMember({ ctx, input }: { ctx: Context; input: { memberId: string } }): Promise<void> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const me = await requireManager(ctx, stores);
    const { id } = await findManaged(me, stores, input.memberId);
    if (!(await stores.members.close(id))) return;
    await stores.audit.record({ action: 'member.closed', entity: 'member', entityId: id, fields: ['closedAt'] });
  });
}
