import { Temporal } from 'temporal-polyfill';

/**
 * How long somebody may sit over what was found, somebody to help them beside them, before it counts as left. Whoever comes back later
 * is searched for again before anything is shown.
 */
export const WATCHED_MINUTES = 30;
/** Sooner than that, one more look is not worth writing down. */
const NOTED_MINUTES = 1;

/** What becomes of a search for rides. `replaced`: the form it was made for has another one now. */
export type SearchEvent = 'begun' | 'lookedAt' | 'booked' | 'replaced';

/** Until when what was found is found anew as the catalogue changes, whether anybody asks or not. */
export function watchedUntil(event: SearchEvent, now: Temporal.Instant): Temporal.Instant {
  switch (event) {
    case 'begun':
    case 'lookedAt':
      return now.add({ minutes: WATCHED_MINUTES });
    case 'booked':
    case 'replaced':
      return now;
  }
}

/**
 * What one more look means: nothing; that it is watched for longer; or that nobody was expected any more, and what was found may have
 * missed something since. `until`: as `watchedUntil` said, null for what is always kept up to date.
 */
export function lookMeans(until: Temporal.Instant | null, now: Temporal.Instant): 'nothing' | 'longer' | 'again' {
  if (until === null) return 'nothing';
  if (Temporal.Instant.compare(until, now) <= 0) return 'again';
  const noted = watchedUntil('lookedAt', now).subtract({ minutes: NOTED_MINUTES });
  return Temporal.Instant.compare(until, noted) > 0 ? 'nothing' : 'longer';
}
