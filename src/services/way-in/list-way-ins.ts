import { z } from 'zod';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { getFile } from '../people/held-file.ts';
import type { PersonFile } from '../ports/people.ts';
import type { GivenWayIn } from '../ports/way-ins.ts';

const schema = z.object({ personId: z.string().max(100) });

/** By which ways a person comes to their rides, for whoever holds the file. Throws `forbidden`, `notFound`. */
export async function listWayIns({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<{ file: PersonFile; wayIns: GivenWayIn[] }> {
  requireScope(ctx, 'people:read');
  const { personId } = parseInput(schema, input);
  return ctx.deps.database.transact(ctx.actor, async (stores) => ({
    file: await getFile(stores, personId),
    wayIns: await stores.wayIns.list(personId),
  }));
}
