import { prepareJobQueue } from '../../src/gateways/job-queue-postgres.ts';
import { startKillablePostgres } from '../support/killable-postgres.ts';
import { describeJobQueue } from './queue-contract.ts';

describeJobQueue(
  'job queue on PostgreSQL',
  async () => {
    const server = await startKillablePostgres();
    await prepareJobQueue({ databaseUrl: server.url, log: () => {} });
    return { ...server, databaseUrl: server.url, redisUrl: null };
  },
  null,
);
