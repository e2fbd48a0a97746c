/** How people come to their rides without an account: a link that is sent to them, or a code on paper. */

/** From when it is sent: long enough for a phone that is slow, and for whoever has to go home to it. */
export const LINK_MINUTES = 30;
/** A link that nobody sent in time goes nowhere any more. */
export const ASKED_MINUTES = 60;
/** Kept after that so that whoever opens it late is told why it does nothing. */
export const LINK_KEPT_HOURS = 48;
export const DEVICE_DAYS = 365;
export const CODE_DAYS = 30;
/** A paper code is often typed on somebody else’s computer. */
export const CODE_DEVICE_HOURS = 12;
export const SILENT_DAYS = 90;

/** The languages that rides are told in. */
export const RIDER_LANGUAGES = ['fr', 'falc', 'en', 'ar', 'uk'] as const;
export type RiderLanguage = (typeof RIDER_LANGUAGES)[number];

const DAY_MS = 24 * 3_600_000;

/** A device nobody used for so long may have changed hands: both are instants, ISO 8601. */
export function isSilent(lastSeenAt: string, now: string): boolean {
  return Date.parse(now) - Date.parse(lastSeenAt) >= SILENT_DAYS * DAY_MS;
}

/**
 * Letters and figures of the first part, none of which is taken for another that is here: no `O` and `0`, `I`, `L` and `1`, `S` and
 * `5`, `Z` and `2`, `U` and `V`, `B` and `8`.
 */
export const PUBLIC_LETTERS = 'ABCDEFGHJKMNPQRTVWXY34679';
const PUBLIC_LENGTH = 4;
const SECRET_LENGTH = 6;
const CODE = new RegExp(`^([${PUBLIC_LETTERS}]{${PUBLIC_LENGTH}})(\\d{${SECRET_LENGTH}})$`);

/** `publicPart` finds it, `secret` opens it: ten wrong secrets end that code, and none else. */
export type PaperCode = { publicPart: string; secret: string };

/** `draw(n)`: an integer from 0 to n − 1 that nobody can foresee. */
export function drawCode(draw: (below: number) => number): PaperCode {
  const letters = Array.from({ length: PUBLIC_LENGTH }, () => PUBLIC_LETTERS[draw(PUBLIC_LETTERS.length)]);
  const figures = Array.from({ length: SECRET_LENGTH }, () => draw(10));
  return { publicPart: letters.join(''), secret: figures.join('') };
}

/** `KB7M 482 913`, as it stands on paper. */
export const formatCode = ({ publicPart, secret }: PaperCode): string =>
  `${publicPart} ${secret.slice(0, 3)} ${secret.slice(3)}`;

/** Letters of a Ukrainian keyboard that look like those on paper. */
const CYRILLIC: Record<string, string> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
};
/** Typed for a figure where only figures are. */
const FIGURES: Record<string, string> = { O: '0', Q: '0', I: '1', L: '1', Z: '2', S: '5', B: '8' };

/** As it was typed: spaces, lower case, Arabic figures and another keyboard do not count. Null for what can be no code. */
export function readCode(typed: string): PaperCode | null {
  const tidy = westernFigures(typed.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\p{Cf}\p{Pd}._·,:]/gu, '')
    .replace(/\p{Script=Cyrillic}/gu, (letter) => CYRILLIC[letter] ?? letter);
  const first = tidy.slice(0, PUBLIC_LENGTH).replace('8', 'B');
  const rest = tidy.slice(PUBLIC_LENGTH).replace(/[A-Z]/g, (letter) => FIGURES[letter] ?? letter);
  const [, publicPart, secret] = CODE.exec(first + rest) ?? [];
  return publicPart === undefined || secret === undefined ? null : { publicPart, secret };
}

/** A year of birth as it was typed; null for what cannot be one. `today`: `YYYY-MM-DD`. */
export function readBirthYear(typed: string, today: string): number | null {
  const text = westernFigures(typed.normalize('NFKC')).replace(/[\s\p{Cf}]/gu, '');
  if (!/^\d{4}$/.test(text)) return null;
  const year = Number(text);
  return year >= 1900 && year <= Number(today.slice(0, 4)) ? year : null;
}

/** Figures of Arabic and Persian keyboards, as ours. */
export const westernFigures = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (figure) => String(figure.charCodeAt(0) & 0xf));
