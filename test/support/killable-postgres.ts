import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/launch/embedded-postgres.ts';
import { findFreePort } from '../../src/launch/free-port.ts';

export type KillablePostgres = {
  /** Of the superuser, the same after a restart. */
  url: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** A PostgreSQL of one's own, for tests that take the server down; the others share one. */
export async function startKillablePostgres(): Promise<KillablePostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-postgres-'));
  const port = await findFreePort();
  const start = () => startEmbeddedPostgres({ dataDir, port, log: () => {} });
  let server = await start();
  return {
    url: server.url,
    async kill() {
      process.kill(server.pid, 'SIGKILL');
      while (server.isRunning()) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async restart() {
      server = await start();
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
