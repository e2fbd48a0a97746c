import { Temporal } from 'temporal-polyfill';
import { addDays, weekdayOf } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { groundOf } from '../ground.ts';

export type ToldWeek = {
  /** The Monday whose state is told, and the next one, `YYYY-MM-DD`. */
  asOf: string;
  next: string;
  /** When each of them begins in the territory. */
  begins: Temporal.Instant;
  ends: Temporal.Instant;
};

/** The week in which an employer's figures stand still: told as they were on its Monday, they tell nobody apart (ADR 0024). */
export async function toldWeek(ctx: Context): Promise<ToldWeek> {
  const { today, ground } = await groundOf(ctx);
  const asOf = addDays(today, 1 - weekdayOf(today));
  const next = addDays(asOf, 7);
  const startOf = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(ground.territory.timeZone).toInstant();
  return { asOf, next, begins: startOf(asOf), ends: startOf(next) };
}

/** Whether something was there, as it is, before that Monday began. */
export const isBefore = (at: string, { begins }: ToldWeek): boolean =>
  Temporal.Instant.compare(Temporal.Instant.from(at), begins) < 0;
