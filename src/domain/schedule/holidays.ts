import joursFeries from '@socialgouv/jours-feries';
import type { Holidays } from '../territory.ts';
import { addDays } from './dates.ts';

/** Public holidays of the years from the one of `from` to the one of `until`, `YYYY-MM-DD` → name (empty where none was given). */
export function publicHolidays(from: string, until: string, kept: Holidays): Map<string, string> {
  const holidays = new Map<string, string>();
  for (let year = Number(from.slice(0, 4)); year <= Number(until.slice(0, 4)); year++) {
    for (const [date, name] of holidaysOf(year, kept)) holidays.set(date, name);
  }
  return holidays;
}

function holidaysOf(year: number, kept: Holidays): [date: string, name: string][] {
  if (kept === 'none') return [];
  if (typeof kept === 'string') {
    const named = Object.entries(joursFeries(year, { alsace: kept === 'alsace-moselle' }));
    return named.map(([name, day]) => [localDay(day), name]);
  }
  const easter = easterSunday(year);
  return [
    ...kept.everyYear.map((monthDay) => `${year}-${monthDay}`),
    ...kept.daysFromEaster.map((days) => addDays(easter, days)),
    ...kept.dates.filter((date) => date.startsWith(`${year}-`)),
  ].map((date) => [date, '']);
}

/** Of the Gregorian calendar, by the anonymous algorithm (Meeus, Jones and Butcher). */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return `${year}-${two(Math.floor(f / 31))}-${two((f % 31) + 1)}`;
}

/**
 * The library counts from this process's midnight, in steps of 24 hours: read the day back the same way, past the hour
 * that a change of clocks may have put it off.
 */
function localDay(midnight: Date): string {
  const day = new Date(midnight.getTime() + 2 * 3_600_000);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

const two = (n: number) => String(n).padStart(2, '0');
