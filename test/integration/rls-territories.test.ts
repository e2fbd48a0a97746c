import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RELAY_ROLE } from '../../src/db/connection.ts';
import { fillTerritory, hashOf, insertRow, rowsOf } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { openWalledSession, reach, type WalledSession } from '../support/walled-session.ts';

/** The strongest posture there is in one territory: a worker, with an organisation. */
const worker = { kind: 'system', territory: 'meuse', organisation: 'org-a', now: '2026-11-22T09:00:00Z' };

const territoryColumn = (table: string) => (table === 'territories' ? 'id' : 'territory_id');
/** Written by the application and read by the relay; read through functions that look at the caller's territory alone. */
const CLOSED = ['outbox_events', 'offer_search'];
const tables = [...new Map(rowsOf('ardennes'))].map(([table, row]) => ({ table, row }));

describe('the wall between territories', () => {
  let database: TestDatabase;
  let owner: postgres.Sql;
  let app: WalledSession;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = postgres(database.url, { max: 2, onnotice: () => {} });
    await fillTerritory(owner, 'meuse');
    await fillTerritory(owner, 'ardennes');
    app = openWalledSession(database.url);
  });
  afterAll(async () => {
    await app.close();
    await owner.end();
    await database.drop();
  });

  it('stands on every table, and this file tries every table', async () => {
    const all = await owner<{ name: string; closed: boolean }[]>`
      select relname as name, relrowsecurity and relforcerowsecurity as closed
      from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by relname`;
    expect(all.filter(({ closed }) => !closed)).toEqual([]);
    expect(all.map(({ name }) => name)).toEqual(tables.map(({ table }) => table).sort());
  });

  it('shows nothing to a query outside any transaction', async () => {
    for (const { table } of tables) {
      const seen = await reach(app.sql`select 1 from ${app.sql(table)}`);
      expect([table, seen]).toEqual([table, CLOSED.includes(table) ? 'denied' : 0]);
    }
  });

  describe.each(tables)('$table', ({ table, row }) => {
    const column = territoryColumn(table);

    it('hides the row of the other territory', async () => {
      const seen = await app.as(worker, (tx) => reach(tx`select 1 from ${tx(table)} where ${tx(column)} = 'ardennes'`));
      expect([0, 'denied']).toContain(seen);
      // Its own row is there to be seen, so that the test above is about the wall and not about an empty table.
      const own = await app.as(worker, (tx) => reach(tx`select 1 from ${tx(table)} where ${tx(column)} = 'meuse'`));
      if (CLOSED.includes(table)) expect(own).toBe('denied');
      else if (table === 'api_keys') expect(own).toBe(0);
      else expect(own).toBeGreaterThan(0);
    });

    it('lets no row be written into the other territory', async () => {
      const copy = { ...row, ...('id' in row ? { id: 'new-1' } : {}), reference: undefined };
      const written = await app.as(worker, (tx) =>
        reach(insertRow(tx, table, JSON.parse(JSON.stringify(copy))).then(() => ({ count: 1 }))),
      );
      expect(written).toBe('denied');
    });

    it('lets no row of the other territory be changed', async () => {
      const columns = await owner<{ name: string }[]>`
        select column_name as name from information_schema.column_privileges
        where grantee = 'pouvoir_bouger_app' and privilege_type = 'UPDATE' and table_name = ${table} limit 1`;
      const name = columns[0]?.name ?? column;
      const changed = await app.as(worker, (tx) =>
        reach(tx`update ${tx(table)} set ${tx(name)} = ${tx(name)} where ${tx(column)} = 'ardennes'`),
      );
      expect(changed).toBe(columns.length > 0 ? 0 : 'denied');
    });

    it('lets no row of its own be moved to the other territory', async () => {
      const moved = await app.as(worker, (tx) =>
        reach(tx`update ${tx(table)} set ${tx(column)} = 'ardennes' where ${tx(column)} = 'meuse'`),
      );
      expect(moved).toBe('denied');
    });

    it('lets no row of the other territory be deleted', async () => {
      const deleted = await app.as(worker, (tx) =>
        reach(tx`delete from ${tx(table)} where ${tx(column)} = 'ardennes'`),
      );
      expect([0, 'denied']).toContain(deleted);
      const [left] = await owner`select count(*)::int as n from ${owner(table)} where ${owner(column)} = 'ardennes'`;
      expect(left?.n).toBeGreaterThan(0);
    });
  });

  it('makes no row of one territory hang from a row of another', async () => {
    const stranger = { kind: 'system', territory: 'ardennes', organisation: 'org-a' };
    await owner`delete from matches where territory_id = 'ardennes'`;
    await owner`delete from diagnostics where territory_id = 'ardennes'`;
    const attempt = app.as(stranger, (tx) =>
      insertRow(tx, 'matches', {
        territory_id: 'ardennes',
        diagnostic_id: 'dia-1',
        version: 1,
        status: 'pending',
        retention_class: 'file',
      }),
    );
    await expect(attempt).rejects.toMatchObject({ code: '23503' });
    await insertRow(
      owner,
      ...(rowsOf('ardennes').find(([name]) => name === 'diagnostics') as [string, Record<string, unknown>]),
    );
  });

  it('keeps what the road says, what changed and how far re-matching is from everybody but workers', async () => {
    const postures = ['visitor', 'program', 'member', 'system'].map((kind) => ({ ...worker, kind }));
    for (const table of [
      'catalogue_changes',
      'landmark_sets',
      'offer_roads',
      'rematch_cursors',
      'rematch_campaigns',
      'match_audits',
    ]) {
      for (const posture of postures) {
        const seen = await app.as(posture, (tx) => reach(tx`select 1 from ${tx(table)}`));
        // How far it is are figures that professionals share.
        const shared = table === 'rematch_campaigns' && posture.kind !== 'visitor';
        const isSeen = typeof seen === 'number' && seen > 0;
        expect([table, posture.kind, isSeen]).toEqual([table, posture.kind, posture.kind === 'system' || shared]);
      }
    }
  });

  it('lets nobody say what changed, and only workers write what the road says or ask for a new result', async () => {
    const member = { ...worker, kind: 'member' };
    const attempts: [string, (tx: postgres.TransactionSql) => Promise<{ count: number }>, number | 'denied'][] = [
      ['changes', (tx) => tx`update catalogue_changes set answer_version = 0`, 'denied'],
      ['counter', (tx) => tx`update catalogue_versions set version = 0`, 'denied'],
      ['roads', (tx) => tx`update offer_roads set vectors = ''`, 0],
      ['landmarks', (tx) => tx`delete from landmark_sets`, 0],
      ['cursor', (tx) => tx`update rematch_cursors set done_version = 99`, 0],
      ['wish', (tx) => tx`update matches set wanted_version = 99`, 0],
      ['campaign', (tx) => tx`update rematch_campaigns set done = 99`, 0],
      ['campaign’s size', (tx) => tx`update rematch_campaigns set total = 99`, 'denied'],
      ['campaign’s end', (tx) => tx`delete from rematch_campaigns`, 0],
    ];
    for (const [what, attempt, expected] of attempts) {
      expect([what, await app.as(member, (tx) => reach(attempt(tx)))]).toEqual([what, expected]);
    }
    const system = (attempt: (tx: postgres.TransactionSql) => Promise<{ count: number }>) =>
      app.as(worker, (tx) => reach(attempt(tx)));
    expect(await system((tx) => tx`update matches set wanted_version = 99`)).toBe(1);
    expect(await system((tx) => tx`update offer_roads set vectors = ''`)).toBe(1);
  });

  it('shows an API key to who shows its hash, and no other key', async () => {
    const seen = await app.as({}, async (tx) => {
      await tx`select set_config('app.api_key_hash', ${hashOf('ardennes key-1')}, true)`;
      return tx`select territory_id, id from api_keys`;
    });
    expect(seen).toEqual([{ territory_id: 'ardennes', id: 'key-1' }]);
  });

  it('lists the territories to the registry, and nothing else', async () => {
    for (const { table } of tables) {
      const seen = await app.as({ kind: 'registry' }, (tx) => reach(tx`select 1 from ${tx(table)}`));
      if (table === 'territories') expect(seen).toBe(2);
      else expect([0, 'denied']).toContain(seen);
    }
  });

  it('lets the relay read and mark the outbox of every territory, and nothing else', async () => {
    const relay = openWalledSession(database.url, RELAY_ROLE);
    const [{ events } = { events: 0 }] = await owner<{ events: number }[]>`
      select count(*)::int as events from outbox_events`;
    expect(events).toBeGreaterThan(2);
    try {
      for (const { table } of tables) {
        const seen = await relay.as(worker, (tx) => reach(tx`select 1 from ${tx(table)}`));
        expect([table, seen]).toEqual([table, table === 'outbox_events' ? events : 'denied']);
      }
      expect(await relay.as({}, (tx) => reach(tx`update outbox_events set sent_at = now()`))).toBe(events);
      expect(await relay.as({}, (tx) => reach(tx`update outbox_events set event = '{}'`))).toBe('denied');
    } finally {
      await relay.close();
    }
  });

  it('forgets on whose behalf it worked when the transaction ends', async () => {
    const single = postgres(database.url, { max: 1, onnotice: () => {}, connection: { role: 'pouvoir_bouger_app' } });
    try {
      const during = await single.begin(async (tx) => {
        await tx`select set_config('app.actor_kind', 'system', true), set_config('app.territory', 'meuse', true)`;
        return tx`select id from offers`;
      });
      expect(during).toHaveLength(1);
      expect(await single`select id from offers`).toHaveLength(0);
    } finally {
      await single.end();
    }
  });

  it('is not left by RESET ROLE, which leads back to the same role', async () => {
    const single = postgres(database.url, { max: 1, onnotice: () => {}, connection: { role: 'pouvoir_bouger_app' } });
    try {
      await single`reset role`;
      const [row] = await single`select current_user as role, (select count(*)::int from offers) as offers`;
      expect(row).toEqual({ role: 'pouvoir_bouger_app', offers: 0 });
    } finally {
      await single.end();
    }
  });

  it('is not left by SET ROLE NONE either where the operator gives a user that owns nothing', async () => {
    const [user, password] = [`plain_${process.pid}`, 'plain'];
    await owner.unsafe(`create role ${user} login password '${password}' in role pouvoir_bouger_app`);
    const plain = new URL(database.url);
    plain.username = user;
    plain.password = password;
    const single = postgres(plain.href, { max: 1, onnotice: () => {}, connection: { role: 'pouvoir_bouger_app' } });
    try {
      await single`set role none`;
      const [row] = await single`select current_user as role, (select count(*)::int from offers) as offers`;
      expect(row).toEqual({ role: user, offers: 0 });
      await expect(single`set role postgres`).rejects.toMatchObject({ code: '42501' });
      await expect(single`alter table offers disable row level security`).rejects.toMatchObject({ code: '42501' });
    } finally {
      await single.end();
      await owner.unsafe(`drop role ${user}`);
    }
  });

  it('gives the application no right to make or change tables, roles or policies', async () => {
    for (const statement of [
      'create table public.mine (a int)',
      'alter table offers disable row level security',
      'drop policy territory_wall on offers',
      'create role mine',
      'truncate offers',
    ]) {
      await expect(app.sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });
});
