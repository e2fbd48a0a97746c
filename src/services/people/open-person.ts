import { type IdentityInput, identitySchema } from '../../domain/people/identity.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';

export type OpenedPerson = { id: string };

/**
 * Opens a file whose referent is the acting member. Throws `forbidden`, `invalid` (paths are those of the identity; a
 * reference that the organisation already uses is one), `conflict` (idempotency key).
 */
export async function openPerson({ ctx, input }: { ctx: Context; input: unknown }): Promise<OpenedPerson> {
  requireScope(ctx, 'people:write');
  return transactOnce(ctx, {
    effect: (stores) => openPersonIn(stores, ctx, input as IdentityInput),
    answer: async (_stores, opened) => opened,
  });
}

/** The same inside a transaction of the caller's. */
export async function openPersonIn(stores: Stores, ctx: Context, identity: IdentityInput): Promise<OpenedPerson> {
  requireScope(ctx, 'people:write');
  const { actor, deps } = ctx;
  if (actor.organisationId === null) throw new ProblemError('forbidden', 'Un dossier appartient à une structure.');
  const { today } = await groundOf(ctx);
  const parsed = parseInput(identitySchema, identity);
  if (parsed.birthDate !== null && parsed.birthDate > today) {
    throw invalid([{ path: 'birthDate', message: 'Cette date de naissance est dans le futur.' }]);
  }
  const id = deps.ids.next('ben');
  const referentId = actor.kind === 'member' ? actor.id : null;
  if (!(await stores.people.open({ id, identity: parsed, referentId }))) throw takenReference();
  await stores.audit.record({ action: 'person.opened', entity: 'beneficiary', entityId: id, fields: known(parsed) });
  return { id };
}

/** Says no more to whoever lost access to the file that bears it. */
export const takenReference = () =>
  invalid([
    {
      path: 'reference',
      message: 'Cette référence est celle d’un autre dossier de votre structure : choisissez-en une autre.',
    },
  ]);

/** Names of the fields that were filled in. */
const known = (identity: object): string[] =>
  Object.entries(identity)
    .filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0))
    .map(([name]) => name);
