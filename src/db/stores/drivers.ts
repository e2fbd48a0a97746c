import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { DriverFile, DriverStore, DrivingStructure } from '../../services/ports/drivers.ts';
import { bookings } from '../schema/bookings.ts';
import { driverAbsences, driverChecks, driverOffers, driverRides, drivers } from '../schema/drivers.ts';
import { retentionOf, type Session } from '../session.ts';

const APPLICATION_DAYS = 365;

export function createDriverStore({ tx, actor, now }: Session): DriverStore {
  const { territoryId } = actor;
  const at = now.toString();
  const mine = eq(drivers.territoryId, territoryId);
  const one = (id: string) => and(mine, eq(drivers.id, id));
  const heldLink = actor.link ?? '';
  const rideOf = (bookingId: string) =>
    and(eq(driverRides.territoryId, territoryId), eq(driverRides.bookingId, bookingId));

  /** As long as they drive; an application nobody took up for a year, whoever left as long as a file. */
  const kept = (status: DriverFile['status']) => {
    if (status === 'applied') {
      return {
        retentionClass: 'request' as const,
        purgeAfter: now.add({ hours: 24 * APPLICATION_DAYS }).toString(),
      };
    }
    if (status === 'left' || status === 'refused') return retentionOf(now, null);
    return { retentionClass: 'file' as const, purgeAfter: null };
  };

  async function withDetails(rows: (typeof drivers.$inferSelect)[]): Promise<DriverFile[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const checks = await tx
      .select()
      .from(driverChecks)
      .where(and(eq(driverChecks.territoryId, territoryId), inArray(driverChecks.driverId, ids)))
      .orderBy(asc(driverChecks.checkedOn), asc(driverChecks.createdAt), asc(driverChecks.id));
    const absences = await tx
      .select()
      .from(driverAbsences)
      .where(and(eq(driverAbsences.territoryId, territoryId), inArray(driverAbsences.driverId, ids)))
      .orderBy(asc(driverAbsences.from), asc(driverAbsences.id));
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      status: row.status,
      statusReason: row.statusReason,
      firstName: row.firstName,
      lastName: row.lastName,
      phone: row.phone,
      email: row.email,
      commune: row.commune,
      language: row.language,
      seats: row.seats,
      maxDetourMinutes: row.maxDetourMinutes,
      trips: row.trips,
      weeklyRides: row.weeklyRides,
      weeklyMinutes: row.weeklyMinutes,
      charterVersion: row.charterVersion,
      charterAcceptedAt: row.charterAcceptedAt,
      illustrative: row.illustrative,
      version: row.version,
      createdAt: row.createdAt,
      checks: checks
        .filter(({ driverId }) => driverId === row.id)
        .map(({ id, kind, checkedOn, validUntil, checkedBy }) => ({ id, kind, checkedOn, validUntil, checkedBy })),
      absences: absences
        .filter(({ driverId }) => driverId === row.id)
        .map(({ id, from, until }) => ({ id, from, until })),
    }));
  }
  const select = (where: SQL | undefined) => tx.select().from(drivers).where(where);

  return {
    async listStructures() {
      const { rows } = await tx.execute<Omit<DrivingStructure, 'kinds'> & { volunteers: boolean }>(
        sql`select * from driving_structures()`,
      );
      return rows.map(({ id, name, phone, email, illustrative, volunteers }) => ({
        id,
        name,
        phone,
        email,
        illustrative,
        // Whoever sends volunteers out takes those who are on the road anyway as well.
        kinds: [...(volunteers ? (['volunteer'] as const) : []), 'carpooler' as const],
      }));
    },

    async insert({ trips, ...driver }) {
      const charterAcceptedAt = driver.charterVersion === null ? null : at;
      const rows = await tx
        .insert(drivers)
        .values({
          territoryId,
          ...driver,
          trips: [...trips],
          charterAcceptedAt,
          createdAt: at,
          updatedAt: at,
          ...kept(driver.status),
        })
        .onConflictDoNothing()
        .returning({ id: drivers.id });
      return rows.length > 0;
    },

    async find(id) {
      return (await withDetails(await select(one(id))))[0] ?? null;
    },
    async lock(id) {
      return (await withDetails(await select(one(id)).for('update')))[0] ?? null;
    },

    async list({ statuses } = {}) {
      const rows = await select(
        and(mine, statuses === undefined ? undefined : inArray(drivers.status, [...statuses])),
      ).orderBy(asc(drivers.lastName), asc(drivers.firstName), asc(drivers.id));
      return withDetails(rows);
    },

    async findByLink() {
      const [row] = await tx
        .select({ id: drivers.id, status: drivers.status, firstName: drivers.firstName, at: drivers.organisationId })
        .from(drivers)
        .where(and(mine, eq(drivers.linkHash, heldLink)));
      if (!row) return null;
      const structure = (await this.listStructures()).find(({ id }) => id === row.at)?.name ?? '';
      return { id: row.id, status: row.status, firstName: row.firstName, structure };
    },

    async leaveByLink() {
      const rows = await tx
        .update(drivers)
        .set({ status: 'left', version: sql`${drivers.version} + 1`, updatedAt: at, ...kept('left') })
        .where(and(mine, eq(drivers.linkHash, heldLink)))
        .returning({ id: drivers.id });
      return rows.length > 0;
    },

    async change(id, { trips, ...change }) {
      await tx
        .update(drivers)
        .set({
          ...change,
          ...(trips === undefined ? {} : { trips: [...trips] }),
          ...(change.status === undefined ? {} : kept(change.status)),
          version: sql`${drivers.version} + 1`,
          updatedAt: at,
        })
        .where(one(id));
    },

    async addCheck(check) {
      await tx
        .insert(driverChecks)
        .values({ territoryId, ...check, checkedBy: actor.id, createdAt: at, ...kept('active') });
    },

    async addAbsence(absence) {
      await tx.insert(driverAbsences).values({ territoryId, ...absence, createdAt: at, ...kept('active') });
    },

    async removeAbsence(driverId, id) {
      const rows = await tx
        .delete(driverAbsences)
        .where(
          and(
            eq(driverAbsences.territoryId, territoryId),
            eq(driverAbsences.driverId, driverId),
            eq(driverAbsences.id, id),
          ),
        )
        .returning({ id: driverAbsences.id });
      return rows.length > 0;
    },

    async erase(id) {
      await tx.delete(drivers).where(one(id));
    },

    async deleteExpired(instant) {
      const { rowCount } = await tx.delete(drivers).where(and(mine, lte(drivers.purgeAfter, instant)));
      return rowCount ?? 0;
    },

    async listOffers(driverId) {
      const rows = await tx
        .select({ offerId: driverOffers.offerId })
        .from(driverOffers)
        .where(and(eq(driverOffers.territoryId, territoryId), eq(driverOffers.driverId, driverId)))
        .orderBy(asc(driverOffers.offerId));
      return rows.map(({ offerId }) => offerId);
    },

    async addOffer(driverId, offerId) {
      await tx.insert(driverOffers).values({ territoryId, driverId, offerId });
    },

    async findOfOffer(offerId) {
      const { rows } = await tx.execute<{ id: string | null }>(sql`select driver_of_offer(${offerId}) as id`);
      return rows[0]?.id ?? null;
    },

    async listRides({ driverIds, from, until }) {
      if (driverIds.length === 0) return [];
      const rows = await tx
        .select({
          driverId: driverRides.driverId,
          bookingId: driverRides.bookingId,
          run: driverRides.run,
          date: driverRides.date,
          from: sql<string>`lower(${driverRides.period})`.mapWith(instantText),
          until: sql<string>`upper(${driverRides.period})`.mapWith(instantText),
          minutes: driverRides.minutes,
          metres: driverRides.metres,
        })
        .from(driverRides)
        .innerJoin(
          bookings,
          and(eq(bookings.territoryId, driverRides.territoryId), eq(bookings.id, driverRides.bookingId)),
        )
        .where(
          and(
            eq(driverRides.territoryId, territoryId),
            inArray(driverRides.driverId, [...driverIds]),
            gte(driverRides.date, from),
            lte(driverRides.date, until),
            // Whom it was taken from again has driven nothing.
            eq(bookings.driverId, driverRides.driverId),
            inArray(bookings.status, ['confirmed', 'done', 'noShow']),
          ),
        )
        .orderBy(asc(driverRides.date), asc(driverRides.bookingId));
      return rows;
    },

    async assign({ bookingId, driverId, run, date, from, until, minutes, metres }) {
      const drive = { driverId, run, date, period: `[${from},${until})`, minutes, metres, holding: true };
      // Let go of first: whoever drives instead is on no other road because of it.
      await tx.delete(driverRides).where(rideOf(bookingId));
      await tx.insert(driverRides).values({ territoryId, bookingId, ...drive });
    },

    async release(bookingId) {
      await tx
        .update(driverRides)
        .set({ holding: false })
        .where(and(rideOf(bookingId), driverRides.holding));
    },

    async isDriving(organisationId) {
      const active = and(mine, eq(drivers.organisationId, organisationId), eq(drivers.status, 'active'));
      const rows = await tx.select({ id: drivers.id }).from(drivers).where(active).limit(1);
      return rows.length > 0;
    },

    async listDriverless(instant) {
      const { id, departAt, reassignSince } = bookings;
      const rows = await tx
        .select({ id, departAt, reassignSince })
        .from(bookings)
        .where(
          and(
            eq(bookings.territoryId, territoryId),
            eq(bookings.status, 'confirmed'),
            isNull(bookings.driverId),
            isNotNull(reassignSince),
            gt(departAt, instant),
          ),
        )
        .orderBy(asc(departAt), asc(id));
      return rows.flatMap((row) =>
        row.departAt === null || row.reassignSince === null
          ? []
          : [{ ...row, departAt: row.departAt, reassignSince: row.reassignSince }],
      );
    },

    async listLost(instant) {
      const rows = await tx
        .select({ id: bookings.id })
        .from(bookings)
        .innerJoin(drivers, and(eq(drivers.territoryId, bookings.territoryId), eq(drivers.id, bookings.driverId)))
        .innerJoin(
          driverRides,
          and(eq(driverRides.territoryId, bookings.territoryId), eq(driverRides.bookingId, bookings.id)),
        )
        .where(
          and(
            mine,
            eq(bookings.status, 'confirmed'),
            gt(bookings.departAt, instant),
            sql`(${drivers.status} <> 'active' or exists (select from driver_absences a
              where a.territory_id = ${drivers.territoryId} and a.driver_id = ${drivers.id}
                and ${driverRides.date} between a."from" and a.until))`,
          ),
        )
        .orderBy(asc(bookings.departAt), asc(bookings.id));
      return rows.map(({ id }) => id);
    },

    async listDriven({ driverId, from, until, now: instant }) {
      return tx
        .select({
          bookingId: driverRides.bookingId,
          run: driverRides.run,
          date: driverRides.date,
          metres: driverRides.metres,
          minutes: driverRides.minutes,
        })
        .from(driverRides)
        .innerJoin(
          bookings,
          and(eq(bookings.territoryId, driverRides.territoryId), eq(bookings.id, driverRides.bookingId)),
        )
        .where(
          and(
            eq(driverRides.territoryId, territoryId),
            eq(driverRides.driverId, driverId),
            eq(bookings.driverId, driverId),
            gte(driverRides.date, from),
            lte(driverRides.date, until),
            lte(bookings.arriveAt, instant),
            // Whoever came for nobody has driven all the same.
            sql`(${bookings.status} in ('confirmed', 'done') or ${bookings.status} = 'noShow' and not exists (
              select from booking_events e where e.territory_id = ${bookings.territoryId} and e.booking_id = ${bookings.id}
                and e.kind = 'noShow' and e.details->>'who' = 'driverDidNotCome'))`,
          ),
        )
        .orderBy(asc(driverRides.date), asc(bookings.departAt), asc(driverRides.bookingId));
    },
  };
}

const instantText = (value: string) => new Date(value).toISOString();
