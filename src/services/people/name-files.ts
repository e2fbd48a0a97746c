import { z } from 'zod';
import type { Identity } from '../../domain/people/identity.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';

const schema = z.object({ ids: z.array(z.string().max(100)).max(500) });

export type NamedPerson = Pick<Identity, 'firstName' | 'lastName' | 'reference'> & { id: string };

/** Those of them that the actor holds, in that order; the others are as if they had not been asked for. Throws `forbidden`. */
export async function nameFiles({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<NamedPerson[]> {
  requireScope(ctx, 'people:read');
  const { ids } = parseInput(schema, input);
  return ctx.deps.database.transact(ctx.actor, async ({ people }) => {
    const named: NamedPerson[] = [];
    for (const id of new Set(ids)) {
      const file = await people.find(id);
      if (file === null) continue;
      const { firstName, lastName, reference } = file.identity;
      named.push({ id, firstName, lastName, reference });
    }
    return named;
  });
}
