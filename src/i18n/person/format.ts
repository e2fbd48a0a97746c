import { clock as frenchClock } from '../fr/format.ts';

/**
 * How figures are said to people in their language. Dates are days (`YYYY-MM-DD`), times `HH:MM`, sums integer euro cents.
 * Western digits everywhere: they are those of tickets, timetables and telephones here.
 */
export type PersonFormat = ReturnType<typeof formatFor>;

const day = (isoDate: string) => new Date(`${isoDate}T00:00:00Z`);
/** 1 Monday … 7 Sunday: 5 January 1970 was a Monday. */
const weekdayDate = (weekday: number) => new Date(Date.UTC(1970, 0, 4 + weekday));

/** English as it is said on this side of the Channel: the day before the month. */
const LOCALES: Record<string, string> = { en: 'en-GB' };

/** `language`: of the page, as in its `lang`. */
export function formatFor(language: string) {
  const tag = `${LOCALES[language] ?? language}-u-ca-gregory-nu-latn`;
  const zoned = { timeZone: 'UTC' } as const;
  const dates = new Intl.DateTimeFormat(tag, {
    ...zoned,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const weekdays = new Intl.DateTimeFormat(tag, { ...zoned, weekday: 'long' });
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const euros = (cents: number) =>
    new Intl.NumberFormat(tag, {
      style: 'currency',
      currency: 'EUR',
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
      maximumFractionDigits: 2,
    }).format(cents / 100);

  return {
    /** `lundi 7 décembre 2026` */
    date: (isoDate: string) => dates.format(day(isoDate)),
    /** `4 h 25` in French, as on every other page; elsewhere `04:25`, read on every clock and phone, right to left too. */
    clock: (time: string) => (language.startsWith('fr') ? frenchClock(time) : time),
    midnight: language.startsWith('fr') ? 'minuit' : '24:00',
    euros,
    list: (items: readonly string[]) => lists.format(items),
    /** 1 Monday … 7 Sunday; consecutive days from the third on are told by their ends. */
    weekdays(days: readonly number[]): string {
      const sorted = [...new Set(days)].sort((a, b) => a - b);
      const [first, last] = [sorted[0], sorted.at(-1)];
      if (first === undefined || last === undefined) return '';
      const name = (one: number) => weekdays.format(weekdayDate(one));
      if (sorted.length > 2 && last - first === sorted.length - 1) return `${name(first)} – ${name(last)}`;
      return lists.format(sorted.map(name));
    },
    /** The day it is there, at that instant: `lundi 7 décembre 2026`. */
    dayOf: (instant: string, timeZone: string) =>
      new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(
        new Date(instant),
      ),
  };
}
