import { z } from 'zod';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { lockFile } from './held-file.ts';

const schema = z.object({ id: z.string().max(100), closed: z.boolean() });

/**
 * Ends the accompaniment, or takes it up again; a file that is so already stays as it is. Nothing is erased. Throws `forbidden`,
 * `notFound`.
 */
export async function setClosed({ ctx, input }: { ctx: Context; input: z.input<typeof schema> }): Promise<void> {
  requireScope(ctx, 'people:write');
  const { id, closed } = parseInput(schema, input);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await lockFile(stores, id);
    if (!(await stores.people.setClosed(id, closed))) return;
    await stores.audit.record({
      action: closed ? 'person.closed' : 'person.reopened',
      entity: 'beneficiary',
      entityId: id,
      fields: ['closedAt'],
    });
  });
}
