import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { assertExternalDatabase } from './external-database.ts';

const WATCH_EVERY_MS = 300;

export type RunningDatabase = {
  url: string;
  /** Rejects when the embedded PostgreSQL ended and could not be started again. */
  lost: Promise<never>;
  stop(): Promise<void>;
};

/** The operator's PostgreSQL, checked; else the embedded one, started again on the same port whenever it dies. */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<RunningDatabase> {
  if (config.databaseUrl !== null) {
    log('Connexion à la base indiquée par DATABASE_URL');
    await assertExternalDatabase(config.databaseUrl);
    return { url: config.databaseUrl, lost: new Promise(() => {}), stop: async () => {} };
  }
  log('Démarrage de PostgreSQL');
  const { dataDir } = config;
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log });
  const { port, url } = server;
  let stopping = false;

  async function watch(): Promise<never> {
    for (;;) {
      await sleep(WATCH_EVERY_MS);
      if (stopping || server.isRunning()) continue;
      log('PostgreSQL s’est arrêté : nouveau départ');
      server = await startEmbeddedPostgres({ dataDir, log, port });
      log('PostgreSQL est reparti');
    }
  }
  const lost = watch();
  lost.catch(() => {});
  return {
    url,
    lost,
    async stop() {
      stopping = true;
      await server.stop();
    },
  };
}
