import { capitalised, MONTHS, WEEKDAYS } from '../../domain/explanation/french.ts';

/**
 * How figures are said in French. Narrow and plain no-break spaces keep a figure and its unit on one line.
 * Takes the units of the domain: `HH:MM`, integer seconds, metres, euro cents, grams, `YYYY-MM-DD`.
 */
const NBSP = '\u00a0';
const NARROW = '\u202f';

/**
 * French spacing: no line ends before a high punctuation mark, inside a figure and its unit, or just inside quotes.
 */
export function typeset(text: string): string {
  return text
    .replace(/ ([;!?])/g, `${NARROW}$1`)
    .replace(/ ([:»])/g, `${NBSP}$1`)
    .replace(/« /g, `«${NBSP}`)
    .replace(/(\d) (?=(?:h|min|s|km|m|kg|€|%|ans|jours?)(?![\p{L}\d]))/gu, `$1${NBSP}`)
    .replace(/(\d\u00a0h) (?=\d\d(?!\d))/g, `$1${NBSP}`);
}

const grouped = (integer: number) => String(integer).replace(/\B(?=(\d{3})+$)/g, NARROW);

/** `6.25` → `6,25`; at most `digits` decimals, no trailing zero. */
export function decimal(value: number, digits = 1): string {
  const [whole = '0', fraction] = Number(Math.abs(value).toFixed(digits)).toString().split('.');
  return `${value < 0 ? '−' : ''}${grouped(Number(whole))}${fraction ? `,${fraction}` : ''}`;
}

/** `'04:05'` → `4 h 05`, `'13:00'` → `13 h`. */
export function clock(time: string): string {
  const [hours = '0', minutes = '00'] = time.split(':');
  return `${Number(hours)}${NBSP}h${minutes === '00' ? '' : `${NBSP}${minutes}`}`;
}

/** Rounded to the minute: `59 min`, `1 h 05`, `2 h`. */
export function duration(seconds: number): string {
  const total = Math.round(seconds / 60);
  if (total < 60) return `${total}${NBSP}min`;
  const minutes = total % 60;
  return `${Math.floor(total / 60)}${NBSP}h${minutes === 0 ? '' : `${NBSP}${String(minutes).padStart(2, '0')}`}`;
}

/** `250` → `2,50 €`, `200` → `2 €`. */
export function euros(cents: number): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  const [whole = '0', fraction] = (cents / 100).toFixed(digits).split('.');
  return `${grouped(Number(whole))}${fraction ? `,${fraction}` : ''}${NBSP}€`;
}

/** Up to the next euro: a mean month, where cents say nothing, is never told cheaper than it is. */
export function roundEuros(cents: number): string {
  return euros(Math.ceil(cents / 100) * 100);
}

export function distance(metres: number): string {
  if (metres < 1000) return `${Math.round(metres)}${NBSP}m`;
  return `${decimal(metres / 1000, metres < 10_000 ? 1 : 0)}${NBSP}km`;
}

/** CO2e of a month. */
export function kilograms(grams: number): string {
  return `${decimal(grams / 1000, grams < 10_000 ? 1 : 0)}${NBSP}kg`;
}

/** `2026-12-07` → `7 décembre 2026`, `2026-12-01` → `1er décembre 2026`. */
export function date(isoDate: string): string {
  const [year, month, day] = isoDate.split('-').map(Number);
  return `${day === 1 ? '1er' : day}${NBSP}${MONTHS[(month ?? 1) - 1]}${NBSP}${year}`;
}

/** 1 Monday … 7 Sunday. */
export function weekday(day: number): string {
  return WEEKDAYS[(day - 1) % 7] ?? '';
}

export const capital = capitalised;

/** `['a', 'b', 'c']` → `a, b et c`. */
export function list(items: readonly string[], last = 'et'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** `[1,2,3,4,5]` → `du lundi au vendredi`, `[6,7]` → `samedi et dimanche`, all seven → `tous les jours`. */
export function weekdays(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return '';
  if (sorted.length === 7) return 'tous les jours';
  const consecutive = last - first === sorted.length - 1;
  if (consecutive && sorted.length > 2) return `du ${weekday(first)} au ${weekday(last)}`;
  if (sorted.length === 1) return `le ${weekday(first)}`;
  return list(sorted.map((day) => weekday(day)));
}

/** `du lundi au vendredi, de 9 h à 12 h`; a window that passes midnight ends `le lendemain`. */
export function hours(window: { weekdays: readonly number[]; from: string; to: string }): string {
  const days = weekdays(window.weekdays);
  if (window.from === window.to) return `${days}, 24${NBSP}h sur 24`;
  const overnight = window.to < window.from && window.to !== '00:00';
  const end = window.to === '00:00' ? 'minuit' : clock(window.to);
  return `${days}, de ${clock(window.from)} à ${end}${overnight ? ' le lendemain' : ''}`;
}

/** French plural: 0 and 1 are singular. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)}${NBSP}${Math.abs(count) < 2 ? one : many}`;
}

/** `4:00 ≤ t < 6:00` → `entre 4 h et 6 h`: how a natural person's departure is told to everybody. */
export function hourBand(time: string): string {
  const hour = Number(time.slice(0, 2));
  const from = hour - (hour % 2);
  return `entre ${clock(`${from}:00`)} et ${from + 2 === 24 ? 'minuit' : clock(`${from + 2}:00`)}`;
}

/** `2026-11-22T13:05:00Z` in Paris → `22 novembre 2026 à 14 h 05`. */
export function instant(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${date(`${part('year')}-${part('month')}-${part('day')}`)} à ${clock(`${part('hour')}:${part('minute')}`)}`;
}
