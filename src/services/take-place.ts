import { createHash } from 'node:crypto';
import type { Stores } from './ports.ts';

/**
 * One of so many places under that name, say of an address in one hour; false when all are taken. They are kept, as hashes,
 * beside the keys of double submits, and purged with them: what takes a place and fails gives it back.
 */
export async function takePlace({ idempotency }: Stores, name: readonly string[], places: number): Promise<boolean> {
  const requestHash = createHash('sha256').update(JSON.stringify(name)).digest('hex');
  for (let place = 1; place <= places; place++) {
    const key = `asked ${requestHash} ${place}`;
    if ((await idempotency.claim(key)) !== null) continue;
    await idempotency.save({ key, requestHash, status: 201, body: null });
    return true;
  }
  return false;
}
