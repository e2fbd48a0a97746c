import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../src/domain/accounts/roles.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { actorOf, type Member } from '../../src/services/ports/accounts.ts';
import { ACTIONS, COLUMNS, type RoleAction } from '../factories/role-actions.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { type Browser, createMember, openBrowser, signIn } from '../support/sign-in.ts';

let api: TestApi;
const browsers = new Map<Role, Browser>();
const tokens = new Map<Role, string>();
let person = '';

/** Everybody works in one organisation, which holds the file: the role alone tells them apart. */
beforeAll(async () => {
  api = await startApi({ app: { anonymousRequestsPerMinute: 1_000_000 } });
  // An administrator of real people needs a second factor, which has its own tests: these people are examples.
  const owner = postgres(api.url, { max: 1, onnotice: () => {} });
  await owner`update organisations set illustrative = true where id = 'org_one'`;
  await owner.end();
  for (const role of ROLES) {
    const member = await createMember({ url: api.url, clock: api.deps.clock }, { organisationId: 'org_one', role });
    const browser = await signIn(api.app, member);
    browsers.set(role, browser);
    tokens.set(role, await browser.tokenOf('/compte'));
    if (role === 'referent') {
      const ctx = { actor: actorOf({ ...(member as Partial<Member> as Member), role }), deps: api.deps };
      person = (await openPerson({ ctx, input: { firstName: 'Amina', lastName: 'Test', commune: '55122' } })).id;
    }
  }
});
afterAll(() => api?.stop());

/** With the ids of this scene in it; what is not of the scene is an id that never was. */
function addressOf({ path, params = {}, query }: RoleAction): string {
  const known = path.replace(/^\/pro\/personnes\/:id\b/, `/pro/personnes/${person}`);
  const address = known.replace(/:(\w+)(\{[^}]*\})?/g, (_, name) => params[name] ?? 'jamais-vu');
  return query === undefined ? address : `${address}?${withPerson(query)}`;
}
const withPerson = (text: string) => text.replaceAll(':person', person);
const fieldsOf = ({ fields = {} }: RoleAction) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, withPerson(value)]));

/** Allowed: whatever comes of it, even that there is no such thing or that something lacks. */
async function attempt(role: Role, action: RoleAction) {
  const browser = browsers.get(role);
  if (!browser) throw new Error(`Nobody is ${role}`);
  const address = addressOf(action);
  const response =
    action.method === 'GET'
      ? await browser.get(address)
      : await browser.post(address, { formToken: tokens.get(role) ?? '', ...fieldsOf(action) });
  await response.body?.cancel();
  const asked = response.headers.get('location')?.startsWith('/connexion') ?? false;
  return { status: response.status, refused: response.status === 401 || response.status === 403 || asked };
}

describe('what each role may do', () => {
  it.each(ACTIONS.map((action) => [`${action.method} ${action.path}`, action] as const))(
    '%s',
    async (_name, action) => {
      const found: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const [index, role] of COLUMNS.entries()) {
        const { status, refused } = await attempt(role, action);
        expect(status, `${role} is answered by a fault of ours`).toBeLessThan(500);
        expected[role] = action.may[index] === 'x' ? 'allowed' : 'refused';
        found[role] = refused ? 'refused' : 'allowed';
      }
      expect(found).toEqual(expected);
    },
  );

  it.each(ACTIONS.map((action) => [`${action.method} ${action.path}`, action] as const))(
    'nobody signed in: %s',
    async (_name, action) => {
      const browser = openBrowser(async (at, init) => api.app.request(at, init));
      const address = addressOf(action);
      const response =
        action.method === 'GET' ? await browser.get(address) : await browser.post(address, fieldsOf(action));
      const location = response.headers.get('location') ?? '';
      expect([401, 303, 302], await response.text()).toContain(response.status);
      if (response.status !== 401) expect(location).toMatch(/^\/connexion/);
    },
  );

  it('has a line for every address that only professionals reach', () => {
    const told = new Set(ACTIONS.map(({ method, path }) => `${method} ${path}`));
    const inside = /^\/(pro|structure|entreprise|compte|ressources|pilotage)(\/|$)/;
    const served = api.app.routes
      .filter(({ method, path }) => ['GET', 'POST'].includes(method) && inside.test(path))
      .filter(({ path }) => !path.startsWith('/pro/essai') && !path.endsWith('*') && path !== '/structure')
      .map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(served)].filter((one) => !told.has(one))).toEqual([]);
    expect([...told].filter((one) => !served.includes(one))).toEqual([]);
  });
});
