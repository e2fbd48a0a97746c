import { and, count, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import type { Availability, Hold, LoanHold } from '../../domain/matching/facts.ts';
import type { Transaction } from '../connection.ts';
import { bookingSeats } from '../schema/bookings.ts';
import { vehicleLoans } from '../schema/fleet.ts';

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

  // What is late keeps its vehicle until today, or until whatever is promised next has it: nobody is counted twice.
  const today = sql`(current_instant() at time zone (select time_zone from territories where id = ${territoryId}))::date`;
  const lastDay = sql<string>`case when ${vehicleLoans.status} = 'out' then greatest(upper(${vehicleLoans.period}) - 1,
    least(${today}, (select min(lower(n.period)) - 1 from vehicle_loans n where n.territory_id = ${vehicleLoans.territoryId}
      and n.vehicle_id = ${vehicleLoans.vehicleId} and n.status in ('requested', 'confirmed', 'out')
      and n.period >> ${vehicleLoans.period})))
    else upper(${vehicleLoans.period}) - 1 end`;
  const loans = await tx
    .select({
      offerId: vehicleLoans.offerId,
      from: sql<string>`lower(${vehicleLoans.period})::text`,
      until: sql<string>`(${lastDay})::text`,
    })
    .from(vehicleLoans)
    .where(
      and(
        eq(vehicleLoans.territoryId, territoryId),
        inArray(vehicleLoans.status, ['requested', 'confirmed', 'out']),
        asked && sql`${vehicleLoans.offerId} = any(${asked}::text[])`,
        sql`lower(${vehicleLoans.period}) <= ${until}::date and ${lastDay} >= ${from}::date`,
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
