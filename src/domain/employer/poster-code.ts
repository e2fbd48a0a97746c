/** Nothing that is read as something else on a poster, aloud or in bad light, and no vowel: it spells no word. */
const LETTERS = 'BCDFGHJKMNPQRTVWXY34679';
/** 23⁹ is more than 2⁴⁰: nobody comes upon one by trying. */
const LENGTH = 9;
const GROUP = 3;

/** The code that so many unguessable bytes give; null where too few of them are of use: draw others. */
export function posterCode(bytes: Uint8Array): string | null {
  // 11 × 23 = 253: bytes above would make some letters likelier.
  const letters = [...bytes].filter((byte) => byte < 253).map((byte) => LETTERS[byte % LETTERS.length]);
  return letters.length < LENGTH ? null : letters.slice(0, LENGTH).join('');
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
