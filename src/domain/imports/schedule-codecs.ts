import type { Hours } from '../catalogue/offer.ts';
import { readClock, readNumber } from '../spreadsheet/read-words.ts';
import { plainWords } from '../spreadsheet/text-file.ts';
import { type CellReading, type Codec, money, short, writeNumber } from './cell-codecs.ts';

const WEEKDAYS = ['lun', 'mar', 'mer', 'jeu', 'ven', 'sam', 'dim'];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

const isRun = (weekdays: readonly number[]) =>
  weekdays.length > 2 && weekdays.every((day, i) => i === 0 || day === (weekdays[i - 1] as number) + 1);
const nameOf = (weekday: number | undefined) => WEEKDAYS[(weekday ?? 1) - 1] as string;

const writeDays = (weekdays: readonly number[]): string =>
  isRun(weekdays) ? `${nameOf(weekdays[0])}-${nameOf(weekdays.at(-1))}` : weekdays.map(nameOf).join(',');

const dayOf = (word: string): number | null => {
  const at = WEEKDAYS.findIndex((name) => word === name || (word.startsWith(name) && word.endsWith('di'))) + 1;
  return at === 0 ? (word.startsWith('dimanche') ? 7 : null) : at;
};

/** `lun-ven`, `lundi au vendredi`, `lun,mer`, `tous les jours`; null for what is none. */
export function readDays(read: string): number[] | null {
  const words = read.replace(/\bdu\b|\ble\b|\bles\b/gi, ' ').trim();
  if (/^(tous\s+jours|7j\/7|tlj)$/i.test(words.replace(/\s+/g, ' '))) return EVERY_DAY;
  const found: number[] = [];
  for (const part of words.split(/\s*(?:,|\bet\b|\/)\s*/i).filter(Boolean)) {
    const [from, to, ...more] = part.split(/\s*(?:-|–|\bau\b|\bà\b)\s*/i).map((word) => dayOf(plainWords(word)));
    if (from === null || from === undefined || to === null || more.length > 0) return null;
    if (to === undefined) found.push(from);
    else
      for (let day = from; ; day = (day % 7) + 1) {
        found.push(day);
        if (day === to) break;
      }
  }
  return found.length > 0 ? found : null;
}

const CLOCK = String.raw`\d{1,2}\s*(?:h|:)\s*(?:\d{2})?`;
const parts = (read: string) =>
  read
    .split(/[|;\n]/)
    .map((one) => one.trim())
    .filter(Boolean);

const HOURS = new RegExp(String.raw`^(.*?)\s*(?:de\s+)?(${CLOCK})\s*(?:-|–|à|a)\s*(${CLOCK})$`, 'i');

/** `lun-ven 08:00-12:00 | sam 09:00-12:00` */
export const hours: Codec = {
  read(read): CellReading {
    const found: Hours[] = [];
    for (const part of parts(read)) {
      const [, who = '', start = '', end = ''] = HOURS.exec(part) ?? [];
      const [weekdays, from, to] = [readDays(who), readClock(start), readClock(end)];
      if (!weekdays || !from || !to)
        return { wrong: `Horaires attendus, par exemple « lun-ven 08:00-12:00 », pas « ${short(part)} ».` };
      found.push({ weekdays, from, to });
    }
    return { value: found };
  },
  write: (written: Hours[]) =>
    written.map(({ weekdays, from, to }) => `${writeDays(weekdays)} ${from}-${to}`).join(' | '),
  hint: 'lun-ven 08:00-12:00 | sam 09:00-12:00 ; une fin avant le début passe minuit.',
};

type Trip = { direction: 'outbound' | 'return'; weekdays: number[]; departureTime: string; flexibilityMinutes: number };
const TRIP = new RegExp(
  String.raw`^(aller|retour)\s+(.*?)\s*(?:à\s+)?(${CLOCK})\s*(?:(?:±|\+/-|\+-)\s*(\d+(?:[.,]\d+)?)\s*(?:min(?:utes)?)?)?$`,
  'i',
);

/** `aller lun-ven 04:20 ±10 | retour lun-ven 13:15` */
export const trips: Codec = {
  read(read): CellReading {
    const found: Trip[] = [];
    for (const part of parts(read)) {
      const [, way = '', who = '', at = '', give = '0'] = TRIP.exec(part) ?? [];
      const [weekdays, departureTime] = [readDays(who), readClock(at)];
      if (!weekdays || !departureTime)
        return { wrong: `Trajet attendu, par exemple « aller lun-ven 04:20 ±10 », pas « ${short(part)} ».` };
      const direction = way.toLowerCase() === 'aller' ? 'outbound' : 'return';
      found.push({ direction, weekdays, departureTime, flexibilityMinutes: readNumber(give) ?? 0 });
    }
    return { value: found };
  },
  write: (written: Trip[]) =>
    written
      .map(
        ({ direction, weekdays, departureTime, flexibilityMinutes: give }) =>
          `${direction === 'outbound' ? 'aller' : 'retour'} ${writeDays(weekdays)} ${departureTime}${give === 0 ? '' : ` ±${writeNumber(give)}`}`,
      )
      .join(' | '),
  hint: 'aller lun-ven 04:20 ±10 | retour lun-ven 13:15 ±0 : le départ, et de combien de minutes il peut bouger.',
};

const cents = money({ whole: true });
const TIER =
  /^(?:dès|des|à partir de|a partir de)?\s*(?:le\s+)?(\d+)\s*(?:er|e|ème)?\s*(?:j(?:ours?)?\.?)\s*:\s*(.+)$/i;

type LoanTariff = { perDayCents: number } | { tiers: { fromDay: number; perDayCents: number }[] };

/** `6 €/jour`, or by steps: `dès 1 j : 6 € | dès 31 j : 4 €` */
export const dayTariff: Codec = {
  read(read, heading): CellReading {
    const steps = parts(read);
    const first = steps[0] ?? '';
    if (steps.length === 1 && !TIER.test(first)) {
      const price = cents.read(first, heading);
      return 'wrong' in price ? price : { value: { perDayCents: price.value } };
    }
    const tiers: unknown[] = [];
    for (const step of steps) {
      const [, fromDay, rest = ''] = TIER.exec(step) ?? [];
      const price = cents.read(rest, heading);
      if (fromDay === undefined || 'wrong' in price)
        return {
          wrong: `Tarif attendu, par exemple « 6 €/jour » ou « dès 1 j : 6 € | dès 31 j : 4 € », pas « ${short(step)} ».`,
        };
      tiers.push({ fromDay: Number(fromDay), perDayCents: price.value });
    }
    return { value: { tiers } };
  },
  write: (tariff: LoanTariff) => {
    const euros = (amount: number) => `${cents.write(amount as never)} €`;
    if ('perDayCents' in tariff) return `${euros(tariff.perDayCents)}/jour`;
    return tariff.tiers.map(({ fromDay, perDayCents }) => `dès ${fromDay} j : ${euros(perDayCents)}`).join(' | ');
  },
  hint: '6 €/jour, ou par paliers : dès 1 j : 6 € | dès 31 j : 4 €.',
};
