import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import postgres from 'postgres';
import { compose } from '../../src/compose.ts';
import type { Config } from '../../src/config.ts';
import { seedDemonstration } from '../../src/db/seeds/demonstration.ts';
import { createApp } from '../../src/web/app.tsx';
import { createTestDatabase } from './postgres.ts';
import { startWorkerProcess } from './worker-process.ts';

export type Site = {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  url: string;
  /** As the database's owner: what is really there. */
  owner: postgres.Sql;
  /** Of the database's owner, for who writes accounts. */
  databaseUrl: string;
  /** Opens the API as the demonstration's organisation, `org_demo`. */
  apiKey: string;
  stop(): Promise<void>;
};

const API_KEY = 'key-of-the-demonstration-in-tests';

/** The whole product as people meet it: the Meuse's demonstration, the site on a port of its own, a real worker. */
export async function openSite(): Promise<Site> {
  const test = await createTestDatabase();
  const today = new Date().toISOString().slice(0, 10);
  await seedDemonstration({ url: test.url, demoApiKey: API_KEY, today, log: () => {} });
  const owner = postgres(test.url, { max: 1, onnotice: () => {} });
  // The forty examples would be matched first: here people wait for their own.
  await owner`delete from outbox_events`;

  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDir: '',
    databaseUrl: test.url,
    redisUrl: null,
    territoryId: 'meuse',
    osrm: { car: null, bike: null, foot: null },
    osrmTerritories: ['meuse'],
    auditEvery: 0,
    osmPbf: null,
    publicUrl: 'http://127.0.0.1',
    mail: null,
    demo: true,
    demoApiKey: null,
    authSecret: 'a-secret-for-tests-of-32-characters-at-least',
    oidc: null,
  };
  const composition = await compose(config, () => {});
  await composition.prepareQueue();
  const worker = startWorkerProcess({ DATABASE_URL: test.url });
  await worker.ready;
  const app = createApp(composition.deps, { anonymousRequestsPerMinute: 100_000, log: console.error });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    owner,
    databaseUrl: test.url,
    apiKey: API_KEY,
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      worker.child.kill('SIGTERM');
      await worker.ended;
      await composition.close();
      await owner.end();
      await test.drop();
    },
  };
}
