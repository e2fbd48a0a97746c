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
import type { VehicleType } from '../../domain/catalogue/offer.ts';
import type { ConditionPoint } from '../../domain/fleet/condition.ts';
import type { HoldKind, LoanStatus } from '../../domain/fleet/loan-states.ts';
import type { LoanTerms, Owed } from '../../domain/fleet/owed.ts';
import type {
  CostKind,
  Equipment,
  Gearbox,
  IncidentKind,
  MaintenanceKind,
  VehicleStatus,
} from '../../domain/fleet/vehicle.ts';
import type { Borrower } from '../../services/ports/fleet.ts';
import { bookings } from './bookings.ts';
import { offers } from './catalogue.ts';
import { bytes, dateRange, instant, retention } from './columns.ts';
import { organisations } from './territories.ts';

/** A unit of a fleet; `offerId` is the loan it belongs to. What identifies it on the road is in `vehicle_papers`. */
export const vehicles = pgTable(
  'vehicles',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    offerId: text().notNull(),
    label: text().notNull(),
    vehicleType: text().$type<VehicleType>().notNull(),
    make: text(),
    model: text(),
    equipment: text().array().$type<Equipment[]>().notNull().default([]),
    requiredLicence: text().$type<'B' | 'AM'>(),
    gearbox: text().$type<Gearbox>(),
    seats: smallint(),
    /** Only an available one is a unit of its offer. */
    status: text().$type<VehicleStatus>().notNull(),
    illustrative: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.organisationId),
    index().on(t.territoryId, t.offerId),
    check('vehicles_status', sql`${t.status} in ('available', 'withdrawn')`),
    check('vehicles_seats', sql`${t.seats} between 1 and 9`),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** What only the vehicle’s own structure knows of it. */
export const vehiclePapers = pgTable(
  'vehicle_papers',
  {
    territoryId: text().notNull(),
    vehicleId: text().notNull(),
    organisationId: text().notNull(),
    plate: text(),
    insuranceDueOn: date(),
    inspectionDueOn: date(),
    mileageKm: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.vehicleId] }),
    uniqueIndex('vehicle_papers_plate').on(t.territoryId, t.organisationId, t.plate),
    check('vehicle_papers_mileage', sql`${t.mileageKm} >= 0`),
    foreignKey({
      columns: [t.territoryId, t.vehicleId],
      foreignColumns: [vehicles.territoryId, vehicles.id],
    }).onDelete('cascade'),
  ],
);

/**
 * A vehicle held for days, both included: lent, or in maintenance. While requested, confirmed or out, an exclusion constraint
 * keeps anything else off the vehicle. It says nothing of the person, so the whole territory may count units.
 */
export const vehicleLoans = pgTable(
  'vehicle_loans',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    kind: text().$type<HoldKind>().notNull().default('loan'),
    vehicleId: text().notNull(),
    offerId: text().notNull(),
    /** Null without a booking: what comes of a referral or of the waiting list, a repair, a loan told by telephone. */
    bookingId: text(),
    period: dateRange().notNull(),
    status: text().$type<LoanStatus>().notNull(),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.vehicleId),
    check('vehicle_loans_kind', sql`${t.kind} in ('loan', 'maintenance')`),
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

/** Who borrows and on what terms, for the vehicle’s own structure alone. Its figures do not change once it is signed. */
export const loanContracts = pgTable(
  'loan_contracts',
  {
    territoryId: text().notNull(),
    loanId: text().notNull(),
    organisationId: text().notNull(),
    /** Null where the file is gone (the migration’s key empties it), or there never was one: the contract is the structure’s own. */
    beneficiaryId: text(),
    referralId: text(),
    waitingId: text(),
    borrower: jsonb().$type<Borrower>().notNull(),
    terms: jsonb().$type<LoanTerms>().notNull(),
    signedAt: instant(),
    signedByBorrower: text(),
    signedByMember: text(),
    outOn: date(),
    mileageOutKm: integer(),
    returnedOn: date(),
    mileageInKm: integer(),
    /** As it was told and signed on the day of the return. */
    owed: jsonb().$type<Owed>(),
    reasonText: text(),
    /** The last day on which it was told that the vehicle is late. */
    lateToldOn: date(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.loanId] }),
    index().on(t.territoryId, t.organisationId),
    index().on(t.territoryId, t.referralId),
    check('loan_contracts_mileage', sql`${t.mileageInKm} is null or ${t.mileageInKm} >= ${t.mileageOutKm}`),
    check('loan_contracts_signed', sql`(${t.signedAt} is null) = (${t.signedByBorrower} is null)`),
    foreignKey({
      columns: [t.territoryId, t.loanId],
      foreignColumns: [vehicleLoans.territoryId, vehicleLoans.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** What is done to a vehicle while `vehicle_loans` holds it for maintenance. */
export const vehicleMaintenance = pgTable(
  'vehicle_maintenance',
  {
    territoryId: text().notNull(),
    loanId: text().notNull(),
    organisationId: text().notNull(),
    kind: text().$type<MaintenanceKind>().notNull(),
    garage: text(),
    note: text(),
    costCents: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.loanId] }),
    foreignKey({
      columns: [t.territoryId, t.loanId],
      foreignColumns: [vehicleLoans.territoryId, vehicleLoans.id],
    }).onDelete('cascade'),
  ],
);

/** How the vehicle was when it left and when it came back. Signed by both; a signed one is not changed. */
export const conditionReports = pgTable(
  'condition_reports',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    loanId: text().notNull(),
    moment: text().$type<'start' | 'end'>().notNull(),
    mileageKm: integer().notNull(),
    /** Of the tank or of the battery; null where there is none. */
    energyPercent: smallint(),
    points: jsonb().$type<ConditionPoint[]>().notNull(),
    note: text(),
    signedByBorrower: text().notNull(),
    signedByMember: text().notNull(),
    signedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('condition_reports_once').on(t.territoryId, t.loanId, t.moment),
    check('condition_reports_moment', sql`${t.moment} in ('start', 'end')`),
    check('condition_reports_energy', sql`${t.energyPercent} between 0 and 100`),
    foreignKey({
      columns: [t.territoryId, t.loanId],
      foreignColumns: [loanContracts.territoryId, loanContracts.loanId],
    }).onDelete('cascade'),
  ],
);

/** A photo of a report: JPEG made anew from what was sent, without its metadata. */
export const conditionPhotos = pgTable(
  'condition_photos',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    reportId: text().notNull(),
    position: smallint().notNull(),
    widthPixels: smallint().notNull(),
    heightPixels: smallint().notNull(),
    jpeg: bytes().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('condition_photos_position').on(t.territoryId, t.reportId, t.position),
    check('condition_photos_position', sql`${t.position} between 1 and 10`),
    foreignKey({
      columns: [t.territoryId, t.reportId],
      foreignColumns: [conditionReports.territoryId, conditionReports.id],
    }).onDelete('cascade'),
  ],
);

/** A breakdown, an accident, damage; during a loan or not. */
export const vehicleIncidents = pgTable(
  'vehicle_incidents',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    vehicleId: text().notNull(),
    loanId: text(),
    happenedOn: date().notNull(),
    kind: text().$type<IncidentKind>().notNull(),
    words: text().notNull(),
    recordedBy: text().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.vehicleId),
    foreignKey({
      columns: [t.territoryId, t.vehicleId],
      foreignColumns: [vehicles.territoryId, vehicles.id],
    }).onDelete('cascade'),
  ],
);

export const vehicleCosts = pgTable(
  'vehicle_costs',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    vehicleId: text().notNull(),
    paidOn: date().notNull(),
    kind: text().$type<CostKind>().notNull(),
    cents: integer().notNull(),
    note: text(),
    /** The maintenance it is the cost of. */
    loanId: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.vehicleId, t.paidOn),
    uniqueIndex('vehicle_costs_of_maintenance').on(t.territoryId, t.loanId),
    check('vehicle_costs_cents', sql`${t.cents} >= 0`),
    foreignKey({
      columns: [t.territoryId, t.vehicleId],
      foreignColumns: [vehicles.territoryId, vehicles.id],
    }).onDelete('cascade'),
  ],
);

/** What the counter showed, each time somebody read it. */
export const vehicleMileage = pgTable(
  'vehicle_mileage',
  {
    territoryId: text().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    organisationId: text().notNull(),
    vehicleId: text().notNull(),
    readOn: date().notNull(),
    km: integer().notNull(),
    source: text().$type<'start' | 'end' | 'reading'>().notNull(),
    /** What was first written down where it was misread, and why it was put right. */
    misreadKm: integer(),
    correction: text(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.vehicleId, t.readOn),
    check('vehicle_mileage_km', sql`${t.km} >= 0`),
    check('vehicle_mileage_says_why', sql`(${t.misreadKm} is null) = (${t.correction} is null)`),
    foreignKey({
      columns: [t.territoryId, t.vehicleId],
      foreignColumns: [vehicles.territoryId, vehicles.id],
    }).onDelete('cascade'),
  ],
);
