import { z } from 'zod';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { lockFile } from '../people/held-file.ts';

/** `wayInId` null: all of them, of a telephone that was stolen. */
const schema = z.object({ personId: z.string().max(100), wayInId: z.string().max(100).nullable() });

/** A device or a code lets nobody in from now on. Twice is once. Throws `forbidden`, `notFound` for another's file. */
export async function revokeWayIn({ ctx, input }: { ctx: Context; input: z.input<typeof schema> }): Promise<void> {
  requireScope(ctx, 'people:write');
  const { personId, wayInId } = parseInput(schema, input);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await lockFile(stores, personId);
    const ended = await stores.wayIns.revoke(personId, wayInId === null ? {} : { id: wayInId });
    if (ended.length === 0) return;
    await stores.audit.record({
      action: 'wayIn.revoked',
      entity: 'beneficiary',
      entityId: personId,
      fields: ['revokedAt'],
    });
  });
}
