import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { accountsOf, writeMembership } from '../../services/accounts/membership.ts';
import type { Deps } from '../../services/context.ts';
import type { Member } from '../../services/ports/accounts.ts';

/**
 * What each form of a signed-in person carries: a first half that this session alone could have been given, a second half that
 * tells who it was given to. When the session has ended, the second half still says whose answers those are.
 */
export function formTokenOf(deps: Deps, { sessionId, member }: { sessionId: string; member: Member }): string {
  return `${accountsOf(deps).sign('form of a session', sessionId)}.${fillerMark(deps, member)}`;
}

/** Whose answers they are: who it says, and that it was said here. */
export function fillerMark(deps: Deps, member: Member): string {
  const who = Buffer.from(writeMembership(member)).toString('base64url');
  return `${who}.${accountsOf(deps).sign('form of a member', who)}`;
}

/** The second half of a token, if this installation wrote it. */
export function markOf(deps: Deps, token: string | null): string | null {
  const [, mark, who] = /^[\w-]{43}\.(([\w-]{1,400})\.[\w-]{43})$/.exec(token ?? '') ?? [];
  return mark && who && isSameToken(mark, `${who}.${accountsOf(deps).sign('form of a member', who)}`) ? mark : null;
}

/** Of the form being sent, in whatever way; null where there is none. The body stays to be read. */
export async function sentFormToken(c: Context): Promise<string | null> {
  const header = c.req.header('x-form-token');
  if (header !== undefined) return header;
  const type = c.req.header('content-type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null;
  const sent = await c.req.raw
    .clone()
    .formData()
    .catch(() => null);
  const token = sent?.get('formToken');
  return typeof token === 'string' ? token : null;
}

export function isSameToken(one: string | null, other: string): boolean {
  if (one === null || one.length !== other.length) return false;
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
