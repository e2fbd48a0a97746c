import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { prepareDatabase } from '../../src/db/prepare.ts';
import { startEmbeddedPostgres } from '../../src/launch/embedded-postgres.ts';
import { withDatabase } from './database-url.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server for the whole run; `template` is a prepared, empty database that test files clone. */
    postgres: { url: string; template: string };
  }
}

/** Nothing here outlives the run, so nothing needs to reach the disk. */
const THROWN_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/**
 * One PostgreSQL for the run: the embedded one, or the one of `TEST_DATABASE_URL` (any database of a server on which that user
 * may create databases and roles), to try other versions.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = `pouvoir_bouger_template_${process.pid}_${project.name}`;
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${template} with (force)`);
  await admin.unsafe(`create database ${template}`);
  await prepareDatabase({ url: withDatabase(server.url, template), log: () => {} });
  project.provide('postgres', { url: server.url, template });
  return async () => {
    await admin.unsafe(`drop database ${template} with (force)`);
    await admin.end();
    await server.stop();
  };
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const dataDir = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-test-postgres-'));
  const forget = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  const server = await startEmbeddedPostgres({ dataDir, log: () => {}, settings: THROWN_AWAY }).catch((error) => {
    forget();
    throw error;
  });
  // A run that ends without its teardown must leave no server behind.
  const abandon = () => {
    process.kill(server.pid, 'SIGKILL');
    forget();
  };
  process.once('exit', abandon);
  return {
    url: server.url,
    async stop() {
      process.off('exit', abandon);
      await server.stop();
      forget();
    },
  };
}
