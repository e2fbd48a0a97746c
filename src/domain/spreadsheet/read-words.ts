import { plainWords } from './text-file.ts';

const DAY_MS = 86_400_000;
const SERIAL_OF_1970 = 25_569;
/** From 1954 to 2118: no other number of a date column is meant as a day. */
const SERIALS = { from: 20_000, to: 80_000 };

/** `7/12/1999`, `07-12-1999`, `1999-12-07` → `1999-12-07`; null for no day of the calendar. */
export function readDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00.*)?$/.exec(text);
  const french = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})(?: 00:00.*)?$/.exec(text);
  const [year, month, day] = iso ? iso.slice(1) : french ? [french[3], french[2], french[1]] : [];
  if (!year || !month || !day) return null;
  const read = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${read}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== read ? null : read;
}

/** The same, and of days of our time the number a spreadsheet keeps them as, and `7/12/26`. */
export function readRecentDay(text: string): string | null {
  if (/^\d{5}(?:[.,]\d+)?$/.test(text)) {
    const serial = Math.floor(Number(text.replace(',', '.')));
    if (serial < SERIALS.from || serial > SERIALS.to) return null;
    return new Date((serial - SERIAL_OF_1970) * DAY_MS).toISOString().slice(0, 10);
  }
  return readDay(text.replace(/^(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})$/, '$120$2'));
}

/** Null for what is neither yes nor no. */
export function readYes(text: string): boolean | null {
  const word = plainWords(text);
  if (['oui', 'o', 'x', '1', 'vrai', 'yes', 'true'].includes(word)) return true;
  return ['non', 'n', '0', 'faux', 'no', 'false'].includes(word) ? false : null;
}

/** `1 234,5`, `6,3`, `6.3`; null for what is no number. */
export function readNumber(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare) ? Number(bare) : null;
}

/** `8h`, `8h30`, `08:30`, `8 h 30` → `08:30`. */
export function readClock(text: string): string | null {
  const [, hour, minute = '00'] = /^(\d{1,2})\s*(?:h|:)\s*(\d{2})?(?::00)?$/i.exec(text.trim()) ?? [];
  if (hour === undefined || Number(hour) > 24 || Number(minute) > 59) return null;
  if (Number(hour) === 24) return minute === '00' ? '00:00' : null;
  return `${hour.padStart(2, '0')}:${minute}`;
}
