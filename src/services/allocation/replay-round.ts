import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { transactOnce } from '../transact-once.ts';
import { noRound } from './get-round.ts';

/** Asks for a round of before to be made again from what it rested on. Throws `forbidden`, `notFound`, `conflict`. */
export async function replayRound({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<{ id: string }> {
  requireScope(ctx, 'allocation:decide');
  return transactOnce(ctx, {
    async effect(stores) {
      const round = await stores.allocation.findRound(input.id);
      if (round === null) throw noRound();
      if (round.result === null) throw new ProblemError('conflict', 'Cette répartition n’a pas de résultat à rejouer.');
      await stores.audit.record({
        action: 'allocation.replayAsked',
        entity: 'allocationRound',
        entityId: round.id,
        fields: [],
      });
      await stores.outbox.append({ type: 'roundAsked', roundId: round.id, replay: true });
      return { id: round.id };
    },
    answer: async (_stores, done) => done,
  });
}
