import { z } from 'zod';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { PersonFile } from '../ports/people.ts';
import { getFile } from './held-file.ts';

const schema = z.object({ id: z.string().max(100) });

export type EverythingHeld = { file: PersonFile; readAt: string; tables: Record<string, unknown[]> };

/**
 * Everything that is kept of a person, table by table, to be handed to them (GDPR, article 15). That it was read is written down.
 * Throws `forbidden`, `notFound`.
 */
export async function readEverything({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<EverythingHeld> {
  requireScope(ctx, 'people:read');
  const { id } = parseInput(schema, input);
  const readAt = ctx.deps.clock.now().toString();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const file = await getFile(stores, id);
    const tables = await stores.people.readEverything(id);
    await stores.audit.record({
      action: 'person.exported',
      entity: 'beneficiary',
      entityId: id,
      fields: Object.keys(tables),
    });
    return { file, readAt, tables };
  });
}
