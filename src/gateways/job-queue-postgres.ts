import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import { Client, escapeIdentifier, Pool, type PoolClient, type PoolConfig } from 'pg';
import type { JobStore } from './job-queue-port.ts';

/** BullMQ's tables have a schema to themselves, out of the way of ours. */
const SCHEMA = 'bullmq';

/**
 * BullMQ's tables, created or brought up to date. Run once at boot by whoever migrates; safe to run from several
 * processes at once. Throws what PostgreSQL says (away, not allowed to create a schema, older than 13).
 */
export async function prepareJobQueue(options: {
  databaseUrl: string;
  schema?: string;
  /** Given the rights to work with those tables; it must exist. */
  role?: string;
}): Promise<void> {
  const { schema = SCHEMA, role } = options;
  const client = new Client({ connectionString: options.databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // a connection that drops rejects the query under way, which is enough
  await client.connect();
  try {
    await runMigrations(client, schema);
    if (role !== undefined) await client.query(grants(schema, role));
  } finally {
    await client.end();
  }
}

/** The functions are everyone's to call: they act with the rights of the caller. */
const grants = (schema: string, role: string) => `
  GRANT USAGE ON SCHEMA ${escapeIdentifier(schema)} TO ${escapeIdentifier(role)};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${escapeIdentifier(schema)} TO ${escapeIdentifier(role)};
  GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${escapeIdentifier(schema)} TO ${escapeIdentifier(role)}`;

export function createPostgresJobStore(options: {
  url: string;
  schema?: string;
  role?: string;
  onFailure: (error: unknown) => void;
}): JobStore {
  const { url, schema = SCHEMA, role, onFailure } = options;
  const base = {
    // BullMQ's SQL names its tables without a schema.
    connectionString: withSettings(url, { search_path: schema, ...(role === undefined ? {} : { role }) }),
    max: 2,
    keepAlive: true,
    application_name: 'pouvoir-bouger queue',
  };
  const asking = openPool({ ...base, connectionTimeoutMillis: 2_000, query_timeout: 3_000 });
  asking.on('error', onFailure);

  return {
    backend: 'postgres',

    async ping() {
      await asking.query('SELECT 1');
    },

    openQueue(name) {
      const queue = new Queue(name, { connection: asking }, createPostgresBackend);
      queue.on('error', () => {}); // the pool's own listener has told it
      return queue;
    },

    openWorker(name, processor, workerOptions) {
      const pool = openPool({ ...base, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
      const patient = patientPool(pool, onFailure);
      const worker = new Worker(name, processor, { ...workerOptions, connection: patient }, createPostgresBackend);
      return { worker, abandon: patient.abandon, end: () => pool.end() };
    },

    close: () => asking.end(),
  };
}

/**
 * A pool whose callers wait while the server is away, as those of a Redis client do. BullMQ needs it: its workers keep
 * a failed first connection for ever, and ask again without a pause on any error but a refused connection.
 */
function patientPool(pool: Pool, onFailure: (error: unknown) => void) {
  let abandoned = false;
  async function connect(): Promise<PoolClient> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await pool.connect();
      } catch (error) {
        if (abandoned) throw error;
        onFailure(error);
        await sleep(Math.min(100 * 2 ** attempt, 2_000));
        if (abandoned) throw error;
      }
    }
  }
  return {
    options: { keepAlive: true },
    connect,
    async query(text: string, params?: readonly unknown[]) {
      const client = await connect();
      try {
        const result = await client.query(text, params as unknown[]);
        client.release();
        return result;
      } catch (error) {
        // Only an answer of the server leaves the connection fit for the next.
        client.release(!/^[0-9A-Z]{5}$/.test(String((error as { code?: unknown }).code)));
        throw error;
      }
    },
    end: () => pool.end(),
    // biome-ignore lint/suspicious/noExplicitAny: forwarded as it comes
    on(event: any, listener: any) {
      pool.on(event, listener);
      return this;
    },
    removeAllListeners(event?: string) {
      pool.removeAllListeners(event);
      return this;
    },
    abandon() {
      abandoned = true;
    },
  };
}

/** A connection that drops just after its last answer tells nobody but its own listener, and would end the process. */
function openPool(config: PoolConfig): Pool {
  const pool = new Pool(config);
  // Each kind of work listens to it.
  pool.setMaxListeners(0);
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Sets run-time parameters for every connection made from the address, beside those it has. */
function withSettings(url: string, settings: Record<string, string>): string {
  const address = new URL(url);
  const options = [address.searchParams.get('options') ?? ''];
  for (const [name, value] of Object.entries(settings)) options.push(`-c ${name}=${value}`);
  address.searchParams.set('options', options.join(' ').trim());
  return address.href;
}
