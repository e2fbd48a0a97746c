import { addDays, laterDate } from '../schedule/dates.ts';
import type { Chosen } from './choose-steps.ts';
import { openDayFrom, openDayUntil } from './open-days.ts';

type Begun = Pick<Chosen, 'match' | 'offer'> & { needs: Iterable<Chosen> };

/**
 * Waiting lists run from today, side by side; a step begins when its turn has come and what it waits for is over, on a day
 * that its offer receives people.
 */
export function beginsOn({ match, offer, needs }: Begun): string {
  const earliest = [...needs].reduce(
    (latest, need) => laterDate(latest, endsOn(need) ?? beginsOn(need)),
    match.availableFrom,
  );
  return openDayFrom(offer, earliest);
}

/** Null where nobody said how long it takes. */
export function endsOn(step: Begun): string | null {
  const { details } = step.offer;
  const weeks = 'durationWeeks' in details ? details.durationWeeks : null;
  if (weeks === null) return null;
  const from = beginsOn(step);
  return openDayUntil(step.offer, from, addDays(from, Math.ceil(weeks * 7)));
}

/** It would begin after the day until which its offer is told of. */
export function isPastValidity(step: Begun): boolean {
  const { validUntil } = step.offer;
  return validUntil !== null && beginsOn(step) > validUntil;
}
