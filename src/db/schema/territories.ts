import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import type { TerritoryRules } from '../../domain/territory.ts';
import type { Scope } from '../../services/ports.ts';
import { instant } from './columns.ts';

/** `rules` is validated with `territorySchema` each time it is read. */
export const territories = pgTable('territories', {
  id: text().primaryKey(),
  name: text().notNull(),
  timeZone: text().notNull(),
  zones: text().array().notNull(),
  holidays: text().notNull(),
  rules: jsonb().$type<TerritoryRules>().notNull(),
  /** Which edition of its seed files the territory was filled with; null when it was never seeded. */
  seedEdition: text(),
  updatedAt: instant().notNull().default(sql`now()`),
});

/** GeoJSON coordinates of a MultiPolygon: polygons, rings, `[lon, lat]`. */
export type ContourCoordinates = number[][][][];

/** The communes of a territory (`inside`) and those around it. */
export const communes = pgTable(
  'communes',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    code: text().notNull(),
    name: text().notNull(),
    epciCode: text(),
    epciName: text(),
    departement: text().notNull(),
    population: integer().notNull(),
    lon: doublePrecision().notNull(),
    lat: doublePrecision().notNull(),
    postcodes: text().array().notNull(),
    inside: boolean().notNull(),
    /** Null where the outline is not known, as around the territory. */
    contour: jsonb().$type<ContourCoordinates>(),
  },
  (t) => [primaryKey({ columns: [t.territoryId, t.code] })],
);

/** Known public places: France Services houses, stations, carpool areas, cited employers. Each tells its source. */
export const pointsOfInterest = pgTable(
  'points_of_interest',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    kind: text().notNull(),
    label: text().notNull(),
    address: text(),
    commune: text(),
    lon: doublePrecision().notNull(),
    lat: doublePrecision().notNull(),
    source: text().notNull(),
    /** As precise as the source tells: `2024-08-01`, `2026-05`, `vers 2017`. */
    sourceDate: text(),
    licence: text(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Label, lower case and without accents. */
    searchText: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.territoryId, t.id] }), index().on(t.territoryId, t.kind)],
);

/** Counts the changes to a territory's offers, loans and seats; triggers raise it as the transaction commits. */
export const catalogueVersions = pgTable('catalogue_versions', {
  territoryId: text()
    .primaryKey()
    .references(() => territories.id),
  version: bigint({ mode: 'number' }).notNull().default(0),
});

/** Who works on the territory. An organisation at work in two territories has a row in each. */
export const organisations = pgTable(
  'organisations',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    name: text().notNull(),
    /** `resourceCentre`, `prescriber`, `provider`, `employer`, `department`, `integrator` or `mobilityPlatform`. */
    kind: text().notNull(),
    siret: text(),
    phone: text(),
    email: text(),
    url: text(),
    illustrative: boolean().notNull().default(false),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.territoryId, t.id] })],
);

/** Only the SHA-256 of a key is kept. */
export const apiKeys = pgTable(
  'api_keys',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    label: text().notNull(),
    hash: text().notNull().unique(),
    scopes: text().array().$type<Scope[]>().notNull(),
    requestsPerMinute: integer().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    revokedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);
