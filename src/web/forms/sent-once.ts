import { createHash } from 'node:crypto';
import type { Idempotency } from '../../services/context.ts';

/**
 * Under which a form does its work once: the same one sent twice is one, sent again with other answers it is another. `parts`
 * tell it apart: what was made with the empty form, and its answers. They are kept as their SHA-256 only.
 */
export function sentOnce(what: string, ...parts: readonly unknown[]): Idempotency {
  const requestHash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return { key: `${what}-${requestHash}`, requestHash };
}
