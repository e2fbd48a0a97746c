/** E.164 allows 15 digits; French short numbers have 4, but nobody is reached at one. */
const FEWEST_DIGITS = 6;
const MOST_DIGITS = 15;

/**
 * The digits of a phone number, French ones from their 0: `'+33 6 12-34.56 78'` → `'0612345678'`. Null where it cannot be
 * one.
 */
export function phoneDigits(phone: string): string | null {
  const international = /^\s*(\+|00)/.test(phone);
  // `+33 (0)6…` is written on many a letterhead.
  const digits = phone.replace(/^\s*(\+|00)\s*33\s*\(0\)/, '+33').replace(/\D/g, '');
  const national = international ? digits.replace(/^(00)?33(?=[1-9]\d{8}$)/, '0') : digits;
  return national.length >= FEWEST_DIGITS && national.length <= MOST_DIGITS ? national : null;
}
