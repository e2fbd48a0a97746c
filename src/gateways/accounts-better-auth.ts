import { createHash } from 'node:crypto';
import { APIError, betterAuth } from 'better-auth';
import { magicLink, twoFactor } from 'better-auth/plugins';
import type { AccountsOptions } from './accounts.ts';
import { oidcPlugin } from './accounts-oidc.ts';
import { HALF_SIGNED_IN_SECONDS, methodOf, secondFactorEverywhere } from './accounts-second-factor.ts';

const HOUR = 3600;
/** Of stillness: whoever works is not asked again within the day. */
const SESSION_SECONDS = 12 * HOUR;
const SEEN_EVERY_SECONDS = 10 * 60;
const PASSWORD = { min: 12, max: 128 };
/** Wrong codes in a row before the second factor rests. */
const CODES = { maxFailedAttempts: 10, durationSeconds: 15 * 60 };

export function createAuth({ store, secret, publicUrl, oidc, isExpected, log }: AccountsOptions) {
  return betterAuth({
    appName: 'Pouvoir Bouger',
    baseURL: publicUrl,
    basePath: '/connexion/oidc',
    secret: secret(),
    database: store.adapter,
    trustedOrigins: [publicUrl],
    telemetry: { enabled: false },
    // Its messages may quote addresses; what fails is thrown, and told in our words.
    logger: { disabled: true },
    onAPIError: { errorURL: `${publicUrl}/connexion` },
    // Ours count in the database, by address and by where they come from: `countAttempt`.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD.min,
      maxPasswordLength: PASSWORD.max,
    },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: SEEN_EVERY_SECONDS,
      additionalFields: {
        method: { type: 'string', required: false, input: false },
        membership: { type: 'string', required: false, input: false },
      },
    },
    account: { encryptOAuthTokens: true, accountLinking: { enabled: true, updateUserInfoOnLink: false } },
    advanced: {
      cookiePrefix: 'pouvoir-bouger',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      trustedProxyHeaders: false,
      ipAddress: { disableIpTracking: true },
    },
    databaseHooks: {
      user: {
        create: {
          before: async ({ email }) => {
            if (await isExpected(email)) return;
            throw new APIError('FORBIDDEN', { code: 'not_expected', message: 'Nobody of that address is a member.' });
          },
        },
      },
      session: {
        create: {
          // A session that takes the place of another (a second factor set up) keeps how that one began.
          before: async (session, ctx) => ({ data: { ...session, method: session.method ?? (await methodOf(ctx)) } }),
        },
      },
    },
    plugins: [
      magicLink({
        // Links are written by `createLink`, and mailed by the verb that asks for one.
        sendMagicLink: () => {
          throw new Error('No link leaves this way.');
        },
        storeToken: { type: 'custom-hasher', hash: async (token) => createHash('sha256').update(token).digest('hex') },
      }),
      twoFactor({
        issuer: 'Pouvoir Bouger',
        allowPasswordless: true,
        twoFactorCookieMaxAge: HALF_SIGNED_IN_SECONDS,
        accountLockout: { enabled: true, ...CODES },
      }),
      secondFactorEverywhere({ codePage: `${publicUrl}/connexion/double` }),
      ...(oidc ? [oidcPlugin(oidc, log)] : []),
    ],
  });
}
