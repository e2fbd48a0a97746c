import { duplicatePairs, duplicatesOf, LIKENESSES, type Likeness } from '../../domain/people/duplicates.ts';
import { type Identity, personName } from '../../domain/people/identity.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
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

export type Lookalike = NamedFile & { likeness: Likeness };

/** Close names alone are told in the file: people are called alike. */
const STOPS: readonly Likeness[] = LIKENESSES.filter((likeness) => likeness !== 'closeName');

/** Somebody there is already seems to be the person about to be opened. `lookalikes`: those the actor may see, the surest first. */
export class LookalikesError extends ProblemError {
  readonly lookalikes: readonly Lookalike[];
  constructor(lookalikes: readonly Lookalike[]) {
    super('conflict', 'Un dossier qui ressemble à celui-ci existe déjà : vérifiez avant d’en ouvrir un autre.');
    this.name = 'LookalikesError';
    this.lookalikes = lookalikes;
  }
}

/** Throws `LookalikesError` where the person seems to be there already, among the files that the actor may see. */
export async function refuseLookalikes(stores: Stores, identity: Identity): Promise<void> {
  const keys = stores.people.keysOf('', identity);
  const found = duplicatesOf(keys, await stores.people.listLookalikes(keys)).filter((one) =>
    STOPS.includes(one.likeness),
  );
  if (found.length === 0) return;
  const nameOf = await namer(
    stores,
    found.map(({ id }) => id),
  );
  throw new LookalikesError(found.map(({ id, likeness }) => ({ ...nameOf(id), likeness })));
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
