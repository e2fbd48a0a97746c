import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAuthDatabase } from '../../src/db/auth-database.ts';
import { createAccounts } from '../../src/gateways/accounts.ts';
import { DatabaseUnavailableError } from '../../src/services/ports.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { createApp } from '../../src/web/app.tsx';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { createMember, signIn } from '../support/sign-in.ts';

type NewMember = Awaited<ReturnType<typeof createMember>>;

let api: TestApi;
let owner: postgres.Sql;
let app: postgres.Sql;
let camille: NewMember;
let far: NewMember;
beforeAll(async () => {
  api = await startApi();
  const clock = api.deps.clock;
  camille = await createMember({ url: api.url, clock }, { organisationId: 'org_one', role: 'prescriber' });
  const there = { territoryId: 'voisin', organisationId: 'org_far', role: 'admin' } as const;
  far = await createMember({ url: api.url, clock }, there);
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  app = postgres(api.url, { max: 2, onnotice: () => {}, connection: { role: 'pouvoir_bouger_app' } });
});
afterAll(async () => {
  await Promise.all([owner?.end(), app?.end()]);
  await api?.stop();
});

/** What any code of ours, right or wrong, could try in the application's role. */
async function as<T>(settings: Record<string, string>, work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> {
  let result: T | undefined;
  const undone = new Error('undone');
  const trial = app.begin(async (tx) => {
    for (const [name, value] of Object.entries(settings)) await tx`select set_config(${`app.${name}`}, ${value}, true)`;
    result = await work(tx);
    throw undone;
  });
  await trial.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return result as T;
}
const ids = (tx: postgres.TransactionSql) =>
  tx`select id from members order by id`.then((rows) => rows.map(({ id }) => id));

describe('members, behind the walls', () => {
  it('are found by whoever signs in by their own account or address, in one territory at a time', async () => {
    const registry = { actor_kind: 'registry', territory: 'meuse' };
    expect(await as(registry, ids)).toEqual([]);
    expect(await as({ ...registry, signed_in_email: camille.email.toUpperCase() }, ids)).toEqual([camille.id]);
    expect(await as({ ...registry, signed_in_user: camille.userId ?? '' }, ids)).toEqual([camille.id]);
    expect(await as({ ...registry, signed_in_email: far.email }, ids)).toEqual([]);
    expect(await as({ ...registry, territory: 'voisin', signed_in_email: far.email }, ids)).toEqual([far.id]);
  });

  it('are joined by that address alone, and given nothing more', async () => {
    const registry = { actor_kind: 'registry', territory: 'meuse', signed_in_email: far.email };
    const joined = await as(registry, (tx) => tx`update members set user_id = 'thief', joined_at = now()`);
    expect(joined.count).toBe(0);
  });

  it('are kept by an administrator of their territory, by no other member', async () => {
    const member = { actor_kind: 'member', territory: 'meuse', organisation: 'org_one' };
    const close = (tx: postgres.TransactionSql) => tx`update members set closed_at = now()`;
    const insert = (tx: postgres.TransactionSql) =>
      tx`insert into organisations (territory_id, id, name, kind) values ('meuse', 'org_new', 'Nouvelle', 'provider')`;
    for (const role of ['prescriber', 'referent', 'mobilityAdvisor', 'department', '']) {
      expect((await as({ ...member, role }, close)).count).toBe(0);
      await expect(as({ ...member, role }, insert)).rejects.toMatchObject({ code: '42501' });
    }
    const all = await owner`select id from members where territory_id = 'meuse'`;
    expect((await as({ ...member, role: 'admin' }, close)).count).toBe(all.count);
    expect(await as({ ...member, role: 'admin' }, ids)).not.toContain(far.id);
  });
});

describe('what has had its day', () => {
  beforeEach(() => owner`delete from auth.attempts`);

  it('is forgotten by the workers, and nothing else', async () => {
    const browser = await signIn(api.app, camille);
    await owner`insert into auth.verification (id, identifier, value, expires_at) values
      ('ver_old', 'old', 'x', '2020-01-01'), ('ver_new', 'new', 'x', '2099-01-01')`;
    await owner`insert into auth.attempts (key, count, started_at, expires_at) values
      ('old', 1, '2020-01-01', '2020-01-02'), ('new', 1, '2026-01-01', '2099-01-01')`;
    await purgeExpired({ ctx: { actor: worker(), deps: api.deps } });
    expect(await owner`select id from auth.verification where id like 'ver_%'`).toEqual([{ id: 'ver_new' }]);
    expect(await owner`select key from auth.attempts where key in ('old', 'new')`).toEqual([{ key: 'new' }]);
    expect((await browser.get('/compte')).status).toBe(200);
  });
});

describe('while the accounts’ tables do not answer', () => {
  it('says that it is away, on the sign-in page and to who was signed in, and never that a password is wrong', async () => {
    const { clock } = api.deps;
    const browser = await signIn(api.app, camille);
    const away = openAuthDatabase({ url: 'postgres://nobody@127.0.0.1:9/nothing', clock });
    const accounts = createAccounts({
      store: away,
      secret: () => 'a-secret-for-tests-of-32-characters-at-least',
      publicUrl: 'http://localhost',
      oidc: null,
      isExpected: async () => true,
      log: () => {},
    });
    try {
      await expect(away.ping()).rejects.toBeInstanceOf(DatabaseUnavailableError);
      const site = createApp({ ...api.deps, accounts }, { territoryId: 'meuse', log: () => {} });
      const { email, password } = camille;
      const body = new URLSearchParams({ email, password, par: 'mot-de-passe' });
      expect((await site.request('/connexion', { method: 'POST', body })).status).toBe(503);
      expect((await site.request('/compte', { headers: { cookie: browser.cookies() } })).status).toBe(503);
      expect((await site.request('/fr/')).status).toBe(200);
    } finally {
      await away.close();
    }
  });
});
