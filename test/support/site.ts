import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import postgres from 'postgres';
import { compose } from '../../src/compose.ts';
import type { Config } from '../../src/config.ts';
import { DEMONSTRATION_EMAILS, OTHER_PRESCRIBER_EMAIL } from '../../src/db/seeds/demonstration/accounts.ts';
import { seedDemonstration } from '../../src/db/seeds/demonstration.ts';
import type { Role } from '../../src/domain/accounts/roles.ts';
import { findFreePort } from '../../src/launch/free-port.ts';
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
  /** What the demonstration's account of that role signs in with. */
  accountOf(role: Role): { email: string; password: string };
  /** A prescriber of another organisation than the first one's. */
  stranger: { email: string; password: string };
  stop(): Promise<void>;
};

const API_KEY = 'key-of-the-demonstration-in-tests';

/** The whole product as people meet it: the Meuse's demonstration, the site on a port of its own, a real worker. */
export async function openSite(): Promise<Site> {
  const test = await createTestDatabase();
  const today = new Date().toISOString().slice(0, 10);
  const seeded = await seedDemonstration({ url: test.url, demoApiKey: API_KEY, today, log: () => {} });
  const signingIn = (email: string) => {
    const password = seeded.accounts.find((account) => account.email === email)?.secret;
    if (password === undefined) throw new Error(`The demonstration has no account of ${email}.`);
    return { email, password };
  };
  const owner = postgres(test.url, { max: 1, onnotice: () => {} });
  // The forty examples would be matched first: here people wait for their own.
  await owner`delete from outbox_events`;

  const port = await findFreePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-site-'));
  const publicUrl = `http://127.0.0.1:${port}`;
  const config: Config = {
    port,
    host: '127.0.0.1',
    dataDir,
    databaseUrl: test.url,
    redisUrl: null,
    territoryId: 'meuse',
    trustedProxies: [],
    osrm: { car: null, bike: null, foot: null },
    osrmTerritories: ['meuse'],
    auditEvery: 0,
    osmPbf: null,
    publicUrl,
    mail: null,
    sms: null,
    banUrl: null,
    demo: true,
    demoApiKey: null,
    authSecret: 'a-secret-for-tests-of-32-characters-at-least',
    oidc: null,
  };
  const composition = await compose(config, () => {});
  await composition.prepareQueue();
  const worker = startWorkerProcess({ DATABASE_URL: test.url, DATA_DIR: dataDir, PUBLIC_URL: publicUrl });
  await worker.ready;
  const app = createApp(composition.deps, { anonymousRequestsPerMinute: 100_000, log: console.error });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => resolve(started));
  });

  return {
    url: publicUrl,
    owner,
    databaseUrl: test.url,
    apiKey: API_KEY,
    accountOf: (role) => signingIn(DEMONSTRATION_EMAILS[role]),
    stranger: signingIn(OTHER_PRESCRIBER_EMAIL),
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
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
