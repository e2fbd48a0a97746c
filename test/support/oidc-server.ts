import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import Provider from 'oidc-provider';
import type { OidcSettings } from '../../src/gateways/accounts-oidc.ts';

/** How the userinfo answer differs from what the provider really says. */
export type Tampering =
  | 'none'
  | 'plainJson'
  | 'unsigned'
  | 'anotherKey'
  | 'clientSecretKey'
  | 'anotherIssuer'
  | 'anotherAudience'
  | 'anotherSubject'
  | 'emailUnverified'
  | 'emailUnspoken'
  | 'noEmail'
  | 'broken';

export type OidcServer = {
  settings: OidcSettings;
  /** Of the next userinfo answers. */
  tamper(how: Tampering): void;
  /** Logs in there as that account and agrees, as a person would; the address at which the provider sends them back. */
  logIn(authorizationUrl: string, email: string): Promise<string>;
  stop(): Promise<void>;
};

const CLIENT = { id: 'pouvoir-bouger', secret: 'a-client-secret-of-the-tests-of-32-characters' };

/** A real OpenID provider that answers userinfo with a signed JWT, as ProConnect does, and somebody in its way. */
export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const { privateKey: otherKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(privateKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  let how: Tampering = 'none';

  const server = createServer();
  const origin = await listen(server);
  const provider = new Provider(origin, {
    jwks: { keys: [key] },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [new URL('/', redirectUri).href],
        userinfo_signed_response_alg: 'RS256',
      },
    ],
    features: { jwtUserinfo: { enabled: true }, devInteractions: { enabled: true } },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    scopes: ['openid', 'email', 'profile', 'given_name', 'usual_name'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
      profile: [],
    },
    cookies: { keys: ['cookies-of-the-provider'] },
    findAccount: (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: true, given_name: 'Camille', usual_name: 'Roussel' }),
    }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (new URL(request.url ?? '/', origin).pathname !== '/userinfo') return answer(request, response);
    void userinfo(request.headers.authorization ?? '').then(({ type, body }) => {
      response.writeHead(200, { 'content-type': type });
      response.end(body);
    });
  });

  /** What the provider says at `/me`, changed on its way. */
  async function userinfo(authorization: string): Promise<{ type: string; body: string }> {
    const said = await (await fetch(`${origin}/me`, { headers: { authorization } })).text();
    if (how === 'none') return { type: 'application/jwt', body: said };
    const [, middle = ''] = said.split('.');
    const claims = JSON.parse(Buffer.from(middle, 'base64url').toString()) as Record<string, unknown>;
    const { email: _email, ...withoutEmail } = claims;
    const { email_verified: _verified, ...unspoken } = claims;
    const sign = (changed: Record<string, unknown>, by: typeof privateKey | Uint8Array = privateKey, alg = 'RS256') =>
      new SignJWT(changed).setProtectedHeader({ alg, kid: 'key-1' }).sign(by);
    const jwt = async (body: string | Promise<string>) => ({
      type: 'application/jwt; charset=utf-8',
      body: await body,
    });
    switch (how) {
      case 'plainJson':
        return { type: 'application/json', body: JSON.stringify(claims) };
      case 'unsigned':
        return jwt(new UnsecuredJWT(claims).encode());
      case 'anotherKey':
        return jwt(sign(claims, otherKey));
      case 'clientSecretKey':
        return jwt(sign(claims, new TextEncoder().encode(CLIENT.secret), 'HS256'));
      case 'anotherIssuer':
        return jwt(sign({ ...claims, iss: 'https://exemple.invalid' }));
      case 'anotherAudience':
        return jwt(sign({ ...claims, aud: 'another-client' }));
      case 'anotherSubject':
        return jwt(sign({ ...claims, sub: 'somebody-else' }));
      case 'emailUnverified':
        return jwt(sign({ ...claims, email_verified: false }));
      case 'emailUnspoken':
        return jwt(sign(unspoken));
      case 'noEmail':
        return jwt(sign(withoutEmail));
      case 'broken':
        return jwt(`${said.slice(0, -6)}AAAAAA`);
    }
  }

  async function logIn(authorizationUrl: string, email: string): Promise<string> {
    const jar = new Map<string, string>();
    const ask = async (url: string, form?: Record<string, string>) => {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        jar.set(name, value);
      }
      return response;
    };
    let response = await ask(authorizationUrl);
    for (let step = 0; step < 12; step++) {
      const location = response.headers.get('location');
      if (location?.startsWith(redirectUri)) return location;
      if (location) {
        response = await ask(new URL(location, origin).href);
        continue;
      }
      const page = await response.text();
      const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
      if (!action || !prompt) throw new Error(`The provider shows no form:\n${page.slice(0, 800)}`);
      response = await ask(new URL(action, origin).href, { prompt, login: email, password: 'x' });
    }
    throw new Error('The provider leads nowhere.');
  }

  return {
    settings: {
      name: 'ProConnect d’essai',
      issuer: origin,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      endpoints: {
        authorization: `${origin}/auth`,
        token: `${origin}/token`,
        userinfo: `${origin}/userinfo`,
        jwks: `${origin}/jwks`,
        endSession: `${origin}/session/end`,
      },
      emailsAreVerified: false,
    },
    tamper: (next) => {
      how = next;
    },
    logIn,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
