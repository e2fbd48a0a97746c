import { createHash } from 'node:crypto';
import type { Deps } from './context.ts';
import { ProblemError } from './errors.ts';
import type { Actor } from './ports.ts';

/** Who holds an API key, and how many requests a minute it may make. Throws `unauthenticated`. */
export async function authenticate({
  deps,
  input,
}: {
  deps: Pick<Deps, 'database'>;
  input: { key: string };
}): Promise<{ actor: Actor; requestsPerMinute: number }> {
  const record = await deps.database.findApiKey(hashOf(input.key));
  if (record === null)
    throw new ProblemError('unauthenticated', 'Cette clé n’est pas reconnue : vérifiez-la, ou demandez-en une autre.');
  const { id, territoryId, organisationId, scopes, requestsPerMinute } = record;
  return { actor: { kind: 'program', id, territoryId, organisationId, scopes: new Set(scopes) }, requestsPerMinute };
}

/** Keys are random, long and kept as SHA-256 in hexadecimal: nothing slower is needed. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
