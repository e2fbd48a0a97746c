import { z } from 'zod';
import { clockTimeSchema, isoDateSchema } from '../clock-time.ts';
import { placeSchema } from '../place.ts';
import { BOOKING_NEEDS } from './booking.ts';
import { rideLimitsSchema } from './journey.ts';

/**
 * What was promised on screen, ride by ride. It travels through the browser, signed: the ride is proved anew when it is booked, and
 * whoever was promised another one is told before anything is asked of anybody.
 */
export const quoteSchema = z.object({
  offerId: z.string(),
  home: placeSchema,
  away: placeSchema,
  seats: z.int().min(1).max(8),
  needs: z.array(z.enum(BOOKING_NEEDS)),
  limits: rideLimitsSchema,
  rides: z
    .array(
      z.object({
        direction: z.enum(['outbound', 'return']),
        date: isoDateSchema,
        at: clockTimeSchema,
        /** Instants, to the minute. */
        departAt: z.string(),
        arriveAt: z.string(),
        priceCents: z.int().nullable(),
      }),
    )
    .min(1)
    .max(200),
  /** After that the page is to be looked at again. */
  until: z.string(),
});
export type Quote = z.infer<typeof quoteSchema>;

/** Whether the ride that is there now is the one that was promised. */
export function keepsPromise(
  promised: Pick<Quote['rides'][number], 'departAt' | 'arriveAt' | 'priceCents'>,
  found: { departAt: string; arriveAt: string; priceCents: number | null },
): boolean {
  return (
    promised.departAt === found.departAt &&
    promised.arriveAt === found.arriveAt &&
    // Cheaper breaks no promise.
    (promised.priceCents === found.priceCents ||
      (promised.priceCents !== null && found.priceCents !== null && found.priceCents < promised.priceCents))
  );
}
