import { createHash } from 'node:crypto';

/** Nothing that is read as something else on a poster, aloud or in bad light, and no vowel: it spells no word. */
const LETTERS = 'BCDFGHJKMNPQRTVWXY34679';
/** 23⁹ is more than 2⁴⁰: nobody comes upon one by trying. */
const LENGTH = 9;
const GROUP = 3;

/** The code that an unguessable seed gives. */
export function posterCode(seed: string): string {
  let code = '';
  for (let round = 0; code.length < LENGTH; round++) {
    for (const byte of createHash('sha256').update(`${round} ${seed}`).digest()) {
      // 11 × 23 = 253: bytes above would make some letters likelier.
      if (byte < 253 && code.length < LENGTH) code += LETTERS[byte % LETTERS.length];
    }
  }
  return code;
}

/** `k7m 4qx-r9t` as it stands in the table; null where it can be none. */
export function readPosterCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s.–—-]/g, '');
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : null;
}

/** As it is printed and read aloud: `K7M-4QX-R9T`. */
export function spelledCode(code: string): string {
  return code.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? code;
}
