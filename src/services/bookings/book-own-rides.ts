import { z } from 'zod';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import type { KnownOfRider } from './prove-rides.ts';
import { type PreparedRides, prepareRides, type RidesRequested, riderSchema, writeRides } from './request-rides.ts';
import { openQuote } from './seal-quote.ts';

const schema = z.object({
  /** As `sealQuote` made it. */
  quote: z.string().max(100_000),
  rider: riderSchema.prefault({}),
  replacesId: z.string().max(100).nullable().default(null),
});

/** What was promised on screen, proved anew, with what is known of the person. Throws `invalid`, `conflict`, `notFound`. */
export async function prepareOwnRides(ctx: Context, input: unknown, known?: KnownOfRider): Promise<PreparedRides> {
  const { quote: sealed, rider, replacesId } = parseInput(schema, input);
  const quote = openQuote(ctx, sealed);
  const { offerId, home, away, seats, needs, limits } = quote;
  const rides = quote.rides.map(({ direction, date, at }) => ({ direction, date, at }));
  return prepareRides(ctx, { offerId, home, away, seats, needs, limits, rides, rider, replacesId }, { quote, known });
}

/**
 * The person asks for what they were promised, by the device that lets them in: in the caller's transaction, with whatever it belongs
 * to. Throws `unauthenticated` where the device lets nobody in.
 */
export async function writeOwnRides(ctx: Context, stores: Stores, prepared: PreparedRides): Promise<RidesRequested> {
  const beneficiaryId = await stores.bookings.findOwnPerson();
  if (beneficiaryId === null) {
    throw new ProblemError('unauthenticated', 'Ouvrez d’abord le lien que nous vous avons envoyé.');
  }
  await stores.people.prolong(beneficiaryId);
  return writeRides(ctx, stores, prepared, { beneficiaryId, bookedBy: 'person' });
}
