import { Temporal } from 'temporal-polyfill';

/**
 * A time zone as iCalendar tells it (RFC 5545, 3.6.5): each change of its clocks from the first year to the end of the last, one
 * by one, and what holds before the first of them. No rule has to be guessed from a name.
 */
export function timeZoneComponent(timeZone: string, firstYear: number, lastYear: number): string {
  const start = Temporal.PlainDate.from({ year: firstYear, month: 1, day: 1 }).toZonedDateTime(timeZone);
  const end = Temporal.PlainDate.from({ year: lastYear + 1, month: 1, day: 1 }).toZonedDateTime(timeZone);
  const observances = [observance(start, start.offset, false)];
  let at = start.getTimeZoneTransition('next');
  while (at !== null && Temporal.ZonedDateTime.compare(at, end) < 0) {
    const before = at.subtract({ nanoseconds: 1 });
    observances.push(observance(at, before.offset, at.offsetNanoseconds > before.offsetNanoseconds));
    at = at.getTimeZoneTransition('next');
  }
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...observances.flat(), 'END:VTIMEZONE'].join('\r\n');
}

/** `DTSTART` is on the clock that was in use until then. */
function observance(at: Temporal.ZonedDateTime, offsetBefore: string, isSummer: boolean): string[] {
  const kind = isSummer ? 'DAYLIGHT' : 'STANDARD';
  const local = at.toInstant().toZonedDateTimeISO(offsetBefore).toPlainDateTime();
  return [
    `BEGIN:${kind}`,
    `DTSTART:${local.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')}`,
    `TZOFFSETFROM:${compact(offsetBefore)}`,
    `TZOFFSETTO:${compact(at.offset)}`,
    `END:${kind}`,
  ];
}

/** `+01:00` → `+0100`. */
const compact = (offset: string) => offset.replace(/:/g, '');
