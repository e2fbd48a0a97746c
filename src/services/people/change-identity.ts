import { z } from 'zod';
import { identitySchema } from '../../domain/people/identity.ts';
import { changedFields } from '../changed-fields.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import { lockFile } from './held-file.ts';
import { takenReference } from './open-person.ts';

const schema = z.object({
  id: z.string().max(100),
  expectedVersion: z.int().min(1),
  identity: z.unknown(),
});

/**
 * Corrects who a person is and how they are reached. The same answers sent twice change nothing the second time. Throws
 * `forbidden`, `notFound`, `invalid` (paths are those of the identity), `conflict` when somebody changed it meanwhile.
 */
export async function changeIdentity({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<{ version: number }> {
  requireScope(ctx, 'people:write');
  const { id, expectedVersion, identity: given } = parseInput(schema, input);
  const identity = parseInput(identitySchema, given);
  const { today } = await groundOf(ctx);
  if (identity.birthDate !== null && identity.birthDate > today) {
    throw invalid([{ path: 'birthDate', message: 'Cette date de naissance est dans le futur.' }]);
  }
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { people, audit } = stores;
    const file = await lockFile(stores, id);
    const fields = changedFields(file.identity, identity);
    if (fields.length === 0) return { version: file.version };
    if (file.version !== expectedVersion) throw changedMeanwhile();
    if (identity.reference !== null && (await people.isReferenceTaken(identity.reference, id))) throw takenReference();
    if (!(await people.changeIdentity(id, identity, expectedVersion))) throw changedMeanwhile();
    await audit.record({ action: 'person.identityChanged', entity: 'beneficiary', entityId: id, fields });
    return { version: expectedVersion + 1 };
  });
}

const changedMeanwhile = () =>
  new ProblemError('conflict', 'Quelqu’un a modifié ce dossier entre-temps : comparez, puis enregistrez.');
