import { createHash, randomInt } from 'node:crypto';
import { drawCode, type PaperCode } from '../../domain/booking/way-in.ts';
import { hashOfSecret, newPlanSecret, readPlanSecret } from '../plans/plan-link.ts';
import { linkHash, newLink } from '../referrals/link.ts';

/** Of a link that is sent: short enough for an SMS, and for whoever must type it. */
export const newLinkToken = (): { token: string; hash: string } => {
  const token = newPlanSecret();
  return { token, hash: hashOfSecret(token) };
};

/** Null for what can be no token of ours. */
export function linkTokenHash(token: string): string | null {
  const tidy = readPlanSecret(token);
  return tidy === null ? null : hashOfSecret(tidy);
}

/** Of a browser: kept in its cookie. */
export const newDeviceSecret = (): string => newLink().token;
export const deviceHash = linkHash;

export const newCode = (): PaperCode => drawCode(randomInt);

/** With spaces in what is hashed: no cookie and no link can be made to hold a code. */
export const codeHash = (territoryId: string, { publicPart, secret }: PaperCode): string =>
  createHash('sha256').update(`code ${territoryId} ${publicPart} ${secret}`).digest('hex');

/** `https://…/l/meuse/…`: as short as it can be told. */
export const wayInAddress = (publicUrl: string, territoryId: string, token: string): string =>
  `${publicUrl}/l/${territoryId}/${token}`;
