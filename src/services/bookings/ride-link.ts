import { linkTokenHash, newLinkToken } from '../way-in/secrets.ts';

/** By which whoever is asked answers without an account; only its hash is kept. */
export const newRideLink = newLinkToken;
/** Null for what can be no token of ours. */
export const rideLinkHash = linkTokenHash;

/** `https://…/t/meuse/…` */
export const rideLinkAddress = (publicUrl: string, territoryId: string, token: string): string =>
  `${publicUrl}/t/${territoryId}/${token}`;
