import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { seedDemonstration } from '../db/seeds/demonstration.ts';

/** What one needs to enter the demonstration. */
export type Demonstration = {
  apiKey: string;
  accounts: readonly { label: string; email: string; secret: string }[];
};

/**
 * Puts the demonstration in the database where it is not yet. Its secrets are random for each installation and kept in the
 * data folder, readable by its owner only: the database has but their hashes.
 * `renew` writes the examples anew, with dates told from today.
 */
export async function openDemonstration(
  config: Config,
  url: string,
  log: (line: string) => void,
  { renew = false }: { renew?: boolean } = {},
): Promise<Demonstration> {
  const file = join(config.dataDir, 'demonstration.json');
  const kept = read(file);
  const apiKey = config.demoApiKey ?? kept?.apiKey ?? `demo-${randomBytes(24).toString('hex')}`;
  const passwords = new Map(kept?.accounts.map(({ email, secret }) => [email, secret]));
  const seeded = await seedDemonstration({ url, demoApiKey: apiKey, passwords, renew, log });
  const demonstration = { apiKey, accounts: seeded.accounts };
  write(file, demonstration);
  return demonstration;
}

function read(file: string): Demonstration | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Demonstration;
  } catch {
    return null;
  }
}

function write(file: string, demonstration: Demonstration): void {
  writeFileSync(`${file}.next`, JSON.stringify(demonstration), { mode: 0o600 });
  renameSync(`${file}.next`, file);
}
