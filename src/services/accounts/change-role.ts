import { z } from 'zod';
import { ROLES } from '../../domain/accounts/roles.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { findManaged, requireManager } from './manage-members.ts';

const roleInput = z.object({
  memberId: z.string(),
  role: z.enum(ROLES, 'Choisissez un rôle.'),
  /** The role that the administrator has seen. */
  from: z.enum(ROLES),
});

/**
 * Gives a member another role, from their next request on. Throws `forbidden`, `notFound`, `invalid`, `conflict` when somebody
 * else changed it meanwhile.
 */
export async function changeRole({ ctx, input }: { ctx: Context; input: unknown }): Promise<void> {
  requireScope(ctx, 'members:manage');
  const { memberId, role, from } = parseInput(roleInput, input);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const me = await requireManager(ctx, stores);
    const member = await findManaged(me, stores, memberId);
    if (member.role === role) return;
    if (!(await stores.members.setRole(member.id, role, from))) {
      throw new ProblemError('conflict', 'Ce rôle a changé entre-temps, ou l’accès est fermé : rechargez la page.');
    }
    await stores.audit.record({
      action: 'member.roleChanged',
      entity: 'member',
      entityId: member.id,
      fields: ['role'],
    });
  });
}
