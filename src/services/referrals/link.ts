import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes as they stand in an address. */
const TOKEN = /^[\w-]{43}$/;

/** A new secret; only its hash is kept, the secret itself lives in the one mail. */
export function newLink(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: linkHash(token) as string };
}

/** Null for what can be no secret of ours. */
export function linkHash(token: string): string | null {
  return TOKEN.test(token) ? createHash('sha256').update(token).digest('hex') : null;
}

/** The territory stands in the address: the walls ask for it before they show anything, and it is no secret. */
export const linkAddress = (publicUrl: string, territoryId: string, token: string) =>
  `${publicUrl}/r/${territoryId}/${token}`;
