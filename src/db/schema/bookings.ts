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
} from 'drizzle-orm/pg-core';
import type { VehicleType } from '../../domain/catalogue/offer.ts';
import type { Place } from '../../domain/place.ts';
import { offers } from './catalogue.ts';
import { dateRange, instant, instantRange, retention } from './columns.ts';
import { beneficiaries } from './people.ts';
import { organisations } from './territories.ts';

export type BookingStatus = 'requested' | 'confirmed' | 'refused' | 'done' | 'cancelled' | 'noShow';

/** A ride or a loan asked for. What it holds (seats, a vehicle) is in `booking_seats` and `vehicle_loans`. */
export const bookings = pgTable(
  'bookings',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    beneficiaryId: text().notNull(),
    offerId: text().notNull(),
    /** Who booked; kept when someone books for another. */
    organisationId: text(),
    bookedBy: text().notNull(),
    providerOrganisationId: text(),
    from: jsonb().$type<Place>().notNull(),
    to: jsonb().$type<Place>().notNull(),
    date: date().notNull(),
    seats: smallint().notNull().default(1),
    status: text().$type<BookingStatus>().notNull(),
    departAt: instant(),
    arriveAt: instant(),
    priceCents: integer(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    index().on(t.territoryId, t.offerId, t.date),
    check('bookings_status', sql`${t.status} in ('requested', 'confirmed', 'refused', 'done', 'cancelled', 'noShow')`),
    check('bookings_seats', sql`${t.seats} > 0`),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
    foreignKey({
      columns: [t.territoryId, t.providerOrganisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/**
 * One seat of one run on one date, numbered from 1. While `holding`, an exclusion constraint keeps any other booking
 * off the same seat at the same time. It says nothing of the person, so the whole territory may count seats.
 */
export const bookingSeats = pgTable(
  'booking_seats',
  {
    territoryId: text().notNull(),
    bookingId: text().notNull(),
    seatNumber: smallint().notNull(),
    offerId: text().notNull(),
    /** Index in the carpool's `trips`; null for other kinds. */
    tripIndex: smallint(),
    date: date().notNull(),
    /** Seconds from the local midnight of `date`. */
    departSeconds: integer().notNull(),
    arriveSeconds: integer().notNull(),
    period: instantRange().notNull(),
    holding: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.bookingId, t.seatNumber] }),
    index('booking_seats_held').on(t.territoryId, t.date).where(sql`${t.holding}`),
    check('booking_seats_number', sql`${t.seatNumber} > 0`),
    check('booking_seats_period', sql`not isempty(${t.period})`),
    foreignKey({
      columns: [t.territoryId, t.bookingId],
      foreignColumns: [bookings.territoryId, bookings.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }),
  ],
);

/** A unit of a fleet; `offerId` is the loan it belongs to. */
export const vehicles = pgTable(
  'vehicles',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    offerId: text().notNull(),
    label: text().notNull(),
    vehicleType: text().$type<VehicleType>().notNull(),
    status: text().$type<'available' | 'maintenance' | 'withdrawn'>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    check('vehicles_status', sql`${t.status} in ('available', 'maintenance', 'withdrawn')`),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }),
  ],
);

export type LoanStatus = 'requested' | 'confirmed' | 'out' | 'returned' | 'refused' | 'cancelled';

/**
 * A vehicle promised for days, both included. While requested, confirmed or out, an exclusion constraint keeps any
 * other loan off the vehicle. It says nothing of the person, so the whole territory may count units.
 */
export const vehicleLoans = pgTable(
  'vehicle_loans',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    vehicleId: text().notNull(),
    offerId: text().notNull(),
    /** Null for a hold without a booking: a repair, a loan told by telephone. */
    bookingId: text(),
    period: dateRange().notNull(),
    status: text().$type<LoanStatus>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    check(
      'vehicle_loans_status',
      sql`${t.status} in ('requested', 'confirmed', 'out', 'returned', 'refused', 'cancelled')`,
    ),
    check('vehicle_loans_period', sql`not isempty(${t.period})`),
    foreignKey({ columns: [t.territoryId, t.vehicleId], foreignColumns: [vehicles.territoryId, vehicles.id] }),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }),
    foreignKey({
      columns: [t.territoryId, t.bookingId],
      foreignColumns: [bookings.territoryId, bookings.id],
    }).onDelete('cascade'),
  ],
);
