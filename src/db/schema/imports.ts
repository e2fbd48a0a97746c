import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { PartnerKind } from '../../domain/network/partner.ts';
import type {
  ImportChange,
  ImportOutcome,
  ImportStatus,
  ImportTarget,
  RowProblem,
} from '../../services/ports/imports.ts';
import { bytes, instant } from './columns.ts';
import { organisations, territories } from './territories.ts';

/** A file of the catalogue that somebody sent, and how far its import is. */
export const imports = pgTable(
  'imports',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    organisationId: text(),
    /** `data-inclusion`, `bnlc`, `gbfs`, `gtfs` or `csv-<kind>`. */
    format: text().notNull(),
    fileName: text().notNull(),
    fileBytes: integer().notNull(),
    status: text().$type<ImportStatus>().notNull(),
    /** Waits to be confirmed once it is checked. */
    dryRun: boolean().notNull(),
    /** Why nothing of the file could be read, for people. */
    failure: text(),
    rows: integer().notNull().default(0),
    accepted: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    /** Of the step under way: rows done, and rows there are. */
    done: integer().notNull().default(0),
    total: integer().notNull().default(0),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    confirmedBy: text(),
    checkedAt: instant(),
    appliedAt: instant(),
    undoneAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.createdAt),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** The file as it was sent; gone once the import is over for good. */
export const importFiles = pgTable(
  'import_files',
  { territoryId: text().notNull(), importId: text().notNull(), bytes: bytes().notNull() },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.importId] }),
    foreignKey({ columns: [t.territoryId, t.importId], foreignColumns: [imports.territoryId, imports.id] }).onDelete(
      'cascade',
    ),
  ],
);

/** What one record of the file does, or what is wrong with it; once applied, from which version to which. */
export const importRows = pgTable(
  'import_rows',
  {
    territoryId: text().notNull(),
    importId: text().notNull(),
    /** In the order of the file; `row` is where people find it. */
    position: integer().notNull(),
    row: integer().notNull(),
    target: text().$type<ImportTarget>().notNull(),
    outcome: text().$type<ImportOutcome>().notNull(),
    /** What people know it by. */
    label: text().notNull(),
    targetId: text(),
    problems: jsonb().$type<RowProblem[]>().notNull(),
    /** Said to whoever looks, and no reason against it. */
    notes: text().array().notNull(),
    change: jsonb().$type<ImportChange>(),
    versionBefore: integer(),
    versionAfter: integer(),
    appliedAt: instant(),
    /** `restored`, or `kept` as others had changed it since. */
    undone: text().$type<'restored' | 'kept'>(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.importId, t.position] }),
    index().on(t.territoryId, t.targetId),
    foreignKey({ columns: [t.territoryId, t.importId], foreignColumns: [imports.territoryId, imports.id] }).onDelete(
      'cascade',
    ),
  ],
);

/** A record of another directory as it came, with what we have no field for: it is given back with it. */
export const sourceRecords = pgTable(
  'source_records',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    target: text().$type<ImportTarget>().notNull(),
    targetId: text().notNull(),
    format: text().notNull(),
    record: jsonb().$type<Record<string, unknown>>().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.territoryId, t.target, t.targetId] })],
);

/** The directory: structures of the territory, whether they work on the platform or not. */
export const partners = pgTable(
  'partners',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    version: integer().notNull(),
    source: text().notNull(),
    externalId: text().notNull(),
    name: text().notNull(),
    description: text(),
    siret: text(),
    phone: text(),
    email: text(),
    url: text(),
    address: text(),
    postcode: text(),
    commune: text(),
    lon: doublePrecision(),
    lat: doublePrecision(),
    /** As OpenStreetMap writes opening hours. */
    openingHours: text(),
    networks: text().array().notNull(),
    updatedOn: text(),
    archivedAt: instant(),
    // What no file says of them, and the pôle ressources adds.
    kind: text().$type<PartnerKind>().notNull().default('other'),
    /** data·inclusion codes. */
    themes: text().array().notNull().default([]),
    /** Codes of département, EPCI and commune that it works for. */
    coverage: text().array().notNull().default([]),
    /** Where this is known from, where it was typed here. */
    knownFrom: text(),
    confirmedOn: date(),
    isPublic: boolean().notNull().default(true),
    illustrative: boolean().notNull().default(false),
    /** Who made this version; null where an import did. */
    changedBy: text(),
    searchText: text().notNull().generatedAlwaysAs(sql`directory_words(name, description)`),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('partners_external_id').on(t.territoryId, t.source, t.externalId),
  ],
);

/** Carpool places and stops that were imported: known places beside those of the territory's own files. */
export const meetingPlaces = pgTable(
  'meeting_places',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    version: integer().notNull(),
    /** `carpoolPlace` or `stop`. */
    kind: text().notNull(),
    source: text().notNull(),
    externalId: text().notNull(),
    label: text().notNull(),
    address: text(),
    commune: text(),
    lon: doublePrecision().notNull(),
    lat: doublePrecision().notNull(),
    licence: text(),
    sourceDate: text(),
    details: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Label, lower case and without accents. */
    searchText: text().notNull(),
    archivedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('meeting_places_external_id').on(t.territoryId, t.source, t.externalId),
  ],
);
