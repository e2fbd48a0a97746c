import { Temporal } from 'temporal-polyfill';
import { isPressing, isStale, leaveAt } from '../../domain/booking/leave-at.ts';
import { type SmsRefusal, smsNumber } from '../../domain/messages/sms-number.ts';
import { callUndelivered } from '../bookings/call-undelivered.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { MailError, SmsError, type WaitingMessage } from '../ports/messages.ts';

/** A server may be away for a night or a week-end; what it has not taken by then would tell of old news. */
const TRIED_FOR_HOURS = 72;
const TOO_LATE = 'tooLate';

/**
 * `later`: it was not taken, and goes on waiting. `inDoubt`: no answer came, it goes on waiting for a while, then whoever sends it
 * asks first. `early`: it is not due. `gone`: it left before, or was given up. `code` says why, and quotes nobody.
 */
export type Sending =
  | { outcome: 'sent' | 'gone' | 'early' }
  | { outcome: 'refused' | 'later' | 'inDoubt'; channel: WaitingMessage['channel']; code: string };

/**
 * Sends a message that waits, and forgets its words. The row is locked meanwhile, and who comes after an attempt of which nothing
 * is known asks the provider of SMS first: nothing leaves twice, but a mail that the server took when the database was lost
 * before that could be said. For workers.
 */
export async function sendMessage({ ctx, input }: { ctx: Context; input: { messageId: string } }): Promise<Sending> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'L’envoi revient aux tâches de fond.');
  const { database, clock } = ctx.deps;
  const { messageId } = input;
  // Kept even if this worker is killed on the way.
  const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
  const earlier = await database.transact(ctx.actor, async ({ messages }) => {
    const message = await messages.findWaiting(messageId);
    if (message === null) return 'gone' as const;
    const { sendAfter, leaves } = message;
    const now = clock.now();
    // Written by day and tried again at night, it waits for the morning as if it had been written then; not for one that comes too late.
    const hours = leaves === null ? null : leaveAt({ ...leaves, now, timeZone });
    if (leaves !== null && (isStale(leaves, now) || !hours?.inTime)) return message;
    if (sendAfter !== null && Temporal.Instant.compare(sendAfter, now) > 0) return 'early' as const;
    if (hours?.sendAfter) {
      await messages.hold(messageId, hours.sendAfter);
      return 'early' as const;
    }
    return messages.beginAttempt(messageId);
  });
  if (earlier === 'gone' || earlier === 'early') return { outcome: earlier };
  if (typeof earlier === 'object') return giveUp(ctx, earlier, TOO_LATE);

  const tried = await database.transact(ctx.actor, async ({ messages }) => {
    const message = await messages.findWaiting(messageId);
    if (message === null) return 'gone' as const;
    const failure = await deliver(ctx, message, earlier > 0);
    if (failure === null) {
      await messages.markSent(message.id);
      return 'sent' as const;
    }
    await messages.markFailed(message.id, failure.code, false);
    return { message, failure };
  });
  if (typeof tried === 'string') return { outcome: tried };
  const { message, failure } = tried;
  const dueAt = [message.createdAt, message.sendAfter ?? ''].toSorted().at(-1) as string;
  const tooOld = clock.now().subtract({ hours: TRIED_FOR_HOURS }).toString() > dueAt;
  if (failure.refused || tooOld) return giveUp(ctx, message, failure.code);
  if (message.leaves !== null && isPressing(message.leaves, clock.now())) await callUndelivered(ctx, message);
  return { outcome: failure.inDoubt ? 'inDoubt' : 'later', channel: message.channel, code: failure.code };
}

/** Whoever is to call is told first: a worker that is killed in between comes back to it. */
async function giveUp(ctx: Context, message: WaitingMessage, code: string): Promise<Sending> {
  await callUndelivered(ctx, message);
  const wasWaiting = await ctx.deps.database.transact(ctx.actor, async ({ messages }) => {
    if ((await messages.findWaiting(message.id)) === null) return false;
    await messages.markFailed(message.id, code, true);
    return true;
  });
  return wasWaiting ? { outcome: 'refused', channel: message.channel, code } : { outcome: 'gone' };
}

type Failure = { code: string | SmsRefusal; refused: boolean; inDoubt: boolean };

/** Null where it was taken, now or before. */
async function deliver(
  { deps }: Context,
  { id, channel, to, subject, body, html, unsubscribeUrl }: WaitingMessage,
  triedBefore: boolean,
): Promise<Failure | null> {
  try {
    if (channel === 'email') {
      await deps.mailer.send({ to, subject, text: body, html, unsubscribeUrl });
      return null;
    }
    // What was queued may come from elsewhere than a form: nobody is rung by a text, and no distant country paid for.
    const number = smsNumber(to);
    if (number.to === undefined) return { code: number.refusal, refused: true, inDoubt: false };
    if (triedBefore && (await deps.sms.wasTaken(id))) return null;
    await deps.sms.send({ to: number.to, text: body, reference: id });
    return null;
  } catch (error) {
    if (error instanceof MailError) return { code: error.code, refused: error.refused, inDoubt: false };
    if (error instanceof SmsError) return error;
    throw error;
  }
}
