import { Temporal } from 'temporal-polyfill';

/** How often that hour comes on that date, there: never on the night the clocks go forward, twice on the one they go back. */
export function timesOnTheWall(date: string, time: string, timeZone: string): 0 | 1 | 2 {
  const plain = Temporal.PlainDateTime.from(`${date}T${time}`);
  const earlier = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (Temporal.ZonedDateTime.compare(earlier, later) === 0) return 1;
  return earlier.toPlainDateTime().equals(plain) ? 2 : 0;
}

/** Of two equal hours; null for one that comes once. */
export function whichOfTwo(instant: Temporal.Instant, timeZone: string): 'first' | 'second' | null {
  const at = instant.toZonedDateTimeISO(timeZone);
  const plain = at.toPlainDateTime();
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    plain.toZonedDateTime(timeZone, { disambiguation }).toInstant(),
  );
  if (earlier === undefined || later === undefined || earlier.equals(later)) return null;
  return instant.equals(earlier) ? 'first' : 'second';
}
