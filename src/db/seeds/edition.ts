import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a territory's row remembers of its last seeding: the digest of its fact files, and of the demonstration the
 * edition and the day its dates are told from. Kept as text: `facts=… demonstration=… day=…`.
 */
export type SeedEdition = { facts: string | null; demonstration: string | null; day: string | null };

export function parseEdition(text: string | null): SeedEdition {
  const told = new Map((text ?? '').split(' ').map((part) => part.split('=') as [string, string | undefined]));
  return {
    facts: told.get('facts') ?? null,
    demonstration: told.get('demonstration') ?? null,
    day: told.get('day') ?? null,
  };
}

export function formatEdition(edition: SeedEdition): string {
  return Object.entries(edition)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]))
    .join(' ');
}

/** A short digest of every JSON file of a territory's folder: it changes when any of them does. */
export async function digestOfFolder(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file.replaceAll(path.sep, '/')}\n`);
    hash.update(await readFile(path.join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
