import { RELAY_ROLE } from '../../src/db/connection.ts';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { prepareJobQueue } from '../../src/gateways/job-queue-postgres.ts';
import { startKillablePostgres } from '../support/killable-postgres.ts';
import { describeJobQueue } from './queue-contract.ts';

describeJobQueue(
  'job queue on PostgreSQL',
  async () => {
    const server = await startKillablePostgres();
    await prepareDatabase({ url: server.url, log: () => {} });
    await prepareJobQueue({ databaseUrl: server.url, role: RELAY_ROLE });
    return { ...server, databaseUrl: server.url, redisUrl: null, role: RELAY_ROLE };
  },
  null,
);
