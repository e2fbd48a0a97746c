import { z } from 'zod';
import { clockTimeSchema, isoDateSchema } from '../clock-time.ts';
import { placeSchema } from '../place.ts';
import { crowMetres, type FieldProblem, type Ground, placeProblems } from '../place-problems.ts';
import { timesOnTheWall } from '../schedule/clock-change.ts';
import { addDays } from '../schedule/dates.ts';
import { BOOKING_NEEDS } from './booking.ts';
import type { Journey } from './wish.ts';

/** More than a season of a 3x8, both ways. */
const MOST_RIDES = 200;

export const rideWishSchema = z.object({
  direction: z.enum(['outbound', 'return']),
  date: isoDateSchema,
  at: clockTimeSchema,
});

/** As far as anybody is asked to go: half an hour more of walking helps nobody. */
export const MOST_OF_LIMITS = { wait: 90, travel: 180, walk: 30 };
const upTo = (most: number) => z.int().min(1).max(most).optional();
export const rideLimitsSchema = z
  .object({
    waitMinutes: upTo(MOST_OF_LIMITS.wait),
    travelMinutes: upTo(MOST_OF_LIMITS.travel),
    walkMinutes: upTo(MOST_OF_LIMITS.walk),
  })
  .optional();

export const journeySchema = z.object({
  home: placeSchema,
  away: placeSchema,
  rides: z.array(rideWishSchema).min(1, 'Dites au moins un jour et une heure.').max(MOST_RIDES),
  seats: z.int().min(1).max(8, 'On réserve au plus 8 places à la fois.').default(1),
  needs: z.array(z.enum(BOOKING_NEEDS)).max(BOOKING_NEEDS.length).default([]),
  limits: rideLimitsSchema,
});

export const SKIPPED_HOUR =
  'Cette heure n’existe pas cette nuit-là, on passe à l’heure d’été : choisissez une heure plus tôt ou plus tard.';

/** Nobody is driven to where they are. */
const LEAST_METRES = 50;

/**
 * What the shape alone cannot tell: places that are nowhere, the same twice, dates that are past or too far, hours the clocks jump over. An empty list means that
 * offers can be asked.
 */
export function journeyProblems(
  journey: Journey,
  { today, ground }: { today: string; ground: Ground },
): FieldProblem[] {
  const { home, away, rides } = journey;
  const { mostDaysAhead } = ground.territory.rules.booking;
  const last = addDays(today, mostDaysAhead);
  const inside = [home, away].some(
    (place) => placeProblems({ place, path: 'away', rule: 'inside', ground }).length === 0,
  );
  return [
    ...(inside
      ? [
          ...placeProblems({ place: home, path: 'home', rule: 'near', ground }),
          ...placeProblems({ place: away, path: 'away', rule: 'near', ground }),
        ]
      : placeProblems({ place: home, path: 'home', rule: 'inside', ground })),
    ...(crowMetres(home, away) < LEAST_METRES
      ? [{ path: 'away', message: 'Le départ et l’arrivée sont le même lieu : choisissez-en deux.' }]
      : []),
    ...rides.flatMap(({ date, at }, i) => {
      const path = `rides.${i}.date`;
      if (date < today) return [{ path, message: 'Ce jour est passé : choisissez un jour à venir.' }];
      if (date > last) {
        return [
          { path, message: `On réserve au plus ${mostDaysAhead} jours à l’avance : choisissez un jour plus proche.` },
        ];
      }
      if (timesOnTheWall(date, at, ground.territory.timeZone) === 0) {
        return [{ path: `rides.${i}.at`, message: SKIPPED_HOUR }];
      }
      return [];
    }),
  ];
}
