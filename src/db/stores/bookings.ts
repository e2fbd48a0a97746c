import { and, asc, count, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { HOLDING_STATUSES } from '../../domain/booking/booking.ts';
import type { SeatsTaken } from '../../domain/booking/carried.ts';
import type { Booking, BookingStore } from '../../services/ports/bookings.ts';
import { bookingEvents, bookingSeats, bookings } from '../schema/bookings.ts';
import { driverRides } from '../schema/drivers.ts';
import { beneficiaryIdentities } from '../schema/people.ts';
import { retentionOf, type Session } from '../session.ts';

/** Notified with the id of a booking that changed; `client.ts` listens. */
export const BOOKING_CHANNEL = 'booking_changed';

/** More than any vehicle that comes for people has: where nobody said how many seats there are, that many may be asked for. */
const SEATS_WHEN_UNKNOWN = 8;

export function createBookingStore({ tx, actor, now }: Session): BookingStore {
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const mine = eq(bookings.territoryId, territoryId);
  const one = (id: string) => and(mine, eq(bookings.id, id));
  const kept = () => retentionOf(now, null);

  const select = (where: SQL | undefined) => tx.select().from(bookings).where(where);
  const first = ([row]: Row[]) => (row ? bookingOf(row) : null);
  const seatRow = (id: string, offerId: string, taken: SeatsTaken) => (seatNumber: number) => ({
    territoryId,
    bookingId: id,
    seatNumber,
    offerId,
    ...placed(taken),
    holding: true,
  });

  return {
    async findOwnPerson() {
      const { rows } = await tx.execute<{ person: string | null }>(sql`select way_in_person() as person`);
      return rows[0]?.person ?? null;
    },

    async holdsFile(beneficiaryId) {
      const { rows } = await tx.execute<{ holds: boolean }>(sql`select holds_file(${beneficiaryId}) as holds`);
      return rows[0]?.holds ?? false;
    },

    async findProvider(offerId, siret) {
      const { rows } = await tx.execute<{ id: string | null }>(
        sql`select provider_of_offer(${offerId}, ${siret}) as id`,
      );
      return rows[0]?.id ?? null;
    },

    async claimOffer(offerId) {
      const lock = JSON.stringify(['seats', territoryId, offerId]);
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`);
    },

    async findFreeSeats(offerId, { tripIndex, from, until }, { seats, of, except }) {
      const held = await tx
        .select({ seatNumber: bookingSeats.seatNumber })
        .from(bookingSeats)
        .where(
          and(
            eq(bookingSeats.territoryId, territoryId),
            eq(bookingSeats.offerId, offerId),
            eq(bookingSeats.holding, true),
            tripIndex === null ? isNull(bookingSeats.tripIndex) : eq(bookingSeats.tripIndex, tripIndex),
            sql`${bookingSeats.period} && tstzrange(${from}, ${until})`,
            except === undefined ? undefined : sql`${bookingSeats.bookingId} <> ${except}`,
          ),
        );
      const taken = new Set(held.map(({ seatNumber }) => seatNumber));
      const there = Array.from({ length: of ?? taken.size + SEATS_WHEN_UNKNOWN }, (_, i) => i + 1);
      const free = there.filter((number) => !taken.has(number)).slice(0, seats);
      return free.length === seats ? free : null;
    },

    async insert(booking, { numbers, taken }) {
      const { needs, ...row } = booking;
      await tx.insert(bookings).values({
        territoryId,
        organisationId,
        ...row,
        needs: [...needs],
        status: 'requested',
        createdAt: at,
        updatedAt: at,
        ...kept(),
      });
      await tx.insert(bookingSeats).values(numbers.map(seatRow(booking.id, booking.offerId, taken)));
    },

    async isAskedAlready({ offerId, departAt }) {
      const { rows } = await tx.execute<{ known: boolean }>(
        sql`select ride_asked_already(${offerId}, ${departAt}::timestamptz) as known`,
      );
      return rows[0]?.known ?? false;
    },

    async findSame({ beneficiaryId, offerId, departAt }) {
      return first(
        await select(
          and(
            mine,
            eq(bookings.beneficiaryId, beneficiaryId),
            eq(bookings.offerId, offerId),
            eq(bookings.departAt, departAt),
            inArray(bookings.status, [...HOLDING_STATUSES]),
          ),
        ),
      );
    },

    async countOpen(beneficiaryId, from) {
      const [row] = await tx
        .select({ open: count() })
        .from(bookings)
        .where(
          and(
            mine,
            eq(bookings.beneficiaryId, beneficiaryId),
            inArray(bookings.status, [...HOLDING_STATUSES]),
            gte(bookings.departAt, from),
          ),
        );
      return row?.open ?? 0;
    },

    find: async (id) => first(await select(one(id))),
    lock: async (id) => first(await select(one(id)).for('update')),
    lockIfFree: async (id) => first(await select(one(id)).for('update', { skipLocked: true })),

    async findByLink() {
      if (actor.link === undefined) return null;
      return first(await select(and(mine, sql`${bookings.linkHashes} @> array[${actor.link}]`)).limit(1));
    },

    async change(id, change) {
      const { purgeAfter } = kept();
      await tx
        .update(bookings)
        .set({ ...change, version: sql`${bookings.version} + 1`, updatedAt: at, purgeAfter })
        .where(one(id));
      await tx.execute(sql`select pg_notify(${BOOKING_CHANNEL}, ${id})`);
    },

    async release(id) {
      await tx
        .update(bookingSeats)
        .set({ holding: false })
        .where(and(eq(bookingSeats.territoryId, territoryId), eq(bookingSeats.bookingId, id)));
      await tx
        .update(driverRides)
        .set({ holding: false })
        .where(and(eq(driverRides.territoryId, territoryId), eq(driverRides.bookingId, id), driverRides.holding));
    },

    async moveSeats(id, { numbers, taken }) {
      const seats = await tx
        .select({ seatNumber: bookingSeats.seatNumber, offerId: bookingSeats.offerId })
        .from(bookingSeats)
        .where(and(eq(bookingSeats.territoryId, territoryId), eq(bookingSeats.bookingId, id)));
      const [seat] = seats;
      if (!seat) return;
      await tx
        .delete(bookingSeats)
        .where(and(eq(bookingSeats.territoryId, territoryId), eq(bookingSeats.bookingId, id)));
      await tx.insert(bookingSeats).values(numbers.map(seatRow(id, seat.offerId, taken)));
    },

    async addLink(id, hash, until) {
      await tx
        .update(bookings)
        .set({ linkHashes: sql`array_append(${bookings.linkHashes}, ${hash})`, linkExpiresAt: until })
        .where(one(id));
    },

    async endLinks(id) {
      await tx.update(bookings).set({ linkHashes: [], linkExpiresAt: null }).where(one(id));
    },

    async addEvent(event) {
      const [row] = await tx
        .insert(bookingEvents)
        .values({ territoryId, at, ...event, ...kept() })
        .returning({ id: bookingEvents.id });
      return (row as { id: number }).id;
    },

    async listEvents(bookingId) {
      return tx
        .select({
          id: bookingEvents.id,
          bookingId: bookingEvents.bookingId,
          at: bookingEvents.at,
          kind: bookingEvents.kind,
          byKind: bookingEvents.byKind,
          text: bookingEvents.text,
          details: bookingEvents.details,
        })
        .from(bookingEvents)
        .where(and(eq(bookingEvents.territoryId, territoryId), eq(bookingEvents.bookingId, bookingId)))
        .orderBy(asc(bookingEvents.id));
    },

    async list({ beneficiaryId, statuses, leavesFrom, leavesBefore, groupId, side, limit, cursor }) {
      if (side !== undefined && organisationId === null) return [];
      const column = side === 'provider' ? bookings.providerOrganisationId : bookings.organisationId;
      const [after] =
        cursor === undefined ? [] : await tx.select({ departAt: bookings.departAt }).from(bookings).where(one(cursor));
      const rows = await select(
        and(
          mine,
          beneficiaryId === undefined ? undefined : eq(bookings.beneficiaryId, beneficiaryId),
          statuses === undefined ? undefined : inArray(bookings.status, [...statuses]),
          leavesFrom === undefined ? undefined : gte(bookings.departAt, leavesFrom),
          leavesBefore === undefined ? undefined : lt(bookings.departAt, leavesBefore),
          groupId === undefined ? undefined : eq(bookings.groupId, groupId),
          side === undefined ? undefined : eq(column, organisationId as string),
          after?.departAt && cursor !== undefined
            ? or(
                gt(bookings.departAt, after.departAt),
                and(eq(bookings.departAt, after.departAt), gt(bookings.id, cursor)),
              )
            : undefined,
        ),
      )
        .orderBy(asc(bookings.departAt), asc(bookings.id))
        .limit(limit);
      return rows.map(bookingOf);
    },

    async listLeaving({ from, until }) {
      const rows = await select(
        and(mine, eq(bookings.status, 'confirmed'), gte(bookings.departAt, from), lt(bookings.departAt, until)),
      ).orderBy(asc(bookings.departAt), asc(bookings.id));
      return rows.map(bookingOf);
    },

    async findHolder(beneficiaryId, bookedFor) {
      const { rows } = await tx.execute<{ id: string }>(sql`select a.organisation_id as id
        from beneficiary_access a
        join beneficiaries b on b.territory_id = a.territory_id and b.id = a.beneficiary_id
        where a.territory_id = ${territoryId} and a.beneficiary_id = ${beneficiaryId} and a.scope = 'file'
          and a."from" <= ${at} and (a.until is null or a.until > ${at})
        order by a.organisation_id = ${bookedFor} desc nulls last, a.organisation_id = b.organisation_id desc nulls last,
          a.organisation_id
        limit 1`);
      return rows[0]?.id ?? null;
    },

    async findContact(beneficiaryId) {
      const [row] = await tx
        .select({
          phone: beneficiaryIdentities.phone,
          email: beneficiaryIdentities.email,
          language: beneficiaryIdentities.language,
          discreet: beneficiaryIdentities.discreet,
          safeHours: beneficiaryIdentities.safeHours,
        })
        .from(beneficiaryIdentities)
        .where(
          and(
            eq(beneficiaryIdentities.territoryId, territoryId),
            eq(beneficiaryIdentities.beneficiaryId, beneficiaryId),
          ),
        );
      return row ? { ...row, safeHours: row.safeHours ?? [] } : null;
    },

    async deleteExpired(instant) {
      const { rowCount } = await tx.delete(bookings).where(and(mine, lte(bookings.purgeAfter, instant)));
      return rowCount ?? 0;
    },

    async listDue({ now: instant, overSince, after, limit }) {
      const asked = sql`coalesce((${bookings.proposal}->>'proposedAt')::timestamptz, ${bookings.createdAt})`;
      const halfDue = sql`${asked} + (${bookings.answerDueAt} - ${asked}) / 2 <= ${instant}`;
      const rows = await tx
        .select({ id: bookings.id })
        .from(bookings)
        .where(
          and(
            mine,
            gt(bookings.id, after),
            or(
              and(
                eq(bookings.status, 'requested'),
                or(lte(bookings.answerDueAt, instant), and(isNull(bookings.remindedAt), halfDue)),
              ),
              and(eq(bookings.status, 'confirmed'), isNotNull(bookings.arriveAt), lte(bookings.arriveAt, overSince)),
            ),
          ),
        )
        .orderBy(asc(bookings.id))
        .limit(limit);
      return rows.map(({ id }) => id);
    },
  };
}

function placed({ date, tripIndex, departSeconds, arriveSeconds, from, until }: SeatsTaken) {
  // The period ends when the seat is free again.
  return {
    date,
    tripIndex,
    departSeconds: Math.floor(departSeconds),
    arriveSeconds: Math.ceil(arriveSeconds),
    period: `[${from},${until})`,
  };
}

type Row = typeof bookings.$inferSelect;

function bookingOf({
  territoryId: _territory,
  retentionClass: _class,
  purgeAfter: _purge,
  linkHashes: _links,
  linkExpiresAt: _expires,
  ...row
}: Row): Booking {
  return row;
}
