import joursFeries from '@socialgouv/jours-feries';
import type { Territory } from '../territory.ts';

/** Public holidays of the years from the one of `from` to the one of `until`, `YYYY-MM-DD` → French name. */
export function publicHolidays(from: string, until: string, region: Territory['holidays']): Map<string, string> {
  const holidays = new Map<string, string>();
  for (let y = Number(from.slice(0, 4)); y <= Number(until.slice(0, 4)); y++) {
    for (const [name, day] of Object.entries(joursFeries(y, { alsace: region === 'alsace-moselle' }))) {
      holidays.set(localDay(day), name);
    }
  }
  return holidays;
}

/**
 * The library counts from this process's midnight, in steps of 24 hours: read the day back the same way, past the hour
 * that a change of clocks may have put it off.
 */
function localDay(midnight: Date): string {
  const day = new Date(midnight.getTime() + 2 * 3_600_000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
