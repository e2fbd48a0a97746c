import { z } from 'zod';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { WaitingEntry } from '../ports/allocation.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { getAllocationCriteria } from './criteria-of.ts';
import { waitingInputSchema } from './waiting-input.ts';

/** The same words for somebody else's as for one that never was. */
export const noEntry = () => new ProblemError('notFound', 'Cette inscription n’existe pas, ou plus.');

/** To be changed, by its own structure. Throws `notFound`, `conflict`. */
export async function lockWaiting({ actor }: Context, stores: Stores, id: string): Promise<WaitingEntry> {
  const entry = await stores.allocation.lockEntry(id);
  if (entry === null || entry.organisationId !== actor.organisationId) throw noEntry();
  if (entry.status !== 'waiting') {
    throw new ProblemError(
      'conflict',
      entry.status === 'served' ? 'Cette personne a déjà un véhicule.' : 'Cette personne n’attend plus de véhicule.',
    );
  }
  return entry;
}

/**
 * What somebody waits for is put right, or they leave the list, with a reason. Points follow at once; rounds of before keep what they
 * rested on. Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function changeEntry({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; expectedVersion: number; change: unknown };
}): Promise<{ id: string }> {
  requireScope(ctx, 'allocation:decide');
  const change = parseInput(
    z.discriminatedUnion('what', [
      waitingInputSchema(await getAllocationCriteria({ ctx })).extend({ what: z.literal('edit') }),
      z.object({
        what: z.literal('withdraw'),
        reason: z.string().trim().min(1, 'Dites en quelques mots pourquoi.').max(300, '300 caractères au plus.'),
      }),
    ]),
    input.change,
  );
  return transactOnce(ctx, {
    async effect(stores) {
      const entry = await lockWaiting(ctx, stores, input.id);
      if (entry.version !== input.expectedVersion) {
        throw new ProblemError('conflict', 'Cette inscription a changé entre-temps : relisez-la, puis recommencez.');
      }
      await stores.people.prolong(entry.beneficiaryId);
      const fields =
        change.what === 'edit'
          ? { wish: change.wish, facts: change.facts }
          : { status: 'withdrawn' as const, statusReason: change.reason };
      await stores.allocation.changeEntry(entry.id, fields);
      await stores.audit.record({
        action: change.what === 'edit' ? 'waiting.changed' : 'waiting.withdrawn',
        entity: 'waitingEntry',
        entityId: entry.id,
        fields: Object.keys(fields),
      });
      return { id: entry.id };
    },
    answer: async (_stores, done) => done,
  });
}
