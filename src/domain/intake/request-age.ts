import { Temporal } from 'temporal-polyfill';
import { dateAt } from '../schedule/dates.ts';
import type { RequestStatus } from './request-states.ts';
import { type OfficeCalendar, workingDaysBetween } from './working-days.ts';

/** Whoever asked is told something within two working days: the day they asked is not counted. */
const ANSWERED_WITHIN_WORKING_DAYS = 2;
/** Older than that nobody counts any more, and counting them takes its time. */
const COUNTED_HOURS = 24 * 60;

/** Nobody has taken it up, and somebody should have. */
export function isOverdue(
  request: { status: RequestStatus; createdAt: string },
  now: Temporal.Instant,
  office: OfficeCalendar,
): boolean {
  if (request.status !== 'received' && request.status !== 'assigned') return false;
  const created = Temporal.Instant.from(request.createdAt);
  if (now.since(created).total('hours') > COUNTED_HOURS) return true;
  const [from, to] = [dateAt(created, office.timeZone), dateAt(now, office.timeZone)];
  return workingDaysBetween(from, to, office) > ANSWERED_WITHIN_WORKING_DAYS;
}
