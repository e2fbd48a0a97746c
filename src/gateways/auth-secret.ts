import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES = 32;

/**
 * What sessions and form tokens are signed with: drawn once for an installation, kept in its data folder, readable by its owner
 * only. Several machines share one through AUTH_SECRET instead.
 */
export function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret');
  const kept = read(file);
  if (kept !== null) return kept;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const drawn = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(drawn, randomBytes(BYTES).toString('base64url'), { mode: 0o600 });
  try {
    // Two processes may start at once: the first one's becomes the secret, whole, and the other reads it.
    linkSync(drawn, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(drawn);
  }
  return read(file) ?? '';
}

function read(file: string): string | null {
  try {
    const kept = readFileSync(file, 'utf8').trim();
    if (kept.length >= BYTES) return kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  throw new Error(`${file} is not the secret it should hold: remove it to have another made.`);
}
