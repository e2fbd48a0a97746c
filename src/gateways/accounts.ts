import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { DBAdapterInstance } from 'better-auth';
import { ProblemError } from '../services/errors.ts';
import type { Accounts, SignInOutcome } from '../services/ports/accounts.ts';
import { createAuth } from './accounts-better-auth.ts';
import { OIDC_PROVIDER, type OidcSettings } from './accounts-oidc.ts';

export type AccountsOptions = {
  /** The tables of accounts, in their own role. */
  store: AccountsStore;
  /** Asked for at the first use. */
  secret(): string;
  publicUrl: string;
  oidc: OidcSettings | null;
  /** Whether somebody of that address may have an account at all: members only. */
  isExpected(email: string): Promise<boolean>;
  log(line: string): void;
};

export type AccountsStore = {
  adapter: DBAdapterInstance;
  /** Fails in our words. */
  guard<T>(work: () => Promise<T>): Promise<T>;
  ping(): Promise<void>;
  countAttempt(key: string, windowSeconds: number, by: 0 | 1): Promise<{ count: number; endsInSeconds: number }>;
  forgetAttempts(key: string): Promise<void>;
  purgeExpired(): Promise<void>;
};

/** Long enough to walk to another machine, short enough for a mailbox left open. */
const LINK_SECONDS = 20 * 60;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** better-auth behind our port: it is started at the first use, and asks for nothing over HTTP but the OpenID callback. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { store, secret, publicUrl, oidc } = options;
  let started: ReturnType<typeof createAuth> | undefined;
  const auth = () => {
    started ??= createAuth(options);
    return started;
  };

  /** Of what better-auth only says that something failed, a database that is away is told apart. */
  async function asked(work: () => Promise<Response>): Promise<Response> {
    const response = await store.guard(work);
    if (response.status >= 500) {
      await store.ping();
      throw new Error(`better-auth answered ${response.status}`);
    }
    return response;
  }
  const context = () => store.guard(async () => auth().$context);

  async function outcomeOf(response: Response): Promise<SignInOutcome> {
    const cookies = response.headers.getSetCookie();
    if (response.status !== 200) return { kind: 'refused', cookies: [] };
    const body = (await response.json()) as { twoFactorRedirect?: boolean; token?: string };
    if (body.twoFactorRedirect) return { kind: 'secondFactor', cookies };
    const { internalAdapter } = await context();
    const opened = await store.guard(() => internalAdapter.findSession(body.token ?? ''));
    if (!opened) return { kind: 'refused', cookies: [] };
    const { user, session } = opened;
    return { kind: 'signedIn', userId: user.id, sessionId: session.id, email: user.email, cookies };
  }

  async function sessionTokens(userId: string) {
    const { internalAdapter } = await context();
    const sessions = await store.guard(() => internalAdapter.listSessions(userId, { onlyActiveSessions: true }));
    return sessions.filter(({ expiresAt }) => expiresAt > new Date());
  }

  async function revoke(tokens: readonly string[]): Promise<void> {
    const { internalAdapter } = await context();
    for (const token of tokens) await store.guard(() => internalAdapter.deleteSession(token));
  }

  async function credentialOf(userId: string) {
    const { internalAdapter } = await context();
    return store.guard(() => internalAdapter.findCredentialAccount(userId));
  }

  /** By the half-signed-in cookie, or by the session: better-auth looks for either. */
  async function tryCode(code: string, headers: Headers): Promise<Response> {
    const plain = code.replaceAll(/\s/g, '');
    const { api } = auth();
    return /^\d{6}$/.test(plain)
      ? asked(() => api.verifyTOTP({ body: { code: plain }, headers: ours(headers), asResponse: true }))
      : asked(() => api.verifyBackupCode({ body: { code: plain }, headers: ours(headers), asResponse: true }));
  }

  return {
    async findSession(headers) {
      if (!headers.has('cookie')) return null;
      const response = await asked(() => auth().api.getSession({ headers: ours(headers), asResponse: true }));
      const found = response.status === 200 ? ((await response.json()) as FoundSession | null) : null;
      if (!found) return null;
      const { session, user } = found;
      return {
        userId: user.id,
        sessionId: session.id,
        email: user.email,
        method: session.method,
        since: session.createdAt,
        hasSecondFactor: user.twoFactorEnabled,
        membership: session.membership,
        cookies: response.headers.getSetCookie(),
      };
    },

    signInWithPassword: async ({ email, password, headers }) =>
      outcomeOf(
        await asked(() =>
          auth().api.signInEmail({
            body: { email: email.toLowerCase(), password },
            headers: ours(headers),
            asResponse: true,
          }),
        ),
      ),

    async createLink({ email, name, lifeSeconds = LINK_SECONDS }) {
      const token = randomBytes(32).toString('base64url');
      const { internalAdapter } = await context();
      // As the plugin writes it: its own way would have us read the token out of an address.
      await store.guard(() =>
        internalAdapter.createVerificationValue({
          identifier: `magic-link:${sha256(token)}`,
          value: JSON.stringify({ type: 'magic-link', email: email.toLowerCase(), name }),
          expiresAt: new Date(Date.now() + lifeSeconds * 1000),
        }),
      );
      return token;
    },

    async isLinkGood(token) {
      const { internalAdapter } = await context();
      const kept = await store.guard(() => internalAdapter.findVerificationValue(`magic-link:${sha256(token)}`));
      return kept !== null && kept !== undefined && kept.expiresAt > new Date();
    },

    followLink: async ({ token, headers }) =>
      outcomeOf(
        await asked(() => auth().api.magicLinkVerify({ query: { token }, headers: ours(headers), asResponse: true })),
      ),

    async answerSecondFactor({ code, headers }) {
      const response = await tryCode(code, headers);
      if (response.status === 200) return outcomeOf(response);
      if (response.status === 429) return { kind: 'locked' };
      const { code: why } = (await response.json()) as { code?: string };
      if (why === 'INVALID_CODE' || why === 'INVALID_BACKUP_CODE') return { kind: 'wrongCode' };
      return { kind: 'refused', cookies: response.headers.getSetCookie() };
    },

    async signOut(headers) {
      const response = await asked(() =>
        auth().api.signOut({
          body: { disableRedirect: true, callbackURL: '/' },
          headers: ours(headers),
          asResponse: true,
        }),
      );
      const { url } = (await response.json()) as { url?: string };
      return { cookies: response.headers.getSetCookie(), providerUrl: url ?? null };
    },

    async listSessions(userId) {
      const sessions = await sessionTokens(userId);
      return sessions
        .map(({ id, userAgent, updatedAt, createdAt }) => ({
          id,
          userAgent: userAgent ?? null,
          lastSeen: updatedAt.toISOString(),
          since: createdAt.toISOString(),
        }))
        .toSorted((a, b) => b.lastSeen.localeCompare(a.lastSeen));
    },
    async revokeSession({ userId, sessionId }) {
      const session = (await sessionTokens(userId)).find(({ id }) => id === sessionId);
      if (session) await revoke([session.token]);
      return session !== undefined;
    },
    async revokeOtherSessions({ userId, sessionId }) {
      const others = (await sessionTokens(userId)).filter(({ id }) => id !== sessionId);
      await revoke(others.map(({ token }) => token));
    },
    async chooseMembership({ sessionId, membership }) {
      const { adapter } = await context();
      const where = [{ field: 'id', value: sessionId }];
      await store.guard(() => adapter.update({ model: 'session', where, update: { membership } }));
    },

    hasPassword: async (userId) => Boolean((await credentialOf(userId))?.password),
    async isPassword({ userId, password }) {
      const hash = (await credentialOf(userId))?.password;
      const { password: passwords } = await context();
      return hash ? passwords.verify({ hash, password }) : false;
    },
    async setPassword({ userId, password, sessionId }) {
      const { internalAdapter, password: passwords } = await context();
      const hash = await passwords.hash(password);
      const known = await credentialOf(userId);
      await store.guard(async () => {
        if (known) await internalAdapter.updatePassword(userId, hash);
        else {
          await internalAdapter.createAccount({ userId, providerId: 'credential', accountId: userId, password: hash });
        }
      });
      await this.revokeOtherSessions({ userId, sessionId });
    },

    async prepareSecondFactor({ headers, password }) {
      const response = await asked(() =>
        auth().api.enableTwoFactor({
          body: { method: 'totp', ...(password === undefined ? {} : { password }) },
          headers: ours(headers),
          asResponse: true,
        }),
      );
      if (response.status !== 200) throw new ProblemError('conflict', 'La double vérification est déjà en place.');
      const { totpURI: uri, backupCodes } = (await response.json()) as { totpURI: string; backupCodes: string[] };
      return { uri, secret: new URL(uri).searchParams.get('secret') ?? '', recoveryCodes: backupCodes };
    },
    async confirmSecondFactor({ code, headers }) {
      const response = await asked(() =>
        auth().api.verifyTOTP({ body: { code: code.replaceAll(/\s/g, '') }, headers: ours(headers), asResponse: true }),
      );
      return response.status === 200 ? response.headers.getSetCookie() : null;
    },
    async removeSecondFactor({ userId, code, headers }) {
      if ((await tryCode(code, headers)).status !== 200) return false;
      const { adapter, internalAdapter } = await context();
      await store.guard(async () => {
        await internalAdapter.updateUser(userId, { twoFactorEnabled: false });
        await adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: userId }] });
      });
      return true;
    },

    oidc: oidc && { name: oidc.name },
    async startOidc({ returnTo }) {
      const response = await asked(() =>
        auth().api.signInSocial({
          body: {
            provider: OIDC_PROVIDER,
            callbackURL: `${publicUrl}${returnTo}`,
            errorCallbackURL: `${publicUrl}/connexion`,
            disableRedirect: true,
          },
          headers: new Headers(),
          asResponse: true,
        }),
      );
      const { url } = response.ok ? ((await response.json()) as { url?: string }) : {};
      if (!url) throw new ProblemError('unavailable', `${oidc?.name ?? 'Ce service'} ne répond pas.`);
      return { url, cookies: response.headers.getSetCookie() };
    },
    async finishOidc(request) {
      const asIfPublic = new URL(request.url);
      const { protocol, host } = new URL(publicUrl);
      Object.assign(asIfPublic, { protocol, host });
      const cookie = request.headers.get('cookie');
      const agent = request.headers.get('user-agent');
      const headers = new Headers({ ...(cookie && { cookie }), ...(agent && { 'user-agent': agent }) });
      return asked(() => auth().handler(new Request(asIfPublic, { headers })));
    },

    async countAttempt({ what, max, windowSeconds, by = 1 }) {
      const { count, endsInSeconds } = await store.countAttempt(sha256(what), windowSeconds, by);
      if (count + (1 - by) <= max) return;
      throw new ProblemError('tooManyRequests', 'Trop d’essais : attendez un peu avant de recommencer.', {
        retryAfterSeconds: endsInSeconds,
      });
    },
    forgetAttempts: (what) => store.forgetAttempts(sha256(what)),
    purgeExpired: store.purgeExpired,
    sign: (...parts) => createHmac('sha256', secret()).update(JSON.stringify(parts)).digest('base64url'),
  };
}

type FoundSession = {
  session: { id: string; createdAt: string; method: 'password' | 'link' | 'oidc' | null; membership: string | null };
  user: { id: string; email: string; twoFactorEnabled: boolean };
};

/** Of a request, what better-auth needs: nothing that a proxy, or whoever plays one, has added. */
function ours(headers: Headers): Headers {
  const kept = new Headers();
  for (const name of ['cookie', 'user-agent']) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}
