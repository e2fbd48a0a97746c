import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/client.ts';
import { clientConfig, drizzleOn } from '../../src/db/connection.ts';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { ensureRoles } from '../../src/db/roles.ts';
import { BEFORE_ANYTHING } from '../../src/services/ports.ts';
import { matchResult } from '../factories/results.ts';
import { actor, insertRow, NOW, rowsOf } from '../factories/rows.ts';
import { withDatabase } from '../support/database-url.ts';
import { type KillablePostgres, startKillablePostgres } from '../support/killable-postgres.ts';

const FOLDER = join(import.meta.dirname, '../../src/db/migrations');

/** As an operator has it whose owner is no superuser: FORCEd walls stand before the migration too. */
describe('a database of the version before re-matching', () => {
  let server: KillablePostgres;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    server = await startKillablePostgres();
    folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-migrations-'));
    cpSync(FOLDER, folder, { recursive: true });
    const journal = join(folder, 'meta/_journal.json');
    const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8'));
    writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 2) }));

    const admin = postgres(server.url, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create role landlord login password 'plain' createrole`);
    await admin.unsafe('create database old owner landlord');
    await admin.end();
    const address = new URL(withDatabase(server.url, 'old'));
    address.username = 'landlord';
    address.password = 'plain';
    url = address.href;
    const client = new pg.Client(clientConfig({ url, role: null, name: 'test' }));
    await client.connect();
    await ensureRoles(client);
    await migrate(drizzleOn(client), { migrationsFolder: folder });
    await client.end();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  });

  it('is brought up to date with what is in it: its offers can be followed, its results found by their offers', async () => {
    const old = postgres(withDatabase(server.url, 'old'), { max: 1, onnotice: () => {} });
    const columns =
      await old`select table_name, column_name from information_schema.columns where table_schema = 'public'`;
    const there = Map.groupBy(columns, ({ table_name }) => table_name as string);
    const told = (offerId: string, verdict: string) => ({ offerId, verdict });
    const result = matchResult({ matches: [told('off-1', 'toVerify'), told('off-2', 'impossible')] as never });
    for (const territory of ['meuse', 'vosges']) {
      // What triggers write is written by the owner, who is behind the walls.
      await old`select set_config('app.territory', ${territory}, false)`;
      for (const [table, row] of rowsOf(territory)) {
        const known = new Set(there.get(table)?.map(({ column_name }) => column_name as string));
        if (known.size === 0) continue;
        const whole = table === 'matches' ? { ...row, status: 'ready', computed_at: NOW, result } : row;
        await insertRow(old, table, Object.fromEntries(Object.entries(whole).filter(([name]) => known.has(name))));
      }
    }
    await prepareDatabase({ url, log: () => {} });

    const matches = await old`select territory_id, offer_ids, wanted_version from matches order by 1`;
    expect(matches).toEqual(
      ['meuse', 'vosges'].map((territory_id) => ({ territory_id, offer_ids: ['off-1'], wanted_version: null })),
    );
    const database = createDatabase({ url, clock: { now: () => Temporal.Now.instant() } });
    try {
      const worker = actor('meuse', { kind: 'system', organisationId: null, id: 'worker' });
      const follow = () =>
        database.transact(worker, ({ offers }) => offers.changesSince(BEFORE_ANYTHING, { limit: 9 }));
      const first = await follow();
      expect(first.changed.map(({ offer }) => offer.id)).toEqual(['off-1']);
      // Nothing of before is matched again; what comes is.
      const planned = () => database.transact(worker, ({ rematching }) => rematching.beginPlanning());
      const before = await planned();
      expect(before.from).toBe(before.upTo);
      await database.transact(actor('meuse'), ({ offers }) => offers.archive('off-1'));
      expect((await follow()).removed).toEqual(['off-1']);
      const { from, upTo } = await planned();
      expect(upTo).toBeGreaterThan(from);
      const telling = await database.transact(worker, ({ rematching }) => rematching.listTelling(['off-1', 'off-2']));
      expect(telling).toEqual([{ diagnosticId: 'dia-1', offerIds: ['off-1'] }]);
    } finally {
      await database.close();
      await old.end();
    }
  });
});
