import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { DatabaseUnavailableError } from '../services/ports.ts';
import { createTurns } from './turns.ts';
import { assertWalls, OpenWallsError } from './walls.ts';

/** What a store works with: one transaction, which refuses every query once it is over. */
export type Transaction = NodePgDatabase<Record<string, never>>;

/** The role of every request and every worker: owns nothing, bypasses nothing (migration `walls`). */
export const APP_ROLE = 'pouvoir_bouger_app';
/** The role of the outbox relay: reads and marks outbox rows of all territories, and nothing else. */
export const RELAY_ROLE = 'pouvoir_bouger_relay';
/** The role that proves who somebody is: reaches the schema `auth`, and nothing of `public`. */
export const AUTH_ROLE = 'pouvoir_bouger_auth';

export type Address = {
  url: string;
  /** `null` connects as the owner, for migrations and administration only. */
  role: typeof APP_ROLE | typeof RELAY_ROLE | typeof AUTH_ROLE | null;
  /** Shown in `pg_stat_activity`. */
  name: string;
};

/** For a connection to be made. */
const PATIENCE_MS = 5_000;
/** For one that others work on: about as long as a person waits for a page, and less than what stands before us does. */
const TURN_PATIENCE_MS = 30_000;
const LIMITS = { statement_timeout: '60s', idle_in_transaction_session_timeout: '120s' };

/**
 * The role is a start-up option: a query outside any transaction is behind the walls too, and `RESET ROLE` leads back
 * to it. Options that the operator wrote in the address come first, so that ours hold.
 */
export function clientConfig({ url, role, name }: Address): pg.ClientConfig {
  const address = new URL(url);
  const given = address.searchParams.get('options');
  address.searchParams.delete('options');
  const ours = Object.entries({ TimeZone: 'UTC', ...(role && { role, ...LIMITS }) });
  return {
    connectionString: address.href,
    application_name: name,
    options: [given, ...ours.map(([key, value]) => `-c ${key}=${value}`)].filter(Boolean).join(' '),
    connectionTimeoutMillis: PATIENCE_MS,
    keepAlive: true,
  };
}

export const drizzleOn = (client: pg.Client | pg.PoolClient): Transaction => drizzle(client, { casing: 'snake_case' });

export type Pool = {
  /**
   * Runs `work` in a transaction on a connection of its own; commits when it resolves, rolls back when it throws.
   * Where all are worked on it waits for its turn. Throws `DatabaseUnavailableError` when no connection can be had, the turn does not
   * come, or the connection is lost under way.
   */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** With a role, each connection proves that the walls hold before anybody works on it. */
export function openClients(address: Address & { size: number }): pg.Pool {
  const { role, size } = address;
  const pool = new pg.Pool({
    ...clientConfig(address),
    max: size,
    idleTimeoutMillis: 60_000,
    onConnect: role ? (client: pg.ClientBase) => assertWalls(client, role) : undefined,
  });
  // A connection lost while nobody used it: the pool has forgotten it already.
  pool.on('error', () => {});
  return pool;
}

export function openPool(address: Address & { size: number }): Pool {
  const pool = openClients(address);
  // Never the pool's own queue: it takes a server that has much to do for one that is away.
  const takeTurn = createTurns({
    places: address.size,
    patienceMs: TURN_PATIENCE_MS,
    tooLong: () => new DatabaseUnavailableError(new Error('every connection is in use')),
  });

  return {
    async transact(work) {
      const turn = await takeTurn();
      const client = await pool.connect().catch((failure: unknown) => {
        const error = failure instanceof OpenWallsError ? failure : new DatabaseUnavailableError(failure);
        turn.give(error);
        throw error;
      });
      let lost: Error | undefined;
      let stuck: Error | undefined;
      let over = false;
      const notice = (error: Error) => {
        lost ??= error;
      };
      client.on('error', notice);
      // A query that comes late would run in the next transaction of this connection, on behalf of somebody else.
      const query = (...args: Parameters<typeof client.query>) => {
        if (over) throw new Error('This transaction is over: a store was used after the work it was lent for.');
        return client.query(...args);
      };
      try {
        await client.query('begin');
        const result = await work(drizzleOn({ query } as unknown as pg.PoolClient));
        over = true;
        const { command } = await client.query('commit');
        if (command !== 'COMMIT') throw new Error('A statement failed and its error was ignored: nothing was written.');
        return result;
      } catch (error) {
        over = true;
        await client.query('rollback').catch((failure: Error) => {
          stuck = failure;
        });
        throw lost ? new DatabaseUnavailableError(lost) : error;
      } finally {
        client.off('error', notice);
        client.release(lost ?? stuck);
        turn.give();
      }
    },
    close: () => pool.end(),
  };
}
