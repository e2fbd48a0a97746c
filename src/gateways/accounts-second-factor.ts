import { randomBytes } from 'node:crypto';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { deleteSessionCookie } from 'better-auth/cookies';
import type { SignInMethod } from '../services/ports/accounts.ts';

/** Name and life of the cookie under which better-auth's second factor finds who is half signed in. */
const COOKIE = 'two_factor';
export const HALF_SIGNED_IN_SECONDS = 600;
/** What that cookie starts with for who came by a link or by OpenID: a signed value, which a browser cannot change. */
const BY = { link: '2fa-link-', oidc: '2fa-oidc-' };

const isLink = (path = '') => path === '/magic-link/verify';
const isOidc = (path = '') => path.startsWith('/callback/');

/** How the session that is being opened came about. */
export async function methodOf(ctx: GenericEndpointContext | null): Promise<SignInMethod | null> {
  if (ctx === null) return null;
  if (isLink(ctx.path)) return 'link';
  if (isOidc(ctx.path)) return 'oidc';
  if (!ctx.path?.startsWith('/two-factor/')) return 'password';
  const half = await ctx.getSignedCookie(ctx.context.createAuthCookie(COOKIE).name, ctx.context.secret);
  if (!half) return null;
  return half.startsWith(BY.link) ? 'link' : half.startsWith(BY.oidc) ? 'oidc' : 'password';
}

/**
 * better-auth asks for the second factor after a password only. Whoever reads somebody's mail, or holds their OpenID account,
 * must give it as well: the session that was opened is closed again, and waits for the code like after a password.
 */
export function secondFactorEverywhere({ codePage }: { codePage: string }): BetterAuthPlugin {
  return {
    id: 'second-factor-everywhere',
    hooks: {
      after: [
        {
          matcher: ({ path }) => isLink(path) || isOidc(path),
          handler: createAuthMiddleware(async (ctx) => {
            const opened = ctx.context.newSession;
            if (!opened?.user.twoFactorEnabled) return;
            const { internalAdapter } = ctx.context;
            deleteSessionCookie(ctx, true);
            await internalAdapter.deleteSession(opened.session.token);
            ctx.context.setNewSession(null);

            const identifier = `${isLink(ctx.path) ? BY.link : BY.oidc}${randomBytes(15).toString('base64url')}`;
            const expiresAt = new Date(Date.now() + HALF_SIGNED_IN_SECONDS * 1000);
            await internalAdapter.createVerificationValue({ identifier, value: opened.user.id, expiresAt });
            await internalAdapter.createVerificationValue({
              identifier: `2fa-attempts-${identifier}`,
              value: '0',
              expiresAt,
            });
            const cookie = ctx.context.createAuthCookie(COOKIE, { maxAge: HALF_SIGNED_IN_SECONDS });
            await ctx.setSignedCookie(cookie.name, identifier, ctx.context.secret, cookie.attributes);
            if (isOidc(ctx.path)) throw ctx.redirect(codePage);
            return ctx.json({ twoFactorRedirect: true });
          }),
        },
      ],
    },
  };
}
