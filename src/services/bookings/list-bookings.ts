import { z } from 'zod';
import { BOOKING_STATUSES } from '../../domain/booking/booking.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { getFile } from '../people/held-file.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { type BookingView, viewBooking } from './view-booking.ts';

const MOST_OWN_RIDES = 300;
/** What the person is shown of what was; a professional looks further back. */
const PAST_DAYS = { person: 14, adviser: 90 };

export type RidesOf = { coming: BookingView[]; past: BookingView[] };

/** The rides of the person whose device it is: those to come first of all, and what the last two weeks were. Throws `unauthenticated`. */
export async function listOwnRides({ ctx }: { ctx: Context }): Promise<RidesOf> {
  return listRidesOf(ctx, 'person', async ({ bookings }) => {
    const beneficiaryId = await bookings.findOwnPerson();
    if (beneficiaryId === null)
      throw new ProblemError('unauthenticated', 'Ouvrez d’abord le lien que nous vous avons envoyé.');
    return beneficiaryId;
  });
}

/**
 * The same of somebody whose file the actor holds, whoever booked. `toldTo`: `person` for what is handed to them. Throws `forbidden`,
 * `notFound`.
 */
export async function listPersonRides({
  ctx,
  input: { personId, toldTo = 'adviser' },
}: {
  ctx: Context;
  input: { personId: string; toldTo?: 'person' | 'adviser' };
}): Promise<RidesOf> {
  requireScope(ctx, 'bookings:write');
  return listRidesOf(ctx, toldTo, async (stores) => (await getFile(stores, personId)).id);
}

async function listRidesOf(
  ctx: Context,
  side: 'person' | 'adviser',
  whose: (stores: Stores) => Promise<string>,
): Promise<RidesOf> {
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const now = ctx.deps.clock.now();
  const found = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const beneficiaryId = await whose(stores);
    const leavesFrom = now.subtract({ hours: 24 * PAST_DAYS[side] }).toString();
    return stores.bookings.list({ beneficiaryId, leavesFrom, limit: MOST_OWN_RIDES });
  });
  const isComing = ({ arriveAt, status }: Booking) =>
    (arriveAt ?? '') >= now.toString() && ['requested', 'confirmed'].includes(status);
  const view = (booking: Booking) => viewBooking(ctx, booking, { side, handle });
  return {
    coming: found.filter(isComing).map(view),
    past: found
      .filter((one) => !isComing(one))
      .map(view)
      .reverse(),
  };
}

const listSchema = z.object({
  side: z.enum(['adviser', 'provider']).default('adviser'),
  beneficiaryId: z.string().max(100).optional(),
  status: z.enum(BOOKING_STATUSES).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
});

/** Rides that one's organisation booked, or that are put to it, by the hour they leave. Throws `forbidden`, `invalid`. */
export async function listBookings({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof listSchema>;
}): Promise<{ items: BookingView[]; nextCursor: string | null }> {
  const { side, status, limit, cursor, beneficiaryId } = parseInput(listSchema, input);
  requireScope(ctx, side === 'provider' ? 'bookings:answer' : 'bookings:write');
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const found = await ctx.deps.database.transact(ctx.actor, async ({ bookings }) => {
    if (beneficiaryId !== undefined && !(await bookings.holdsFile(beneficiaryId))) return [];
    return bookings.list({
      // Of one person every ride counts, whoever of the circle of care booked it.
      ...(beneficiaryId === undefined ? { side } : { beneficiaryId }),
      ...(status === undefined ? {} : { statuses: [status] }),
      ...(cursor === undefined ? {} : { cursor }),
      limit: limit + 1,
    });
  });
  const items = found.slice(0, limit);
  return {
    items: items.map((booking) => viewBooking(ctx, booking, { side, handle })),
    nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null,
  };
}
