import { and, count, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import type { Availability, Hold, LoanHold } from '../../domain/matching/facts.ts';
import type { Transaction } from '../connection.ts';
import { bookingSeats, vehicleLoans } from '../schema/bookings.ts';

/**
 * What is taken on the days `from`…`until`, both included, of those offers or of all. Rides of the day before are there
 * too: they may pass midnight.
 */
export async function readAvailability(
  tx: Transaction,
  territoryId: string,
  { from, until, offerIds }: { from: string; until: string; offerIds?: readonly string[] },
): Promise<Availability> {
  // One array rather than a placeholder each: there may be more offers than a statement takes placeholders.
  const asked = offerIds === undefined ? undefined : sql.param([...offerIds]);
  const rides = await tx
    .select({
      offerId: bookingSeats.offerId,
      date: bookingSeats.date,
      tripIndex: bookingSeats.tripIndex,
      departSeconds: bookingSeats.departSeconds,
      arriveSeconds: bookingSeats.arriveSeconds,
      seats: count(),
    })
    .from(bookingSeats)
    .where(
      and(
        eq(bookingSeats.territoryId, territoryId),
        eq(bookingSeats.holding, true),
        asked && sql`${bookingSeats.offerId} = any(${asked}::text[])`,
        gte(bookingSeats.date, sql`${from}::date - 1`),
        lte(bookingSeats.date, until),
      ),
    )
    .groupBy(
      bookingSeats.offerId,
      bookingSeats.date,
      bookingSeats.tripIndex,
      bookingSeats.departSeconds,
      bookingSeats.arriveSeconds,
    )
    .orderBy(bookingSeats.offerId, bookingSeats.date, bookingSeats.departSeconds, bookingSeats.arriveSeconds);

  const loans = await tx
    .select({
      offerId: vehicleLoans.offerId,
      from: sql<string>`lower(${vehicleLoans.period})::text`,
      until: sql<string>`(upper(${vehicleLoans.period}) - 1)::text`,
    })
    .from(vehicleLoans)
    .where(
      and(
        eq(vehicleLoans.territoryId, territoryId),
        inArray(vehicleLoans.status, ['requested', 'confirmed', 'out']),
        asked && sql`${vehicleLoans.offerId} = any(${asked}::text[])`,
        sql`${vehicleLoans.period} && daterange(${from}, ${until}, '[]')`,
      ),
    )
    .orderBy(vehicleLoans.offerId, vehicleLoans.period, vehicleLoans.id);

  return {
    rides: byOffer<Hold>(rides),
    loans: byOffer<LoanHold>(loans),
  };
}

function byOffer<T>(rows: readonly (T & { offerId: string })[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const { offerId, ...rest } of rows) {
    const group = groups.get(offerId);
    if (group) group.push(rest as T);
    else groups.set(offerId, [rest as T]);
  }
  return groups;
}
