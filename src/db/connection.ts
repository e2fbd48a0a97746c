import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Drizzle = PostgresJsDatabase<Record<string, never>>;
/** What a store works with: the whole database, or one transaction of it. */
export type Transaction = Parameters<Parameters<Drizzle['transaction']>[0]>[0];

/** The role of every request and every worker: owns nothing, bypasses nothing (migration `walls`). */
export const APP_ROLE = 'pouvoir_bouger_app';
/** The role of the outbox relay: reads and marks outbox rows of all territories, and nothing else. */
export const RELAY_ROLE = 'pouvoir_bouger_relay';

export type ConnectionOptions = {
  url: string;
  /** `null` connects as the owner, for migrations and administration only. */
  role: typeof APP_ROLE | typeof RELAY_ROLE | null;
  poolSize: number;
  /** Shown in `pg_stat_activity`. */
  name: string;
};

/**
 * A pool on the server. The role is a start-up parameter: a query outside any transaction is behind the walls too, and
 * `RESET ROLE` leads back to it.
 */
export function connect({ url, role, poolSize, name }: ConnectionOptions): { sql: postgres.Sql; db: Drizzle } {
  const sql = postgres(url, {
    max: poolSize,
    connect_timeout: 5,
    // A server that is away must be told within a second or two, not after a growing wait.
    backoff: (failures) => Math.min(0.1 * failures, 1),
    onnotice: () => {},
    connection: {
      application_name: name,
      TimeZone: 'UTC',
      ...(role ? { role, statement_timeout: 60_000, idle_in_transaction_session_timeout: 120_000 } : {}),
    },
  });
  return { sql, db: drizzle(sql, { casing: 'snake_case' }) };
}
