import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { MailError } from '../ports/messages.ts';

/** Tried so often; a mail server that is away longer has its operator told by the log. */
const ATTEMPTS = 8;

export type Sending = 'sent' | 'gone' | 'refused' | 'later';

/**
 * Sends a mail that waits, and forgets its words. `later`: the mail server did not take it, and it waits for another attempt.
 * The row is locked meanwhile, so that no mail leaves twice but where the server took it and the database was lost before
 * saying so. For workers.
 */
export async function sendMessage({ ctx, input }: { ctx: Context; input: { messageId: string } }): Promise<Sending> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'L’envoi revient aux tâches de fond.');
  const { database, mailer } = ctx.deps;
  return database.transact(ctx.actor, async ({ messages }) => {
    const message = await messages.findWaiting(input.messageId);
    if (message === null) return 'gone';
    try {
      await mailer.send({ to: message.to, subject: message.subject, text: message.body });
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      const final = error.refused || message.attempts + 1 >= ATTEMPTS;
      await messages.markFailed(message.id, error.code, final);
      return final ? 'refused' : 'later';
    }
    await messages.markSent(message.id);
    return 'sent';
  });
}
