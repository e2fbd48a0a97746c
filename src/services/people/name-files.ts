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
    const identities = await people.listIdentities(ids);
    return [...new Set(ids)].flatMap((id) => {
      const identity = identities.get(id);
      if (!identity) return [];
      const { firstName, lastName, reference } = identity;
      return [{ id, firstName, lastName, reference }];
    });
  });
}
