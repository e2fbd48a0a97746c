import type { DiagnosticInput, Means } from '../diagnostic/diagnostic.ts';
import type { Place } from '../place.ts';
import type { TerritoryRules } from '../territory.ts';
import type { BookingNeed } from './booking.ts';

/**
 * A ride somebody wishes for: be there by `at` (outbound), or leave from `at` on (return). `date` is the day of that hour, on the
 * wall there.
 */
export type RideWish = { direction: 'outbound' | 'return'; date: string; at: string };

/** What the person said yes to, past what is usual here; absent: the territory's own. */
export type RideLimits = {
  waitMinutes?: number | undefined;
  travelMinutes?: number | undefined;
  walkMinutes?: number | undefined;
};

/** Rides between the same two places: there and back, or every shift of a rota. */
export type Journey = {
  /** Where the person sets out from and comes back to. */
  home: Place;
  away: Place;
  rides: readonly RideWish[];
  seats: number;
  needs: readonly BookingNeed[];
  limits?: RideLimits | undefined;
};

/** Walking is not for everybody: how far whoever asks for help walks to a meeting point. */
const LITTLE_WALK_MINUTES = 3;

/**
 * The wish as a question to the engine. `known` is what a professional knows of the person; of everybody else only what was said
 * with the wish. The hours are the person's own: no margin is added to them.
 */
export function diagnosticOf(
  { home, away, rides, seats, needs, limits = {} }: Journey,
  rules: TerritoryRules,
  known: { means?: Means; statuses?: readonly string[]; frenchLevel?: string } = {},
): DiagnosticInput {
  const { statuses, frenchLevel } = known;
  const means: Means = { ...known.means };
  if (limits.walkMinutes !== undefined) means.maxWalkMinutes = limits.walkMinutes;
  if (needs.includes('wheelchair')) means.wheelchair = true;
  else means.wheelchair ??= false;
  if (needs.includes('wheelchair') || needs.includes('walksLittle')) {
    means.maxWalkMinutes = Math.min(means.maxWalkMinutes ?? LITTLE_WALK_MINUTES, LITTLE_WALK_MINUTES);
  } else means.maxWalkMinutes ??= rules.defaults.walkMinutesWhenUnknown;
  return {
    ...(statuses || frenchLevel
      ? { beneficiary: { ...(statuses && { statuses: [...statuses] }), ...(frenchLevel && { frenchLevel }) } }
      : {}),
    home,
    goal: {
      type: 'errand',
      place: away,
      dates: rides.map(({ direction, date, at }) => ({
        date,
        ...(direction === 'outbound' ? { arriveBy: at } : { departFrom: at }),
      })),
      ...(seats > 1 && { seats }),
      arrivalMarginMinutes: 0,
      maxWaitMinutes: limits.waitMinutes ?? rules.booking.maxWaitMinutes,
      maxTravelMinutes: limits.travelMinutes ?? rules.booking.maxTravelMinutes,
    },
    stops: [],
    means,
    barriers: {},
  };
}

/** Rides in the order in which the engine tells its dated legs: by date, and as they were wished on one day. */
export const inOrder = (rides: readonly RideWish[]): RideWish[] =>
  [...rides].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
