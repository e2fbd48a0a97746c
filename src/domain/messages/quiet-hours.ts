import { Temporal } from 'temporal-polyfill';
import type { Hours } from '../catalogue/offer.ts';

/** Local hours in which people may be written to, whoever they are: not between nine in the evening and eight in the morning. */
export const POLITE_HOURS: Hours = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '21:00' };

/** A cancellation this close to the ride cannot wait for the morning. */
const URGENT_WITHIN_HOURS = 12;

/** Hours recur every week; a clock change may take one of them away. */
const LOOKED_AT_DAYS = 16;

/**
 * `askedFor`: whoever gets it asked for it just now and holds the phone. `rideSoon`: a ride they count on changes within twelve
 * hours (`isSoon`).
 */
export type Urgency = 'askedFor' | 'rideSoon' | null;

/** Whether news of that ride is urgent. */
export function isSoon({ now, departAt }: { now: Temporal.Instant; departAt: Temporal.Instant }): boolean {
  const ends = now.add({ hours: URGENT_WITHIN_HOURS });
  return Temporal.Instant.compare(departAt, now) > 0 && Temporal.Instant.compare(departAt, ends) < 0;
}

/**
 * When a message may leave (ISO 8601, never before `now`), for `sendAfter` of `messages.queue`. Null: at once, whatever the hour.
 *
 * Between 21:00 and 08:00 nobody is written to. Hours that a person says are safe narrow that, and stand alone where they never
 * meet the day. What was asked for just now leaves at once; so does what is urgent for a ride, but to a discreet person, who is
 * written to in their safe hours only: somebody else may read the phone.
 */
export function sendAfterOf({
  now,
  timeZone,
  safeHours,
  discreet,
  urgent,
}: {
  now: Temporal.Instant;
  timeZone: string;
  safeHours: readonly Hours[];
  discreet: boolean;
  urgent: Urgency;
}): string | null {
  if (urgent === 'askedFor') return null;
  if (urgent === 'rideSoon' && (!discreet || safeHours.length === 0)) return null;
  const from = now.toZonedDateTimeISO(timeZone).toPlainDate().subtract({ days: 1 });
  const safe = windowsOf(safeHours, from, timeZone);
  // Who is urgent to reach at night, and safe then, is reached then.
  const polite = urgent === 'rideSoon' ? safe : windowsOf([POLITE_HOURS], from, timeZone);
  const both = safeHours.length === 0 ? polite : common(polite, safe);
  const at = now.epochMilliseconds;
  for (const windows of [both, safe, polite]) {
    const starts = windows.filter(({ end }) => end > at).map(({ start }) => Math.max(start, at));
    if (starts.length > 0) return Temporal.Instant.fromEpochMilliseconds(Math.min(...starts)).toString();
  }
  throw new Error('Every day has polite hours.');
}

/** Milliseconds since 1970; `end` is no longer part of it. */
type Span = { start: number; end: number };

/** The hours of those days as instants. What the clocks skip or repeat is read so that the span is the shorter one. */
function windowsOf(hours: readonly Hours[], from: Temporal.PlainDate, timeZone: string): Span[] {
  const spans: Span[] = [];
  for (let day = 0; day < LOOKED_AT_DAYS; day += 1) {
    const date = from.add({ days: day });
    for (const window of hours) {
      if (!window.weekdays.includes(date.dayOfWeek)) continue;
      const lastDay = window.to <= window.from ? date.add({ days: 1 }) : date;
      const start = instantOf(date, window.from, timeZone, 'later');
      const end = instantOf(lastDay, window.to, timeZone, 'earlier');
      if (start < end) spans.push({ start, end });
    }
  }
  return spans;
}

function instantOf(date: Temporal.PlainDate, time: string, timeZone: string, disambiguation: 'earlier' | 'later') {
  return date.toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
}

function common(some: readonly Span[], others: readonly Span[]): Span[] {
  return some.flatMap((one) =>
    others
      .map((other) => ({ start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) }))
      .filter(({ start, end }) => start < end),
  );
}
