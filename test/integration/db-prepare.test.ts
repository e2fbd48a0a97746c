import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdministration } from '../../src/db/administration.ts';
import { createDatabase } from '../../src/db/client.ts';
import { createOutboxReader } from '../../src/db/outbox.ts';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { actor, carpoolInput, hashOf, territory } from '../factories/rows.ts';
import { withDatabase } from '../support/database-url.ts';
import { type KillablePostgres, startKillablePostgres } from '../support/killable-postgres.ts';

const clock = { now: () => Temporal.Now.instant() };

/** On a server of its own: roles belong to a whole server, and here they are missing at first. */
describe('preparing a database', () => {
  let server: KillablePostgres;
  let admin: postgres.Sql;
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);

  beforeAll(async () => {
    server = await startKillablePostgres();
    admin = postgres(server.url, { max: 1, onnotice: () => {} });
  });
  afterAll(async () => {
    await admin.end();
    await server.stop();
  });

  async function database(name: string, owner?: { user: string; attributes: string }): Promise<string> {
    const url = new URL(withDatabase(server.url, name));
    if (owner) {
      await admin.unsafe(`create role ${owner.user} login password 'plain' ${owner.attributes}`);
      url.username = owner.user;
      url.password = 'plain';
    }
    await admin.unsafe(`create database ${name} ${owner ? `owner ${owner.user}` : ''}`);
    return url.href;
  }

  async function catalogueOf(url: string): Promise<unknown> {
    const sql = postgres(url, { max: 1 });
    try {
      return {
        migrations: await sql`select hash from drizzle.__drizzle_migrations order by id`,
        columns: await sql`select table_name, column_name, data_type from information_schema.columns
          where table_schema = 'public' order by 1, 2`,
        policies: await sql`select tablename, policyname, cmd, qual, with_check from pg_policies order by 1, 2`,
        grants: await sql`select table_name, column_name, privilege_type from information_schema.column_privileges
          where grantee like 'pouvoir_bouger_%' order by 1, 2, 3`,
      };
    } finally {
      await sql.end();
    }
  }

  const refusal = (url: string): Promise<string> =>
    prepareDatabase({ url, log }).then(
      () => 'prepared',
      (error) => error.message,
    );

  it('tells a user who may not make roles which SQL to have run, and works once it was run', async () => {
    const url = await database('plain', { user: 'plain', attributes: '' });
    expect(await refusal(url)).toMatch(
      /plain de la base n’a pas le droit.*\n {2}CREATE ROLE pouvoir_bouger_app NOLOGIN;\n/s,
    );
    // The roles come from elsewhere: what is asked for shrinks.
    await admin.unsafe(
      'create role pouvoir_bouger_app nologin; create role pouvoir_bouger_relay nologin; create role pouvoir_bouger_auth nologin',
    );
    const statements = (await refusal(url)).match(/^ {2}.*;$/gm) ?? [];
    expect(statements).toEqual(['  GRANT pouvoir_bouger_app, pouvoir_bouger_relay, pouvoir_bouger_auth TO plain;']);
    for (const statement of statements) await admin.unsafe(statement);
    expect(await refusal(url)).toBe('prepared');
    await admin.unsafe('drop database plain');
    await admin.unsafe('drop role pouvoir_bouger_app, pouvoir_bouger_relay, pouvoir_bouger_auth');
  });

  it('tells a user who does not own the database what an administrator has to do', async () => {
    await admin.unsafe("create role lodger login password 'plain' createrole");
    const url = new URL(await database('let'));
    url.username = 'lodger';
    url.password = 'plain';
    expect(await refusal(url.href)).toMatch(/Il doit en être propriétaire.*ALTER DATABASE/s);
    await admin.unsafe('drop role pouvoir_bouger_app, pouvoir_bouger_relay, pouvoir_bouger_auth');
  });

  it('serves an owner that is no superuser: FORCEd walls stand before it too, and everything works', async () => {
    const url = await database('owned', { user: 'landlord', attributes: 'createrole' });
    await prepareDatabase({ url, log });
    const administration = createAdministration({ url, clock });
    const app = createDatabase({ url, clock });
    const outbox = createOutboxReader({ url });
    const landlord = postgres(url, { max: 1 });
    try {
      await administration.upsertTerritory(territory('meuse'));
      await administration.upsertOrganisation('meuse', {
        id: 'org-a',
        name: 'Pôle ressources',
        kind: 'resourceCentre',
        illustrative: true,
      });
      await administration.upsertApiKey('meuse', {
        id: 'key-a',
        organisationId: 'org-a',
        label: 'démonstration',
        hash: hashOf('secret'),
        scopes: ['offers:read'],
        requestsPerMinute: 1200,
      });
      await administration.replaceIllustrativeOffers('meuse', [{ ...carpoolInput, id: 'off-1' }]);
      expect(await landlord`select id from offers`).toHaveLength(0);

      expect((await app.listTerritories()).map(({ id }) => id)).toEqual(['meuse']);
      expect(await app.findApiKey(hashOf('secret'))).toMatchObject({ id: 'key-a', territoryId: 'meuse' });
      const person = await app.transact(actor('meuse'), async ({ diagnostics, offers, outbox }) => {
        await outbox.append({ type: 'diagnosticRecorded', diagnosticId: 'dia-1', version: 1 });
        expect(await offers.catalogueVersion()).toBe(1);
        return diagnostics.findOrCreateBeneficiary({ newId: 'ben-1', reference: 'B-1', birthDate: '1999-05-02' });
      });
      expect(person).toEqual({ id: 'ben-1', birthDate: '1999-05-02' });
      // That one, and the one which the change of the catalogue left by itself.
      expect(await outbox.claim(10, async () => {})).toBe(2);
    } finally {
      await Promise.all([administration.close(), app.close(), outbox.close(), landlord.end()]);
    }
    await admin.unsafe('drop database owned');
    await admin.unsafe('drop role pouvoir_bouger_app, pouvoir_bouger_relay, pouvoir_bouger_auth');
  });

  it('works several times at once, in several databases of a server without the roles', async () => {
    const urls = [await database('one'), await database('two'), await database('three')];
    await Promise.all([...urls, ...urls, ...urls].map((url) => prepareDatabase({ url, log })));
    const [first, ...others] = await Promise.all(urls.map(catalogueOf));
    for (const other of others) expect(other).toEqual(first);
    expect(lines).toContain('Une autre instance prépare la base de données : j’attends qu’elle ait fini.');
  });

  it('changes nothing the second time', async () => {
    const url = await database('again');
    await prepareDatabase({ url, log });
    const once = await catalogueOf(url);
    await prepareDatabase({ url, log });
    expect(await catalogueOf(url)).toEqual(once);
  });

  it('refuses to work in a role that could walk through the walls', async () => {
    const url = await database('bypassed');
    await prepareDatabase({ url, log });
    const app = createDatabase({ url, clock });
    try {
      await admin.unsafe('alter role pouvoir_bouger_app bypassrls');
      await expect(prepareDatabase({ url, log })).rejects.toThrow('le rôle contourne la sécurité par ligne');
      await expect(app.ping()).rejects.toThrow('le rôle contourne la sécurité par ligne');
      await expect(app.listTerritories()).rejects.toThrow('ne sépare pas les territoires');
      await admin.unsafe('alter role pouvoir_bouger_app nobypassrls');
      await expect(app.ping()).resolves.toBeUndefined();
    } finally {
      await admin.unsafe('alter role pouvoir_bouger_app nobypassrls');
      await app.close();
    }
  });

  it('keeps to its role whatever options the address carries', async () => {
    const url = await database('optional');
    await prepareDatabase({ url, log });
    const address = `${url}?options=${encodeURIComponent('-c role=postgres -c search_path=public')}`;
    const app = createDatabase({ url: address, clock });
    await expect(app.ping()).resolves.toBeUndefined();
    await app.close();
  });

  it('refuses a table that somebody left open', async () => {
    const url = await database('opened');
    await prepareDatabase({ url, log });
    const owner = postgres(url, { max: 1 });
    await owner`alter table matches no force row level security`;
    await owner.end();
    await expect(prepareDatabase({ url, log })).rejects.toThrow('ne sont pas protégées par ligne : matches');
  });
});
