import { randomBytes } from 'node:crypto';
import { createAdministration } from '../../src/db/administration.ts';
import { createAccountWriter } from '../../src/db/seeds/account-writer.ts';
import type { Role } from '../../src/domain/accounts/roles.ts';
import type { Clock } from '../../src/services/ports.ts';

/** What answers: an app in this process, or a site on a port. Redirections come back as they are. */
export type Answering = (path: string, init?: RequestInit) => Promise<Response>;

type App = { request(path: string, init?: RequestInit): Response | Promise<Response> };

export const answering = (site: App | { url: string }): Answering =>
  'url' in site
    ? (path, init) => fetch(new URL(path, site.url), { redirect: 'manual', ...init })
    : async (path, init) => site.request(path, init);

/** A browser without script: it keeps cookies, follows redirections when told to, and sends forms of pages it has read. */
export type Browser = {
  get(path: string): Promise<Response>;
  /** As a form of this site: `application/x-www-form-urlencoded`. */
  post(
    path: string,
    fields: Record<string, string | readonly string[]>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** The same with the form token of a page it has just read, that page by default. */
  send(path: string, fields: Record<string, string | readonly string[]>, page?: string): Promise<Response>;
  /** The form token of a page. */
  tokenOf(page: string): Promise<string>;
  /** As other requests need them. */
  cookies(): string;
  setCookie(name: string, value: string | null): void;
};

export function openBrowser(answer: Answering): Browser {
  const jar = new Map<string, string>();
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', cookies());
    const response = await answer(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /;\s*max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  const browser: Browser = {
    get: (path) => ask(path),
    post(path, fields, headers = {}) {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
      return ask(path, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin', ...headers } });
    },
    async send(path, fields, page = path) {
      return browser.post(path, { formToken: await browser.tokenOf(page), ...fields });
    },
    async tokenOf(page) {
      const html = await (await ask(page)).text();
      const token = /name="formToken" value="([^"]+)"/.exec(html)?.[1];
      if (!token) throw new Error(`No form token on ${page}:\n${html.slice(0, 500)}`);
      return token;
    },
    cookies,
    setCookie: (name, value) => void (value === null ? jar.delete(name) : jar.set(name, value)),
  };
  return browser;
}

/** Signed in with a password, over HTTP, as a person would. */
export async function signIn(site: App | { url: string }, { email, password }: { email: string; password: string }) {
  const browser = openBrowser(answering(site));
  const response = await browser.post('/connexion', { email, password, par: 'mot-de-passe' });
  if (response.status !== 303) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
  const browsers: Browser & { landedOn: string } = Object.assign(browser, {
    landedOn: response.headers.get('location') ?? '',
  });
  return browsers;
}

export type NewMember = {
  territoryId?: string;
  organisationId: string;
  role: Role;
  email?: string;
  displayName?: string;
  /** Null invites, without an account. */
  password?: string | null;
};

/** A member with an account, and what they sign in with. */
export async function createMember({ url, clock }: { url: string; clock: Clock }, member: NewMember) {
  const random = randomBytes(5).toString('hex');
  const { territoryId = 'meuse', organisationId, role } = member;
  const email = member.email ?? `${role.toLowerCase()}-${random}@exemple.invalid`;
  const displayName = member.displayName ?? `Membre ${random}`;
  const password = member.password === undefined ? `mot de passe ${random}` : member.password;
  const administration = createAdministration({ url, clock });
  const writer = createAccountWriter({ url, clock });
  try {
    const userId = password === null ? null : await writer.put({ email, name: displayName, password });
    const facts = { id: `mem_${random}`, organisationId, displayName, email, role, userId };
    const id = await administration.upsertMember(territoryId, facts);
    return { id, territoryId, organisationId, email, displayName, role, userId, password: password ?? '' };
  } finally {
    await Promise.all([administration.close(), writer.close()]);
  }
}
