import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Letter } from '../ports/messages.ts';

const SHOWN = 50;
/** `.invalid` is no domain and never will be (RFC 2606). */
const NOBODYS = /^[^\s<>,;]+@([a-z0-9-]+\.)*invalid$/i;

/**
 * What the demonstration would have sent by mail to its examples, newest first. Their addresses are nobody's; a letter to any
 * other may hold a real account's way in, and stays in its folder. Throws `notFound` where it is no demonstration, or where mails
 * really leave.
 */
export async function listLetters({ ctx }: { ctx: Context }): Promise<Letter[]> {
  const { mailbox } = ctx.deps;
  if (!mailbox) throw new ProblemError('notFound', 'Cette page n’existe pas.');
  return (await mailbox.list()).filter(({ to }) => NOBODYS.test(to)).slice(0, SHOWN);
}
