/**
 * Why a number gets no SMS: `noPhone` is no number at all, `landline` one that only rings, `special` one that is paid for or
 * short, `otherCountry` one of a country we do not write to.
 */
export type SmsRefusal = 'noPhone' | 'landline' | 'special' | 'otherCountry';

export type SmsNumber = { to: string; refusal?: undefined } | { to?: undefined; refusal: SmsRefusal };

/**
 * Overseas mobiles have a country code of their own, though they are dialled `06…` in France (plan national de numérotation,
 * Arcep decision 2018-0881 as amended, annex 1).
 */
const OVERSEAS: readonly [RegExp, string][] = [
  [/^069[01]/, '590'],
  [/^0694/, '594'],
  [/^069[67]/, '596'],
  [/^0(69[23]|639(?!98))/, '262'],
];

/**
 * The neighbours of the east of France, and Ukraine, whose numbers people kept: what their mobiles look like after the country
 * code. We write to no others: who asks for a link is not known yet, and must not make us pay for distant countries.
 */
const ABROAD: readonly [string, RegExp][] = [
  ['352', /^6\d{8}$/],
  ['32', /^4[5-9]\d{7}$/],
  ['49', /^1(5\d|6[023]|7\d)\d{7,8}$/],
  ['380', /^(39|50|6[3678]|73|9[1-9])\d{7}$/],
];
const OF_FRANCE = ['33', '262', '590', '594', '596'];

/**
 * A number as an SMS is sent to it, E.164: `'06 39 98 00 01'` → `{to: '+33639980001'}`. Takes it as people type it, with dots,
 * `0033`, `+33 (0)6`, Arabic digits.
 */
export function smsNumber(typed: string): SmsNumber {
  const text = asciiDigits(typed).replace(/\(0\)/, '').trim();
  if (/[^\d\s+()./\-\u2010-\u2015\u00a0\u202f\u2066-\u2069\u200e\u200f]/.test(text)) return { refusal: 'noPhone' };
  const digits = text.replaceAll(/\D/g, '');
  if (/^\D*\+/.test(text)) return international(digits);
  if (digits.startsWith('00')) return international(digits.slice(2));
  if (/^33[67]\d{8}$/.test(digits)) return international(digits);
  return french(digits);
}

function international(typed: string): SmsNumber {
  // `+33 06…` is written as often as it is wrong.
  const digits = typed.replace(/^330(?=[1-9]\d{8}$)/, '33');
  const home = OF_FRANCE.find((code) => digits.startsWith(code) && digits.length === code.length + 9);
  if (home !== undefined) return french(`0${digits.slice(home.length)}`);
  if (OF_FRANCE.some((code) => digits.startsWith(code))) return { refusal: 'noPhone' };
  if (!/^[1-9]\d{6,14}$/.test(digits)) return { refusal: 'noPhone' };
  const found = ABROAD.find(([code]) => digits.startsWith(code));
  if (found === undefined) return { refusal: 'otherCountry' };
  const [code, mobile] = found;
  return mobile.test(digits.slice(code.length)) ? { to: `+${digits}` } : { refusal: 'landline' };
}

function french(digits: string): SmsNumber {
  if (/^(1\d|1\d\d|11[68]\d{3}|3\d{3})$/.test(digits) || /^08\d{8}$/.test(digits)) return { refusal: 'special' };
  if (!/^0[1-79]\d{8}$/.test(digits)) return { refusal: 'noPhone' };
  if (!/^0[67]/.test(digits)) return { refusal: 'landline' };
  const code = OVERSEAS.find(([prefix]) => prefix.test(digits))?.[1] ?? '33';
  return { to: `+${code}${digits.slice(1)}` };
}

function asciiDigits(text: string): string {
  return text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/**
 * Blocks of ten thousand that ring nowhere, kept by Arcep for films and books (decision 2018-0881 as amended, plan national de
 * numérotation). Examples have no others.
 */
const FICTION = ['019900', '026191', '035301', '046571', '053649', '063998'];

/** A number that is nobody's and never will be: `+33639980001`, `03 53 01 12 34`. */
export function isFictionNumber(phone: string): boolean {
  const digits = asciiDigits(phone)
    .replaceAll(/\D/g, '')
    .replace(/^(00)?33(?=[1-9]\d{8}$)/, '0');
  return digits.length === 10 && FICTION.includes(digits.slice(0, 6));
}
