import { z } from 'zod';
import { schemeStatusSchema } from '../../domain/people/schemes.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { transactOnce } from '../transact-once.ts';
import { lockFile, noSuchFile } from './held-file.ts';

const person = z.object({ id: z.string().max(100) });
const keepSchema = person.extend({ schemeId: z.string().max(100).optional(), status: z.unknown() });
const removeSchema = person.extend({ schemeId: z.string().max(100) });

/**
 * Where the person stands in another scheme: a new reference, or with `schemeId` the one that there is. Throws `forbidden`,
 * `notFound`, `invalid` (paths are those of the status), `conflict` (idempotency key).
 */
export async function keepScheme({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof keepSchema>;
}): Promise<{ id: string }> {
  requireScope(ctx, 'people:write');
  const { id, schemeId, status: given } = parseInput(keepSchema, input);
  const status = parseInput(schemeStatusSchema, given);
  return transactOnce(ctx, {
    async effect(stores) {
      await lockFile(stores, id);
      const kept = schemeId ?? ctx.deps.ids.next('sch');
      if (schemeId === undefined) await stores.people.addScheme(id, kept, status);
      else if (!(await stores.people.changeScheme(id, schemeId, status))) throw noSuchFile();
      await stores.audit.record({
        action: 'scheme.kept',
        entity: 'beneficiary',
        entityId: id,
        fields: Object.keys(status),
      });
      return { id: kept };
    },
    answer: async (_stores, kept) => kept,
  });
}

/** Twice is once. Throws `forbidden`, `notFound`. */
export async function removeScheme({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof removeSchema>;
}): Promise<void> {
  requireScope(ctx, 'people:write');
  const { id, schemeId } = parseInput(removeSchema, input);
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    await lockFile(stores, id);
    if (!(await stores.people.removeScheme(id, schemeId))) return;
    await stores.audit.record({ action: 'scheme.removed', entity: 'beneficiary', entityId: id, fields: [] });
  });
}
