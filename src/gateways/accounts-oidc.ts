import type { BetterAuthPlugin } from 'better-auth';
import { type GenericOAuthConfig, genericOAuth } from 'better-auth/plugins';
import { createRemoteJWKSet, jwtVerify } from 'jose';

/** An OpenID provider such as ProConnect: found by its issuer, or every address given. */
export type OidcSettings = {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Null: asked of the issuer (`/.well-known/openid-configuration`). */
  endpoints: {
    authorization: string;
    token: string;
    userinfo: string;
    jwks: string;
    endSession: string | null;
  } | null;
  /** The operator answers for it that the provider verifies every address, and says so of none. */
  emailsAreVerified: boolean;
};

/** In our addresses and in the accounts' rows. */
export const OIDC_PROVIDER = 'oidc';
/** Asymmetric only: a signature made with the client's secret, or none, proves nothing. */
const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const PATIENCE_MS = 8_000;

type Known = { userinfo: string; jwks: ReturnType<typeof createRemoteJWKSet>; issuer: string };

/**
 * Sign-in by that provider: code flow with PKCE, state and nonce; ID token verified. Who the person is comes from the userinfo
 * answer, which must be a JWT signed by the provider, for us.
 */
export function oidcPlugin(settings: OidcSettings, log: (line: string) => void): BetterAuthPlugin {
  const { endpoints } = settings;
  let known: Promise<Known> | null = null;
  const findKnown = () => {
    known ??= learn(settings);
    // Away now is not away for ever.
    known.catch(() => {
      known = null;
    });
    return known;
  };

  const config: GenericOAuthConfig = {
    providerId: OIDC_PROVIDER,
    name: settings.name,
    ...(endpoints === null
      ? { discoveryUrl: discoveryOf(settings.issuer), requireIdTokenVerification: true }
      : {
          authorizationUrl: endpoints.authorization,
          tokenUrl: endpoints.token,
          ...(endpoints.endSession ? { endSessionEndpoint: endpoints.endSession } : {}),
        }),
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    // Names that ProConnect has: what a provider does not know, it leaves out.
    scopes: ['openid', 'given_name', 'usual_name', 'email', 'profile'],
    pkce: true,
    async getUserInfo({ accessToken }) {
      try {
        return await readUserInfo(settings, await findKnown(), accessToken);
      } catch (error) {
        log(
          `userinfo refused: ${error instanceof Error ? ((error as { code?: string }).code ?? error.name) : 'unknown'}`,
        );
        return null;
      }
    },
  };
  const plugin = genericOAuth({ config: [config] });
  return endpoints === null ? plugin : { ...plugin, init: withVerifiedIdTokens(plugin, settings, endpoints.jwks) };
}

type OidcPlugin = ReturnType<typeof genericOAuth>;

/** Where it is not told by discovery how ID tokens are signed, better-auth would take them unverified and without a nonce. */
function withVerifiedIdTokens(
  plugin: OidcPlugin,
  { issuer, clientId }: OidcSettings,
  jwks: string,
): OidcPlugin['init'] {
  return async (ctx) => {
    const made = await plugin.init(ctx);
    for (const provider of made.context.socialProviders) {
      if (provider.id !== OIDC_PROVIDER) continue;
      Object.assign(provider, {
        issuer,
        idToken: { jwks: createRemoteJWKSet(new URL(jwks)), issuer, audience: clientId, algorithms: SIGNATURES },
        requiresIdTokenNonce: true,
      });
    }
    return made;
  };
}

const discoveryOf = (issuer: string) => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

async function learn({ issuer, endpoints }: OidcSettings): Promise<Known> {
  if (endpoints !== null) {
    return { issuer, userinfo: endpoints.userinfo, jwks: createRemoteJWKSet(new URL(endpoints.jwks)) };
  }
  const response = await fetch(discoveryOf(issuer), { signal: AbortSignal.timeout(PATIENCE_MS) });
  const document = (await response.json()) as Record<string, unknown>;
  if (document.issuer !== issuer) throw new Error('The provider calls itself otherwise than OIDC_ISSUER.');
  return {
    issuer,
    userinfo: String(document.userinfo_endpoint),
    jwks: createRemoteJWKSet(new URL(String(document.jwks_uri))),
  };
}

async function readUserInfo(
  settings: OidcSettings,
  { userinfo, jwks, issuer }: Known,
  accessToken: string | undefined,
) {
  if (!accessToken) return null;
  const response = await fetch(userinfo, {
    headers: { authorization: `Bearer ${accessToken}`, accept: 'application/jwt' },
    signal: AbortSignal.timeout(PATIENCE_MS),
    redirect: 'error',
  });
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim();
  if (!response.ok || type !== 'application/jwt') return null;
  const { payload } = await jwtVerify(await response.text(), jwks, {
    issuer,
    audience: settings.clientId,
    algorithms: SIGNATURES,
    requiredClaims: ['sub', 'iss', 'aud'],
  });
  const { sub, email, email_verified: verified, given_name: first, usual_name: usual, family_name: family } = payload;
  if (typeof sub !== 'string' || typeof email !== 'string') return null;
  const isVerified = verified === true || (verified === undefined && settings.emailsAreVerified);
  if (!isVerified) return null;
  const name = [first, usual ?? family].filter((part) => typeof part === 'string').join(' ');
  return { ...payload, id: sub, sub, email: email.toLowerCase(), emailVerified: true, name };
}
