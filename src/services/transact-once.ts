import type { Context } from './context.ts';
import { ProblemError } from './errors.ts';
import type { Stores } from './ports.ts';

/**
 * Runs `effect` in one transaction, at most once per Idempotency-Key. What it returns is saved with the key in that
 * same transaction: a second call under the key waits for the first, then answers from what was saved. `answer`
 * makes the full answer from it, so that nothing about a person is copied beside the key.
 */
export function transactOnce<Saved, Answer>(
  ctx: Context,
  work: { effect(stores: Stores): Promise<Saved>; answer(stores: Stores, saved: Saved): Promise<Answer> },
): Promise<Answer> {
  const { actor, deps, idempotency } = ctx;
  return deps.database.transact(actor, async (stores) => {
    if (idempotency === undefined) return work.answer(stores, await work.effect(stores));
    // A key belongs to whoever chose it: two programs may choose the same.
    const key = `${actor.id} ${idempotency.key}`;
    const known = await stores.idempotency.claim(key);
    if (known !== null) {
      if (known.requestHash !== idempotency.requestHash) {
        throw new ProblemError(
          'conflict',
          'Cette clé d’idempotence a déjà servi pour une autre demande : choisissez-en une nouvelle.',
        );
      }
      return work.answer(stores, known.body as Saved);
    }
    const saved = await work.effect(stores);
    await stores.idempotency.save({ key, requestHash: idempotency.requestHash, status: 201, body: saved });
    return work.answer(stores, saved);
  });
}
