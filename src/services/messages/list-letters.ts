import { fitSms } from '../../domain/messages/gsm7.ts';
import { isFictionNumber } from '../../domain/messages/sms-number.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { KeptSms, Letter } from '../ports/messages.ts';

const SHOWN = 50;
/** `.invalid` is no domain and never will be (RFC 2606). */
const NOBODYS = /^[^\s<>,;]+@([a-z0-9-]+\.)*invalid$/i;

/** `segments`: how many a provider would have counted. */
export type ShownMessage = ({ channel: 'email' } & Letter) | ({ channel: 'sms'; segments: number } & KeptSms);

/**
 * What the demonstration would have sent to its examples, by mail and SMS, newest first. Their addresses and numbers are
 * nobody's; a message to any other may hold a real account's way in, and stays in its folder. Throws `notFound` where it is no
 * demonstration, or where both really leave.
 */
export async function listLetters({ ctx }: { ctx: Context }): Promise<ShownMessage[]> {
  const { mailbox, smsBox } = ctx.deps;
  if (!mailbox && !smsBox) throw new ProblemError('notFound', 'Cette page n’existe pas.');
  const letters = (await mailbox?.list()) ?? [];
  const texts = (await smsBox?.list()) ?? [];
  const shown: ShownMessage[] = [
    ...letters.filter(({ to }) => NOBODYS.test(to)).map((letter) => ({ channel: 'email' as const, ...letter })),
    ...texts
      .filter(({ to }) => isFictionNumber(to))
      .map((sms) => ({ channel: 'sms' as const, segments: fitSms(sms.text).segments, ...sms })),
  ];
  return shown.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, SHOWN);
}
