import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../domain/schedule/dates.ts';
import { publicHolidays } from '../../../domain/schedule/holidays.ts';
import { readTerritory } from './read-territory.ts';

/** Easter Sunday by the Gregorian computus of Oudin, as the United States Naval Observatory gives it. */
function easter(year: number): string {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  let epact =
    (century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century - 17) / 25)) / 3) +
      19 * golden +
      15) %
    30;
  epact -=
    Math.floor(epact / 28) *
    (1 - Math.floor(epact / 28) * Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11));
  const weekday = (year + Math.floor(year / 4) + epact + 2 - century + Math.floor(century / 4)) % 7;
  const offset = epact - weekday;
  const month = 3 + Math.floor((offset + 40) / 44);
  const day = offset + 28 - 31 * Math.floor(month / 4);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The eleven feasts of article L3133-1 of the code du travail. */
function feastsOfTheLaw(year: number): string[] {
  const sunday = easter(year);
  const fixed = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'].map((day) => `${year}-${day}`);
  return [...fixed, addDays(sunday, 1), addDays(sunday, 39), addDays(sunday, 50)].sort();
}

describe('public holidays of the territory', () => {
  it('are those of the law, year after year', async () => {
    const { territory } = await readTerritory('meuse');
    for (let year = 2025; year <= 2045; year++) {
      const found = [...publicHolidays(`${year}-06-01`, `${year + 2}-06-01`, territory.holidays).keys()].filter((d) =>
        d.startsWith(`${year}`),
      );
      expect(found.sort(), String(year)).toEqual(feastsOfTheLaw(year));
    }
  });

  it('fall on known days', () => {
    expect([2026, 2027, 2028].map(easter)).toEqual(['2026-04-05', '2027-03-28', '2028-04-16']);
  });

  it('do not depend on where the process believes it is', () => {
    const program = `
      import { publicHolidays } from ${JSON.stringify(path.resolve('src/domain/schedule/holidays.ts'))};
      console.log([...publicHolidays('2027-01-01', '2029-12-31', 'metropole').keys()].sort().join());`;
    const days = ['Pacific/Honolulu', 'Europe/Paris', 'Pacific/Auckland', 'UTC'].map((zone) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
        env: { ...process.env, TZ: zone },
        encoding: 'utf8',
      }),
    );
    expect(new Set(days).size).toBe(1);
    expect(days[0]).toContain('2027-05-17');
  });
});
