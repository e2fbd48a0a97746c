import type { Context } from '../context.ts';

/** The queue's own attempts are over by then. */
const WAITED_MINUTES = 5;
const AT_ONCE = 500;

/** Has mails that nobody took so far tried again. Says how many. For workers. */
export async function resendMessages({ ctx }: { ctx: Context }): Promise<number> {
  const before = ctx.deps.clock.now().subtract({ minutes: WAITED_MINUTES }).toString();
  return ctx.deps.database.transact(ctx.actor, async ({ messages, outbox }) => {
    const waiting = await messages.listWaiting(before, AT_ONCE);
    for (const messageId of waiting) await outbox.append({ type: 'messageWritten', messageId });
    return waiting.length;
  });
}
