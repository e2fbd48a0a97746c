import { sql } from 'drizzle-orm';
import {
  bigint,
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
import type {
  BookedOffer,
  BookedRide,
  BookingEventKind,
  BookingNeed,
  BookingReason,
  BookingStatus,
  Rider,
  TimeProposal,
} from '../../domain/booking/booking.ts';
import type { Place } from '../../domain/place.ts';
import { offers } from './catalogue.ts';
import { instant, instantRange, retention } from './columns.ts';
import { beneficiaries } from './people.ts';
import { organisations, territories } from './territories.ts';

/** A ride or a loan asked for. The seats it holds are in `booking_seats`, a vehicle in `vehicle_loans` (`fleet.ts`). */
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
    direction: text().$type<'outbound' | 'return'>().notNull(),
    /** What was asked for: to be there by then, or to leave from then on. */
    arriveBy: instant(),
    departFrom: instant(),
    seats: smallint().notNull().default(1),
    status: text().$type<BookingStatus>().notNull(),
    departAt: instant(),
    arriveAt: instant(),
    priceCents: integer(),
    /** How it is carried, as it was promised. Null for loans. */
    ride: jsonb().$type<BookedRide>(),
    /** The offer as it was told to the person: it may be gone when the ride comes. */
    offerVersion: integer().notNull(),
    offer: jsonb().$type<BookedOffer>().notNull(),
    /** What is handed over once it is accepted. */
    rider: jsonb().$type<Rider>().notNull(),
    needs: text().array().$type<BookingNeed[]>().notNull().default([]),
    /** Rides that were asked for together: there and back, or a whole rota. */
    groupId: text(),
    /** The booking it stands in for, once that was refused. */
    replacesId: text(),
    /** Of the structure’s drivers (`driver_rides` says when they are on the road); null where whoever is asked drives. */
    driverId: text(),
    /** Since whoever was to drive cannot: the structure looks for somebody else, and the promise stands. */
    reassignSince: instant(),
    /** Why it was refused or cancelled. */
    reason: text().$type<BookingReason>(),
    reasonText: text(),
    answerDueAt: instant(),
    remindedAt: instant(),
    /** Another time that the provider proposes, and the person has not answered. */
    proposal: jsonb().$type<TimeProposal>(),
    version: integer().notNull().default(1),
    /** Of the links by which the provider answers without an account: SHA-256, and until when. */
    linkHashes: text().array().notNull().default([]),
    linkExpiresAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    index().on(t.territoryId, t.offerId, t.date),
    index().on(t.territoryId, t.providerOrganisationId, t.status),
    index('bookings_links').using('gin', t.linkHashes),
    index('bookings_waiting').on(t.territoryId, t.answerDueAt).where(sql`${t.status} = 'requested'`),
    // The same ride is asked of the same offer once.
    uniqueIndex('bookings_asked_once')
      .on(t.territoryId, t.beneficiaryId, t.offerId, t.departAt)
      .where(sql`${t.status} in ('requested', 'confirmed')`),
    check('bookings_direction', sql`${t.direction} in ('outbound', 'return')`),
    check('bookings_refusal_says_why', sql`${t.status} <> 'refused' or ${t.reason} is not null`),
    check('bookings_requested_has_a_deadline', sql`${t.status} <> 'requested' or ${t.answerDueAt} is not null`),
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

/** What happened to a booking, in order. */
export const bookingEvents = pgTable(
  'booking_events',
  {
    territoryId: text().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    bookingId: text().notNull(),
    at: instant().notNull(),
    kind: text().$type<BookingEventKind>().notNull(),
    byKind: text().$type<'person' | 'adviser' | 'provider' | 'system'>().notNull(),
    text: text(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.bookingId, t.id),
    foreignKey({
      columns: [t.territoryId, t.bookingId],
      foreignColumns: [bookings.territoryId, bookings.id],
    }).onDelete('cascade'),
  ],
);

/**
 * How a person comes to their rides without an account. `link`: asked for, sent to a phone or a mail, used once; `device`: the
 * browser that used one; `code`: given on paper; `calendar`: the address of a calendar. Only hashes of secrets are kept.
 */
export const wayIns = pgTable(
  'way_ins',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    kind: text().$type<'link' | 'device' | 'code' | 'calendar'>().notNull(),
    /** Null of a link that was asked for and has not been sent yet. */
    tokenHash: text(),
    /** Of a code on paper: what finds it. Its hash is of both parts. */
    publicCode: text(),
    /** Null where nobody of that phone or mail is known: whoever uses the link is a new person. */
    beneficiaryId: text(),
    /** Of a link, until it was used. */
    contact: text(),
    channel: text().$type<'sms' | 'email'>(),
    language: text(),
    /** What is to be booked once the link was used: a form that waits. */
    draftId: text(),
    attempts: smallint().notNull().default(0),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    lastSeenAt: instant(),
    revokedAt: instant(),
    /** Of a device that a code on paper let in: it sees the rides asked for since then. Null: all of the person’s. */
    ridesSince: instant(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('way_ins_token').on(t.tokenHash),
    uniqueIndex('way_ins_code').on(t.territoryId, t.publicCode),
    index('way_ins_asked').on(t.territoryId, t.createdAt).where(sql`${t.kind} = 'link'`),
    check('way_ins_code_has_two_parts', sql`(${t.kind} = 'code') = (${t.publicCode} is not null)`),
    index().on(t.territoryId, t.beneficiaryId),
    check('way_ins_kind', sql`${t.kind} in ('link', 'device', 'code', 'calendar')`),
    check('way_ins_channel', sql`${t.kind} <> 'link' or ${t.channel} in ('sms', 'email')`),
    check('way_ins_of_somebody', sql`${t.kind} = 'link' or ${t.beneficiaryId} is not null`),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
  ],
);
