import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { withDatabase } from './database-url.ts';

export type TestDatabase = {
  /** Of the owner. */
  url: string;
  /** Drops it. Throws when something still holds a connection: whoever opened it failed to close it. */
  drop(): Promise<void>;
};

/** A database of one's own, with every table and no row: a clone of the template, made in a fraction of a second. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url: server, template } = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, (sql) => sql.unsafe(`create database ${name} template ${template}`));
  return {
    url: withDatabase(server, name),
    drop: () =>
      onServer(server, async (sql) => {
        const open = await connectionsTo(sql, name);
        await sql.unsafe(`drop database ${name} with (force)`);
        if (open.length > 0) throw new Error(`Failed to release ${open.length} connection(s):\n${open.join('\n')}`);
      }),
  };
}

/** What still holds a connection; a closing one is given a moment to go. */
async function connectionsTo(sql: postgres.Sql, database: string): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    const open = await sql<{ name: string; state: string; query: string }[]>`
      select application_name as name, state, query from pg_stat_activity where datname = ${database}`;
    if (open.length === 0 || attempt === 20)
      return open.map(({ name, state, query }) => `${name} (${state}): ${query}`);
    await sleep(50);
  }
}

async function onServer<T>(server: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
