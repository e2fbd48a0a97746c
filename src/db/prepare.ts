import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type postgres from 'postgres';
import { APP_ROLE, connect, RELAY_ROLE } from './connection.ts';
import { ensureRoles } from './roles.ts';
import { assertWalls } from './walls.ts';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
const OLDEST_VERSION = 14;
/** An arbitrary number of ours: one preparation at a time in a database. */
const PREPARATION_LOCK = 5_507_116_655;

/**
 * Brings a database to what this program needs: roles, tables, walls. Run as the owner of the database; run again it
 * changes nothing, and several processes may start at once. Throws sentences for the operator, in French.
 */
export async function prepareDatabase({ url, log }: { url: string; log: (message: string) => void }): Promise<void> {
  const { sql, db } = connect({ url, role: null, poolSize: 1, name: 'pouvoir-bouger-prepare' });
  try {
    await assertVersion(sql);
    await takeTurn(sql, log);
    await ensureRoles(sql);
    await migrate(db, { migrationsFolder: MIGRATIONS }).catch(explainMigration);
  } finally {
    await sql.end({ timeout: 5 });
  }
  for (const role of [APP_ROLE, RELAY_ROLE] as const) await tryRole(url, role);
}

async function assertVersion(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ number: number; name: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as name`;
  if (row && row.number >= OLDEST_VERSION * 10_000) return;
  throw new Error(
    `PostgreSQL ${row?.name} est trop ancien : il faut la version ${OLDEST_VERSION} ou une plus récente.`,
  );
}

/** The lock goes with the connection: a process killed here holds nobody up. */
async function takeTurn(sql: postgres.Sql, log: (message: string) => void): Promise<void> {
  const [{ mine } = { mine: false }] = await sql<{ mine: boolean }[]>`
    select pg_try_advisory_lock(${PREPARATION_LOCK}) as mine`;
  if (mine) return;
  log('Une autre instance prépare la base de données : j’attends qu’elle ait fini.');
  await sql`select pg_advisory_lock(${PREPARATION_LOCK})`;
}

function explainMigration(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
  if ((cause as { code?: string }).code !== '42501') throw error;
  throw new Error(
    [
      `La base de données n’a pas pu être préparée, l’utilisateur n’en a pas le droit (${cause.message}).`,
      'Il doit en être propriétaire. Faites exécuter par un administrateur, puis relancez :',
      '  ALTER DATABASE <base> OWNER TO <utilisateur>;',
      '  ALTER SCHEMA public OWNER TO <utilisateur>;',
      '  CREATE EXTENSION IF NOT EXISTS btree_gist;',
    ].join('\n'),
    { cause: error },
  );
}

/** Connects as the application will, and looks whether the walls hold. */
async function tryRole(url: string, role: typeof APP_ROLE | typeof RELAY_ROLE): Promise<void> {
  const { sql } = connect({ url, role, poolSize: 1, name: 'pouvoir-bouger-prepare' });
  try {
    await assertWalls(sql, role);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
