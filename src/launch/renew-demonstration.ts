/**
 * `npm run demo`: writes the demonstration anew, with dates told from today, in the database of the platform that
 * runs here, of `DATABASE_URL`, or in the embedded one, started for the time it takes.
 */
import { type Config, ConfigError, config } from '../config.ts';
import { prepareDatabase } from '../db/prepare.ts';
import { openDataFolder } from './data-folder.ts';
import { openDemonstration } from './demonstration.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { assertExternalDatabase } from './external-database.ts';
import { lockInstance } from './instance-lock.ts';
import { LaunchError } from './launch-error.ts';
import { createScreen } from './screen.ts';

const screen = createScreen();

try {
  const settings = config();
  const { apiKey } = await withDatabase(settings, async (url) => {
    await prepareDatabase({ url, log: screen.step });
    return openDemonstration(settings, url, screen.step, { renew: true });
  });
  screen.say(`\nLa démonstration est écrite à nouveau, à la date d’aujourd’hui. Clé d’API : ${apiKey}`);
  process.exitCode = 0;
} catch (error) {
  const isForPeople = error instanceof LaunchError || error instanceof ConfigError;
  screen.complain(isForPeople ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}

async function withDatabase<T>({ databaseUrl, dataDir }: Config, work: (url: string) => Promise<T>): Promise<T> {
  openDataFolder(dataDir);
  if (databaseUrl !== null) {
    await assertExternalDatabase(databaseUrl);
    return work(databaseUrl);
  }
  const running = findEmbeddedPostgres(dataDir);
  if (running !== null) return work(running);

  const lock = await lockInstance(dataDir, screen.step);
  try {
    const server = await startEmbeddedPostgres({ dataDir, log: screen.step });
    try {
      return await work(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    lock.release();
  }
}
