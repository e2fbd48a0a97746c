import { z } from 'zod';

/** A local wall-clock time, `HH:MM`. */
export const clockTimeSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Heure attendue au format HH:MM, de 00:00 à 23:59.')
  .meta({ description: 'Local wall-clock time, HH:MM.' });

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const isoDateSchema = z.iso.date('Date attendue au format AAAA-MM-JJ.').meta({ description: 'YYYY-MM-DD' });

/** 1 Monday … 7 Sunday. */
export const weekdaySchema = z.int().min(1).max(7).meta({ description: '1 Monday … 7 Sunday' });

export const DAY = 86_400;

/** `'04:50'` → 17400 seconds since local midnight. */
export function secondsOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60;
}

const wrap = (seconds: number) => ((seconds % DAY) + DAY) % DAY;
const print = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A departure is told rounded down to the minute: nobody misses it by reading it. */
export function printDeparture(seconds: number): string {
  return print(Math.floor(wrap(seconds) / 60));
}

/** An arrival is told rounded up to the minute: nobody is promised earlier than true. */
export function printArrival(seconds: number): string {
  return print(Math.ceil(wrap(seconds) / 60));
}

/** Which day a moment falls on, counted from the day whose midnight is 0: `-1` is the day before. */
export function dayOffset(seconds: number): number {
  return Math.floor(seconds / DAY);
}
