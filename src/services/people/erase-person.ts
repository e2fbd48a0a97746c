import { z } from 'zod';
import { personName } from '../../domain/people/identity.ts';
import { callOffRides } from '../bookings/call-off-rides.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { lockFile } from './held-file.ts';

const schema = z.object({
  id: z.string().max(100),
  /** The name, or the reference, or the id where there is neither: whoever erases has read which file it is. */
  confirmation: z.string().max(500),
});

const plain = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLocaleLowerCase('fr');

/** Before the page that says that a file is gone, which is of no file any more. Throws `forbidden`. */
export function readErased({ ctx }: { ctx: Context }): void {
  requireScope(ctx, 'people:read');
}

/**
 * Erases a file and everything that hangs from it, for every organisation. What stays says of nobody in particular that something was
 * erased. Rides to come are called off first, and whoever drives is told: nobody sets out for somebody who is gone. For the organisation
 * that answers for the person; where nobody does, for one whose mission it is, not for one that was let in. Throws `forbidden`,
 * `notFound`, `invalid`, `conflict` (idempotency key).
 */
export async function erasePerson({ ctx, input }: { ctx: Context; input: z.input<typeof schema> }): Promise<void> {
  requireScope(ctx, 'people:write');
  const { id, confirmation } = parseInput(schema, input);
  const mayGo = (stores: Stores) => requireErasable(stores, { id, confirmation });
  await callOffRides(ctx, { personId: id, first: mayGo });
  const effect = async (stores: Stores) => {
    await mayGo(stores);
    // Before: afterwards nobody holds the file any more.
    await stores.audit.record({ action: 'person.erased', entity: 'beneficiary', entityId: id, fields: [] });
    await stores.people.erase(id);
    return {};
  };
  await transactOnce(ctx, { effect, answer: async () => undefined });
}

/** Locks the file. Throws `notFound`, `invalid`. */
async function requireErasable(stores: Stores, { id, confirmation }: z.infer<typeof schema>): Promise<void> {
  const { identity } = await lockFile(stores, id);
  if (!(await stores.people.mayErase(id))) {
    const message = 'Seule la structure qui a la charge de ce dossier peut l’effacer : demandez-le-lui.';
    throw invalid([{ path: 'confirmation', message }]);
  }
  const expected = [personName(identity), identity.reference].flatMap((one) => (one === null ? [] : [plain(one)]));
  if (!(expected.length > 0 ? expected : [plain(id)]).includes(plain(confirmation))) {
    throw invalid([
      { path: 'confirmation', message: `Écrivez exactement « ${personName(identity) ?? id} » pour confirmer.` },
    ]);
  }
}
