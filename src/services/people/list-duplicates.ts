import { duplicatePairs, duplicatesOf, type Likeness } from '../../domain/people/duplicates.ts';
import { identitySchema, personName } from '../../domain/people/identity.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';

/** The surest are shown; a register with more of them wants another remedy. */
const MOST_SHOWN = 100;

export type NamedFile = { id: string; name: string | null; birthDate: string | null; commune: string | null };
export type LookalikePair = { likeness: Likeness; a: NamedFile; b: NamedFile };

/** Files of the actor's organisation that seem to be of one person, two by two, the surest first. Throws `forbidden`. */
export async function listDuplicates({ ctx }: { ctx: Context }): Promise<{ pairs: LookalikePair[]; total: number }> {
  requireScope(ctx, 'people:read');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const found = duplicatePairs(await stores.people.listKeys());
    const shown = found.slice(0, MOST_SHOWN);
    const nameOf = await namer(
      stores,
      shown.flatMap(({ a, b }) => [a, b]),
    );
    return {
      pairs: shown.map(({ a, b, likeness }) => ({ likeness, a: nameOf(a), b: nameOf(b) })),
      total: found.length,
    };
  });
}

/** Who there is already that could be the person about to be opened. Throws `forbidden`, `invalid`. */
export async function findLookalikes({
  ctx,
  input,
}: {
  ctx: Context;
  input: unknown;
}): Promise<(NamedFile & { likeness: Likeness })[]> {
  requireScope(ctx, 'people:read');
  const identity = parseInput(identitySchema, input);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const keys = stores.people.keysOf('', identity);
    const found = duplicatesOf(keys, await stores.people.listLookalikes(keys));
    const nameOf = await namer(
      stores,
      found.map(({ id }) => id),
    );
    return found.map(({ id, likeness }) => ({ ...nameOf(id), likeness }));
  });
}

async function namer(stores: Stores, ids: readonly string[]): Promise<(id: string) => NamedFile> {
  const identities = await stores.people.listIdentities(ids);
  return (id) => {
    const identity = identities.get(id);
    return {
      id,
      name: identity ? personName(identity) : null,
      birthDate: identity?.birthDate ?? null,
      commune: identity?.commune ?? null,
    };
  };
}
