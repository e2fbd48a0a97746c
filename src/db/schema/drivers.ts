import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { CheckKind, DriverKind, DriverStatus, UsualTrip } from '../../domain/drivers/driver.ts';
import { bookings } from './bookings.ts';
import { offers } from './catalogue.ts';
import { instant, instantRange, retention } from './columns.ts';
import { organisations } from './territories.ts';

/** Somebody who drives for others, with one structure of one territory: a volunteer, or whoever takes people along. */
export const drivers = pgTable(
  'drivers',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    kind: text().$type<DriverKind>().notNull(),
    status: text().$type<DriverStatus>().notNull(),
    statusReason: text(),
    firstName: text().notNull(),
    lastName: text(),
    phone: text().notNull(),
    /** The same as its digits: whoever applies twice is one. */
    phoneDigits: text().notNull(),
    email: text(),
    /** INSEE code: where they set out from. */
    commune: text().notNull(),
    language: text().notNull(),
    seats: smallint().notNull(),
    maxDetourMinutes: smallint(),
    trips: jsonb().$type<UsualTrip[]>().notNull().default([]),
    weeklyRides: smallint(),
    weeklyMinutes: integer(),
    charterVersion: text(),
    charterAcceptedAt: instant(),
    /** Of the link by which they leave without an account: SHA-256. */
    linkHash: text(),
    illustrative: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.organisationId, t.status),
    uniqueIndex('drivers_link').on(t.linkHash),
    uniqueIndex('drivers_known_once')
      .on(t.territoryId, t.organisationId, t.phoneDigits)
      .where(sql`${t.status} in ('applied', 'active', 'paused')`),
    check('drivers_kind', sql`${t.kind} in ('volunteer', 'carpooler')`),
    check('drivers_status', sql`${t.status} in ('applied', 'active', 'paused', 'left', 'refused')`),
    check('drivers_refusal_says_why', sql`${t.status} <> 'refused' or ${t.statusReason} is not null`),
    check('drivers_seats', sql`${t.seats} between 1 and 8`),
    check('drivers_charter', sql`(${t.charterVersion} is null) = (${t.charterAcceptedAt} is null)`),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** That a structure has seen a paper, and until when it holds. Never what is in it. */
export const driverChecks = pgTable(
  'driver_checks',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    driverId: text().notNull(),
    kind: text().$type<CheckKind>().notNull(),
    checkedOn: date().notNull(),
    validUntil: date(),
    /** The member who saw it. */
    checkedBy: text().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.driverId),
    check('driver_checks_kind', sql`${t.kind} in ('licence', 'insurance', 'honorability')`),
    check('driver_checks_dates', sql`${t.validUntil} is null or ${t.validUntil} >= ${t.checkedOn}`),
    foreignKey({
      columns: [t.territoryId, t.driverId],
      foreignColumns: [drivers.territoryId, drivers.id],
    }).onDelete('cascade'),
  ],
);

/** Days on which somebody does not drive, both included. Why is not kept. */
export const driverAbsences = pgTable(
  'driver_absences',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    driverId: text().notNull(),
    from: date().notNull(),
    until: date().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.driverId),
    check('driver_absences_dates', sql`${t.until} >= ${t.from}`),
    foreignKey({
      columns: [t.territoryId, t.driverId],
      foreignColumns: [drivers.territoryId, drivers.id],
    }).onDelete('cascade'),
  ],
);

/** The offers that were made out of a driver’s usual trips. */
export const driverOffers = pgTable(
  'driver_offers',
  { territoryId: text().notNull(), offerId: text().notNull(), driverId: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.offerId] }),
    index().on(t.territoryId, t.driverId),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }),
    foreignKey({
      columns: [t.territoryId, t.driverId],
      foreignColumns: [drivers.territoryId, drivers.id],
    }).onDelete('cascade'),
  ],
);

/**
 * Who drives a booked ride, and when they are on the road for it. While `holding`, an exclusion constraint keeps that driver off any
 * other drive at the same time; those who sit in the same car are one `run`.
 */
export const driverRides = pgTable(
  'driver_rides',
  {
    territoryId: text().notNull(),
    bookingId: text().notNull(),
    driverId: text().notNull(),
    run: text().notNull(),
    date: date().notNull(),
    period: instantRange().notNull(),
    minutes: integer().notNull(),
    /** By road, the way from home and back with it for a volunteer. */
    metres: integer().notNull(),
    holding: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.bookingId] }),
    index().on(t.territoryId, t.driverId, t.date),
    check('driver_rides_period', sql`not isempty(${t.period})`),
    foreignKey({
      columns: [t.territoryId, t.bookingId],
      foreignColumns: [bookings.territoryId, bookings.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.territoryId, t.driverId],
      foreignColumns: [drivers.territoryId, drivers.id],
    }).onDelete('cascade'),
  ],
);
