import { z } from 'zod';
import { BOOKING_NEEDS } from '../../domain/booking/booking.ts';
import { clockTimeSchema, isoDateSchema } from '../../domain/clock-time.ts';
import { placeSchema } from '../../domain/place.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { bookForPerson } from './book-for-person.ts';
import { getBooking } from './get-booking.ts';
import { riderSchema } from './request-rides.ts';
import type { BookingView } from './view-booking.ts';

export const bookRideFields = z.object({
  offerId: z.string().min(1).max(100),
  beneficiary: z.object({
    reference: z.string().min(1).max(100).optional(),
    id: z.string().min(1).max(100).optional(),
  }),
  from: placeSchema,
  to: placeSchema,
  date: isoDateSchema,
  arriveBy: clockTimeSchema.optional(),
  departFrom: clockTimeSchema.optional(),
  seats: z.int().min(1, 'Demandez au moins une place.').max(8, 'On réserve au plus 8 places à la fois.').default(1),
  needs: z.array(z.enum(BOOKING_NEEDS)).max(BOOKING_NEEDS.length).default([]),
  rider: riderSchema.partial().optional(),
});

const schema = bookRideFields.superRefine(({ arriveBy, departFrom, beneficiary }, check) => {
  if ((arriveBy === undefined) === (departFrom === undefined)) {
    check.addIssue({
      code: 'custom',
      path: ['arriveBy'],
      message: 'Dites l’heure d’arrivée (arriveBy) ou celle du départ (departFrom), l’une des deux.',
    });
  }
  if (beneficiary.reference === undefined && beneficiary.id === undefined) {
    check.addIssue({ code: 'custom', path: ['beneficiary', 'reference'], message: 'Dites de qui il s’agit.' });
  }
});

/**
 * One ride as a program asks for it: there by `arriveBy` (home is `from`) or away from `departFrom` on (home is `to`). Throws
 * `forbidden`, `notFound`, `invalid` with the rule that says no, `conflict` where no seat is left.
 */
export async function bookRide({ ctx, input }: { ctx: Context; input: unknown }): Promise<BookingView> {
  const asked = parseInput(schema, input);
  const { offerId, beneficiary, from, to, date, arriveBy, departFrom, seats, needs, rider } = asked;
  const outbound = arriveBy !== undefined;
  const { bookings } = await bookForPerson({
    ctx,
    input: {
      beneficiary,
      offerId,
      home: outbound ? from : to,
      away: outbound ? to : from,
      rides: [{ direction: outbound ? 'outbound' : 'return', date, at: arriveBy ?? departFrom }],
      seats,
      needs,
      rider,
    },
  }).catch((error: unknown) => {
    throw inOwnWords(error, outbound);
  });
  const [booking] = bookings;
  if (booking === undefined) throw new ProblemError('notFound', 'Cette réservation n’existe pas, ou plus.');
  return getBooking({ ctx, input: { id: booking.id, as: 'adviser' } });
}

/** Problems name the fields that were sent. */
function inOwnWords(error: unknown, outbound: boolean): unknown {
  if (!(error instanceof ProblemError) || error.code !== 'invalid' || error.errors === undefined) return error;
  const names: readonly [RegExp, string][] = [
    [/^home\b/, outbound ? 'from' : 'to'],
    [/^away\b/, outbound ? 'to' : 'from'],
    [/^rides\.0\.at$/, outbound ? 'arriveBy' : 'departFrom'],
    [/^rides\.0\.date$/, 'date'],
  ];
  return invalid(
    error.errors.map(({ path, message }) => {
      const [pattern, name] = names.find(([one]) => one.test(path)) ?? [];
      return { path: pattern && name ? path.replace(pattern, name) : path, message };
    }),
  );
}
