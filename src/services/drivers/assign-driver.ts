import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { loadBooking, lockBooking } from '../bookings/load-booking.ts';
import { moveBooking } from '../bookings/move-booking.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Booking } from '../ports/bookings.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { type Approach, approaches, driveOf, isTimed, NO_APPROACH, rideOf } from './drives.ts';
import { driverName, judge, requireAsked } from './eligible-drivers.ts';
import { refusalWords } from './refusal-words.ts';

/** How far each driver has to come for a ride, made before the transaction in which it is given to them. */
export type PreparedDriver = { driverId: string; approach: Approach };

/** Throws `notFound` for a driver who is none of the structure’s, with the words of one who never was. */
export async function prepareDriver(
  ctx: Context,
  { id, driverId }: { id: string; driverId: string },
): Promise<PreparedDriver> {
  requireScope(ctx, 'bookings:answer');
  const { booking, driver } = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const found = await loadBooking(stores, id);
    requireAsked(ctx, found);
    return { booking: found, driver: await stores.drivers.find(driverId) };
  });
  if (driver === null) throw noDriver();
  return { driverId, approach: (await approaches(ctx, booking, [driver])).get(driverId) ?? 'homeUnknown' };
}

export const noDriver = () => new ProblemError('notFound', 'Cette personne n’est pas dans votre liste, ou plus.');

/**
 * Gives a ride to one of the structure’s drivers, in the caller’s transaction: the rules are put to them anew with their row locked, so
 * that two coordinators do not pass a cap together, and what the rules miss the database refuses. Throws `notFound`, `invalid` (the
 * rule that says no, at `driverId`), `conflict`.
 */
export async function giveRide(ctx: Context, stores: Stores, booking: Booking, given: PreparedDriver): Promise<void> {
  const { territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const { rules, timeZone } = territory;
  requireAsked(ctx, booking);
  const driver = await stores.drivers.lock(given.driverId);
  if (driver === null) throw noDriver();
  if (!isTimed(booking)) throw invalid([{ path: 'driverId', message: 'Ce n’est pas un trajet.' }]);
  const own = await stores.drivers.findOfOffer(booking.offerId);
  const ways = new Map([[driver.id, given.approach]]);
  const [judged] = await judge(stores, booking, [driver], { ways, own, rules: rules.drivers, timeZone });
  if (judged === undefined) throw noDriver();
  const [refusal] = judged.refusals;
  if (refusal !== undefined) {
    const { why, fix } = refusalWords(refusal);
    throw invalid([{ path: 'driverId', message: `${driverName(driver)} : ${why} ${fix}`.trim() }]);
  }
  await stores.drivers.assign(rideOf(driver.id, judged.drive));
}

/**
 * Whoever answers by their own link drives on their own trip. Only what the database refuses stands against it: they have just said that
 * they are on that road. Null where the offer is nobody’s usual trip.
 */
export async function takeOwnRide(ctx: Context, stores: Stores, booking: Booking): Promise<string | null> {
  return holdOwnTrip(ctx, stores, booking, await stores.drivers.findOfOffer(booking.offerId));
}

/**
 * The person says yes to the hour that `booking` has now: whoever proposed it of their own trip drives. Null where a structure did. Throws
 * `conflict` where they have promised that hour to somebody else since.
 */
export async function takeProposedRide(ctx: Context, stores: Stores, booking: Booking): Promise<string | null> {
  try {
    return await holdOwnTrip(ctx, stores, booking, booking.proposal?.driverId ?? null);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'conflict') throw error;
    throw new ProblemError('conflict', 'Cette heure n’est plus possible : cherchez un autre trajet.');
  }
}

async function holdOwnTrip(
  ctx: Context,
  stores: Stores,
  booking: Booking,
  driverId: string | null,
): Promise<string | null> {
  if (driverId === null || !isTimed(booking)) return null;
  const { timeZone } = (await ctx.deps.territory(ctx.actor.territoryId)).territory;
  const drive = driveOf(booking, { isOwnTrip: true, approach: NO_APPROACH, timeZone });
  await stores.drivers.assign(rideOf(driverId, drive));
  return driverId;
}

const schema = z.object({
  id: z.string().max(100),
  driverId: z.string('Choisissez qui conduit.').min(1, 'Choisissez qui conduit.').max(100),
  /** They said yes on the telephone to whoever is signed in. */
  byTelephone: z.boolean().default(false),
  expectedVersion: z.int().optional(),
});

/**
 * A ride that was accepted goes to a driver, or from one to another. The promise to the person stands. Throws `forbidden`, `notFound`,
 * `invalid`, `conflict`.
 */
export async function assignDriver({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'bookings:answer');
  const { id, driverId, byTelephone, expectedVersion } = parseInput(schema, input);
  const prepared = await prepareDriver(ctx, { id, driverId });
  return transactOnce(ctx, {
    async effect(stores) {
      const booking = await lockBooking(stores, { id, expectedVersion });
      requireAsked(ctx, booking);
      if (booking.driverId === driverId) return { id };
      requireToCome(ctx, booking);
      await giveRide(ctx, stores, booking, prepared);
      await moveBooking(ctx, stores, booking, {
        action: 'assign',
        change: { driverId, reassignSince: null },
        details: { driverId, ...(byTelephone ? { byTelephone: ctx.actor.id } : {}) },
      });
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}

export function requireToCome({ deps }: Context, { departAt }: Booking): void {
  if (departAt === null || Temporal.Instant.compare(Temporal.Instant.from(departAt), deps.clock.now()) > 0) return;
  throw new ProblemError('conflict', 'L’heure de ce trajet est passée.');
}
