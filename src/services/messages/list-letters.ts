import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Letter } from '../ports/messages.ts';

const SHOWN = 50;

/**
 * What the demonstration would have sent by mail, newest first: all its accounts are examples, so whoever tries it reads them
 * all. Throws `notFound` where it is no demonstration, or where mails really leave.
 */
export async function listLetters({ ctx }: { ctx: Context }): Promise<Letter[]> {
  const { mailbox } = ctx.deps;
  if (!mailbox) throw new ProblemError('notFound', 'Cette page n’existe pas.');
  return (await mailbox.list()).slice(0, SHOWN);
}
