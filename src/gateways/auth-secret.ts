import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 32;

/**
 * What sessions and form tokens are signed with: drawn once for an installation, kept in its data folder, readable by its owner
 * only. Several machines share one through AUTH_SECRET instead.
 */
export function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const drawn = randomBytes(BYTES).toString('base64url');
  try {
    // Two processes may start at once: one of them makes the file, the other reads it.
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, drawn);
    closeSync(handle);
    return drawn;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = readFileSync(file, 'utf8').trim();
  if (kept.length < BYTES) throw new Error(`${file} is not the secret it should hold: remove it to have another made.`);
  return kept;
}
