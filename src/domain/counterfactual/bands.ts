import type { Unit } from '../matching/result.ts';

/** Above the one, up to the other, in the unit of the change; `upTo` null: without end. */
export type AmountBand = { above: number; upTo: number | null };

/** Hours of the day, `to` not included. */
export type HourBand = { from: number; to: number };

/** Ends of the bands, in the unit of the change; an hour's are in hours of the day. */
const AMOUNTS: Partial<Record<Unit, readonly number[]>> = {
  s: [300, 600, 900, 1800, 3600, 7200],
  m: [5000, 10_000, 20_000, 50_000],
  cents: [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000],
  date: [7, 14, 30, 60],
};
const HOURS = [0, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24];

/** Null for what is had or not. */
export function amountBand(unit: Unit, amount: number): AmountBand | null {
  const ends = AMOUNTS[unit];
  if (ends === undefined) return null;
  return { above: ends.findLast((end) => amount > end) ?? 0, upTo: ends.find((end) => amount <= end) ?? null };
}

/** `hour`: 0 … 23. */
export function hourBand(hour: number): HourBand {
  const index = HOURS.findLastIndex((start) => start <= hour);
  return { from: HOURS[index] as number, to: HOURS[index + 1] as number };
}
