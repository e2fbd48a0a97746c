import type { Config } from '../config.ts';
import { openDataFolder } from './data-folder.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { assertExternalDatabase } from './external-database.ts';
import { lockInstance } from './instance-lock.ts';

/**
 * Works on the database of the platform that runs here, of `DATABASE_URL`, or on the embedded one, started for the time it
 * takes.
 */
export async function withDatabase<T>(
  { databaseUrl, dataDir }: Config,
  log: (line: string) => void,
  work: (url: string) => Promise<T>,
): Promise<T> {
  openDataFolder(dataDir);
  if (databaseUrl !== null) {
    await assertExternalDatabase(databaseUrl);
    return work(databaseUrl);
  }
  const running = findEmbeddedPostgres(dataDir);
  if (running !== null) return work(running);

  const lock = await lockInstance(dataDir, log);
  try {
    const server = await startEmbeddedPostgres({ dataDir, log });
    try {
      return await work(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    lock.release();
  }
}
