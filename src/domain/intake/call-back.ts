import { Temporal } from 'temporal-polyfill';
import { dateAt } from '../schedule/dates.ts';
import type { OfficeCalendar } from './working-days.ts';

/** `now`: its time has come, on an earlier day too. `today`: later today. */
export type DueGroup = 'now' | 'today' | 'later';

export function dueGroup(dueAt: string, now: Temporal.Instant, { timeZone }: OfficeCalendar): DueGroup {
  const due = Temporal.Instant.from(dueAt);
  if (Temporal.Instant.compare(due, now) <= 0) return 'now';
  return dateAt(due, timeZone) === dateAt(now, timeZone) ? 'today' : 'later';
}
