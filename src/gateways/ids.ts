import { randomBytes } from 'node:crypto';
import type { Ids } from '../services/ports.ts';

/** Crockford's, in small letters: no `i`, `l`, `o` or `u` to misread when someone spells an id on the phone. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;

/** `dia_` and 26 characters that nobody can guess: 130 bits, for a trial's id is the only key to it. */
export const randomIds: Ids = {
  next(prefix) {
    // 32 letters divide 256, so that the last five bits of a byte choose each as often.
    const letters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % 32]);
    return `${prefix}_${letters.join('')}`;
  },
};
