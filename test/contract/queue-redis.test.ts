import { noRedisBecause, startRedis } from '../support/redis.ts';
import { describeJobQueue } from './queue-contract.ts';

describeJobQueue(
  'job queue on Redis',
  async () => {
    const server = await startRedis();
    if (server === null) throw new Error('no Redis');
    return { ...server, databaseUrl: 'postgres://nobody@127.0.0.1:1/none', redisUrl: server.url };
  },
  noRedisBecause,
);
