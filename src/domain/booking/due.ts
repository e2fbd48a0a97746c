import { Temporal } from 'temporal-polyfill';
import type { TerritoryRules } from '../territory.ts';

type Rules = Pick<TerritoryRules['booking'], 'answerHours' | 'knownBeforeHours'>;
const HOUR = 3_600_000;

/**
 * Until when whoever is asked may answer: so many hours, and early enough for the person to know before the ride. Of a ride that comes
 * sooner than that, half of the time there is. Instants.
 */
export function answerDue(asked: Temporal.Instant, departAt: Temporal.Instant, rules: Rules): Temporal.Instant {
  const left = departAt.epochMilliseconds - asked.epochMilliseconds;
  const room = left - rules.knownBeforeHours * HOUR;
  const given = Math.min(rules.answerHours * HOUR, room > left / 2 ? room : left / 2);
  return Temporal.Instant.fromEpochMilliseconds(asked.epochMilliseconds + Math.max(0, Math.floor(given)));
}

/** Halfway, whoever has not answered is asked again. */
export function remindAt(asked: Temporal.Instant, due: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(
    asked.epochMilliseconds + Math.floor((due.epochMilliseconds - asked.epochMilliseconds) / 2),
  );
}
