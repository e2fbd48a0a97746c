import { createEstimateRouter } from '../geo/estimate.ts';
import { createOsrmRouter } from '../geo/osrm.ts';
import type { Mode, Router } from '../geo/router.ts';
import { JOB_NAMES, type Jobs } from '../workers/queues.ts';
import type { Config } from './config.ts';
import { createDatabase } from './db/client.ts';
import { RELAY_ROLE } from './db/connection.ts';
import { createOutboxReader, type OutboxReader } from './db/outbox.ts';
import { systemClock } from './gateways/clock.ts';
import { randomIds } from './gateways/ids.ts';
import { createJobQueue } from './gateways/job-queue.ts';
import type { JobQueue } from './gateways/job-queue-port.ts';
import { prepareJobQueue } from './gateways/job-queue-postgres.ts';
import { createLog, type Log } from './gateways/log.ts';
import { createTerritoryRegistry } from './gateways/territory-registry.ts';
import type { Deps } from './services/context.ts';

export { createLog, rarely } from './gateways/log.ts';
export type { JobQueue, Log, OutboxReader };

export type Composition = {
  deps: Deps;
  queue: JobQueue<Jobs>;
  /** Brings the queue's own tables up to date; needs the database to be there and prepared. Nothing to do on Redis. */
  prepareQueue(): Promise<void>;
  openOutbox(): OutboxReader;
  /** Closes what was opened; the outbox is whoever opened it's to close. */
  close(): Promise<void>;
};

/**
 * The only place where adapters meet services. Connects to nothing yet: a process may start while PostgreSQL, Redis or the
 * router is away.
 *
 * Connections to PostgreSQL: at most 11 for the verbs (10 and one that listens), 2 for the outbox where it is opened, and
 * those of the queue (`createJobQueue`).
 */
export async function compose(config: Config, log: Log = createLog('site')): Promise<Composition> {
  const { databaseUrl, redisUrl } = config;
  if (databaseUrl === null) throw new TypeError('compose needs the address of a database');
  const clock = systemClock;
  const database = createDatabase({ url: databaseUrl, clock });
  const { territory } = createTerritoryRegistry(database);
  const estimate = createEstimateRouter();
  const configured = configuredRouter(config) ?? estimate;
  const queue = createJobQueue<Jobs>({ names: JOB_NAMES, databaseUrl, redisUrl, role: RELAY_ROLE, log });

  return {
    deps: { database, clock, ids: randomIds, routers: () => ({ configured, estimate }), territory, queue },
    queue,
    async prepareQueue() {
      if (queue.backend === 'postgres') await prepareJobQueue({ databaseUrl, role: RELAY_ROLE });
    },
    openOutbox: () => createOutboxReader({ url: databaseUrl }),
    async close() {
      await queue.close();
      await Promise.all([database.close(), configured.close(), estimate.close()]);
    },
  };
}

/** A licence-free car or a scooter is slower than a car: they have no server of theirs, and are estimated. */
function configuredRouter({ osrm }: Config): Router | null {
  const urls: Partial<Record<Mode, string>> = {};
  for (const mode of ['car', 'bike', 'foot'] as const) if (osrm[mode] !== null) urls[mode] = osrm[mode];
  return Object.keys(urls).length === 0 ? null : createOsrmRouter({ urls });
}
