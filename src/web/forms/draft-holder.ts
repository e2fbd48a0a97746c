import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Context as ServiceContext } from '../../services/context.ts';
import { isSecure } from '../layout/secure.ts';

const COOKIE = 'brouillon';
const KEPT_SECONDS = 24 * 3600;
const SECRET_BYTES = 24;

/**
 * Whoever fills in a form without an account, by a secret that their browser alone keeps: only its hash is stored with what they
 * type. The cookie is made when something is first sent, not by looking at a page.
 */
export function draftHolder(c: Context, ctx: ServiceContext): ServiceContext {
  const known = getCookie(c, COOKIE);
  const isSending = c.req.method !== 'GET' && c.req.method !== 'HEAD';
  const secret = known && /^[\w-]{32}$/.test(known) ? known : isSending ? newSecret(c) : null;
  if (secret === null) return ctx;
  const link = createHash('sha256').update(secret).digest('hex');
  return { ...ctx, actor: { ...ctx.actor, link } };
}

function newSecret(c: Context): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const kept = { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: KEPT_SECONDS, secure: isSecure(c) } as const;
  setCookie(c, COOKIE, secret, kept);
  return secret;
}
