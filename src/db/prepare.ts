import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { type Address, APP_ROLE, AUTH_ROLE, clientConfig, drizzleOn, openPool, RELAY_ROLE } from './connection.ts';
import { ensureRoles } from './roles.ts';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
const OLDEST_VERSION = 14;
/** An arbitrary number of ours: one preparation at a time in a database. */
const PREPARATION_LOCK = 5_507_116_655;

/**
 * Brings a database to what this program needs: roles, tables, walls. Run as the owner of the database; run again it
 * changes nothing, and several processes may start at once. Throws sentences for the operator, in French.
 */
export async function prepareDatabase({ url, log }: { url: string; log: (message: string) => void }): Promise<void> {
  const client = new pg.Client(clientConfig({ url, role: null, name: 'pouvoir-bouger-prepare' }));
  // A connection lost under way fails the query that was running; nothing else needs to know.
  client.on('error', () => {});
  await client.connect();
  try {
    await assertVersion(client);
    await takeTurn(client, log);
    await ensureRoles(client);
    await migrate(drizzleOn(client), { migrationsFolder: MIGRATIONS }).catch(explainMigration);
  } finally {
    await client.end();
  }
  for (const role of [APP_ROLE, RELAY_ROLE, AUTH_ROLE] as const) await tryRole(url, role);
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
  );
  const [version] = rows;
  if (version && version.number >= OLDEST_VERSION * 10_000) return;
  throw new Error(
    `PostgreSQL ${version?.name} est trop ancien : il faut la version ${OLDEST_VERSION} ou une plus récente.`,
  );
}

/** The lock goes with the connection: a process killed here holds nobody up. */
async function takeTurn(client: pg.Client, log: (message: string) => void): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [PREPARATION_LOCK]);
  if (rows[0]?.mine) return;
  log('Une autre instance prépare la base de données : j’attends qu’elle ait fini.');
  await client.query('select pg_advisory_lock($1)', [PREPARATION_LOCK]);
}

function explainMigration(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof pg.DatabaseError ? error.cause : null;
  if (cause?.code !== '42501') throw error;
  throw new Error(
    [
      `La base de données n’a pas pu être préparée, l’utilisateur n’en a pas le droit (${cause.message}).`,
      'Il doit en être propriétaire. Faites exécuter par un administrateur, puis relancez :',
      '  ALTER DATABASE <base> OWNER TO <utilisateur>;',
      '  ALTER SCHEMA public OWNER TO <utilisateur>;',
      '  CREATE EXTENSION IF NOT EXISTS btree_gist;',
      '  CREATE EXTENSION IF NOT EXISTS pg_trgm;',
    ].join('\n'),
    { cause: error },
  );
}

/** Connects as the application will: the pool looks whether the walls hold. */
async function tryRole(url: string, role: NonNullable<Address['role']>): Promise<void> {
  const pool = openPool({ url, role, size: 1, name: 'pouvoir-bouger-prepare' });
  try {
    await pool.transact(async () => {});
  } finally {
    await pool.close();
  }
}
