import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { MailError } from '../ports/messages.ts';

/** A mail server may be away for a night or a week-end; what it has not taken by then would tell of old news. */
const TRIED_FOR_HOURS = 72;

/** `later`: the mail server did not take it, and it goes on waiting. `gone`: it left before, or was given up. */
export type Sending = 'sent' | 'gone' | 'refused' | 'later';

/**
 * Sends a mail that waits, and forgets its words. The row is locked meanwhile: no mail leaves twice, but where the server took
 * it and the database was lost before that could be said. For workers.
 */
export async function sendMessage({ ctx, input }: { ctx: Context; input: { messageId: string } }): Promise<Sending> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'L’envoi revient aux tâches de fond.');
  const { database, mailer, clock } = ctx.deps;
  return database.transact(ctx.actor, async ({ messages }) => {
    const message = await messages.findWaiting(input.messageId);
    if (message === null) return 'gone';
    if (message.channel !== 'email') return 'later';
    try {
      await mailer.send({ to: message.to, subject: message.subject, text: message.body });
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      const tooOld = clock.now().subtract({ hours: TRIED_FOR_HOURS }).toString() > message.createdAt;
      const final = error.refused || tooOld;
      await messages.markFailed(message.id, error.code, final);
      return final ? 'refused' : 'later';
    }
    await messages.markSent(message.id);
    return 'sent';
  });
}
