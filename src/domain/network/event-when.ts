import { Temporal } from 'temporal-polyfill';
import { dateText } from '../explanation/french.ts';
import { whichOfTwo } from '../schedule/clock-change.ts';

/**
 * `mardi 8 décembre 2026, de 9 h à 11 h`, on the clocks of the territory; which of two equal hours is said where there are two.
 * Instants in ISO 8601.
 */
export function eventWhen({ startsAt, endsAt }: { startsAt: string; endsAt: string }, timeZone: string): string {
  const [start, end] = [startsAt, endsAt].map((instant) => momentOf(Temporal.Instant.from(instant), timeZone));
  if (!start || !end) return '';
  if (start.date === end.date) return `${dateText(start.date)}, de ${start.clock} à ${end.clock}`;
  return `du ${dateText(start.date)} à ${start.clock} au ${dateText(end.date)} à ${end.clock}`;
}

function momentOf(instant: Temporal.Instant, timeZone: string): { date: string; clock: string } {
  const { hour, minute, ...at } = fieldsOf(instant.toZonedDateTimeISO(timeZone));
  const which = { first: ' (avant le changement d’heure)', second: ' (après le changement d’heure)', none: '' };
  const clock = minute === 0 ? `${hour} h` : `${hour} h ${String(minute).padStart(2, '0')}`;
  return { date: at.date, clock: `${clock}${which[whichOfTwo(instant, timeZone) ?? 'none']}` };
}

const fieldsOf = (at: Temporal.ZonedDateTime) => ({
  date: at.toPlainDate().toString(),
  hour: at.hour,
  minute: at.minute,
});
