import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Cookies } from '../../services/ports/accounts.ts';
import type { PagesEnv } from '../layout/visit.ts';

type PageContext = Context<PagesEnv>;

/** The key to the answers of a form that was interrupted. */
const KEPT = 'pouvoir-bouger.reponses';
const KEPT_SECONDS = 3600;

const attributes = (c: PageContext) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: c.var.visit.ctx.deps.publicUrl.startsWith('https:'),
});

export function handCookies(c: PageContext, cookies: Cookies): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
}

export const keptAnswers = (c: PageContext): string | undefined => getCookie(c, KEPT);
export const rememberAnswers = (c: PageContext, key: string): void =>
  setCookie(c, KEPT, key, { ...attributes(c), maxAge: KEPT_SECONDS });
export const forgetAnswers = (c: PageContext): string | undefined => deleteCookie(c, KEPT, attributes(c));
