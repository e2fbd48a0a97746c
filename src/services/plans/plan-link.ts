import { createHash, randomInt } from 'node:crypto';

/** No letter or figure that is taken for another when it is copied from paper. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
/** 118 bits. */
const LENGTH = 24;
const SECRET = new RegExp(`^[${LETTERS}]{${LENGTH}}$`);

/** The secret of a link under which a plan is read. The house keeps its hash alone. */
export function newPlanSecret(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

export const isPlanSecret = (text: string) => SECRET.test(text);

/** As typed from paper: capitals and the spaces of the groups do not count. Null for what is no secret of ours. */
export function readPlanSecret(text: string): string | null {
  const tidy = text.toLowerCase().replace(/[\s-]/g, '');
  return isPlanSecret(tidy) ? tidy : null;
}

export const hashOfSecret = (secret: string) => createHash('sha256').update(secret).digest('hex');
