import { Temporal } from 'temporal-polyfill';
import type { TerritoryRules } from '../territory.ts';

type Rules = Pick<TerritoryRules['booking'], 'answerHours' | 'knownBeforeHours'>;
const HOUR = 3_600_000;

/** Nobody is waited for at night: a deadline in it moves to the morning, or where the ride comes too soon for that, to the evening. */
const NIGHT = { from: 21, until: 8 };
const MORNING_BEFORE_RIDE_HOURS = 1;

/**
 * Until when whoever is asked may answer: so many hours, and early enough for the person to know before the ride. Of a ride that comes
 * sooner than that, half of the time there is. Never at night, where there is a choice.
 */
export function answerDue(
  asked: Temporal.Instant,
  departAt: Temporal.Instant,
  rules: Rules,
  timeZone: string,
): Temporal.Instant {
  const left = departAt.epochMilliseconds - asked.epochMilliseconds;
  const room = left - rules.knownBeforeHours * HOUR;
  const given = Math.min(rules.answerHours * HOUR, room > left / 2 ? room : left / 2);
  const due = Temporal.Instant.fromEpochMilliseconds(asked.epochMilliseconds + Math.max(0, Math.floor(given)));
  const there = due.toZonedDateTimeISO(timeZone);
  if (there.hour < NIGHT.from && there.hour >= NIGHT.until) return due;
  const evening = (there.hour < NIGHT.until ? there.subtract({ days: 1 }) : there).withPlainTime({ hour: NIGHT.from });
  const morning = evening.add({ days: 1 }).withPlainTime({ hour: NIGHT.until }).toInstant();
  const latest = departAt.subtract({ hours: MORNING_BEFORE_RIDE_HOURS });
  if (Temporal.Instant.compare(morning, latest) <= 0) return morning;
  const least = asked.add({ hours: 1 });
  return Temporal.Instant.compare(evening.toInstant(), least) >= 0 ? evening.toInstant() : due;
}

/** Halfway, whoever has not answered is asked again. */
export function remindAt(asked: Temporal.Instant, due: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(
    asked.epochMilliseconds + Math.floor((due.epochMilliseconds - asked.epochMilliseconds) / 2),
  );
}
