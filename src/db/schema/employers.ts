import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Cycle } from '../../domain/diagnostic/diagnostic.ts';
import type { Place } from '../../domain/place.ts';
import { instant, retention } from './columns.ts';
import { organisations } from './territories.ts';

/** Where an employer's people work; read by every professional of the territory. */
export const jobSites = pgTable(
  'job_sites',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    label: text().notNull(),
    place: jsonb().$type<Place>().notNull(),
    illustrative: boolean().notNull().default(false),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    archivedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.organisationId),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** A rota that is worked at a site: a cycle whose anchor date is a day on which it begins. */
export const shiftPatterns = pgTable(
  'shift_patterns',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    siteId: text().notNull(),
    label: text().notNull(),
    cycle: jsonb().$type<Cycle>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    archivedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.siteId),
    foreignKey({
      columns: [t.territoryId, t.siteId],
      foreignColumns: [jobSites.territoryId, jobSites.id],
    }),
  ],
);

/** A carpool line that an employer opens with a poster: whoever knows its code may answer. */
export const carpoolLines = pgTable(
  'carpool_lines',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    siteId: text().notNull(),
    patternId: text(),
    /** The team of mobility advisers that calls back whoever answers. */
    toOrganisationId: text().notNull(),
    label: text().notNull(),
    code: text().notNull(),
    createdAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('carpool_lines_code').on(t.territoryId, t.code),
    check('carpool_lines_called_back_by_others', sql`${t.toOrganisationId} <> ${t.organisationId}`),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
    foreignKey({ columns: [t.territoryId, t.siteId], foreignColumns: [jobSites.territoryId, jobSites.id] }),
    foreignKey({
      columns: [t.territoryId, t.toOrganisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/**
 * Who would drive or ride on a line. The mobility advisers of `to_organisation_id` read it and call back; the employer sees
 * counts.
 */
export const lineAnswers = pgTable(
  'line_answers',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    lineId: text().notNull(),
    toOrganisationId: text().notNull(),
    role: text().$type<'driver' | 'passenger'>().notNull(),
    /** INSEE code of where they come from. */
    commune: text().notNull(),
    firstName: text(),
    phone: text(),
    /** What they agreed to, in the words they read on the day of `created_at`. */
    consentWording: text().notNull(),
    handledAt: instant(),
    handledBy: text(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.lineId),
    check('line_answers_role', sql`${t.role} in ('driver', 'passenger')`),
    foreignKey({ columns: [t.territoryId, t.lineId], foreignColumns: [carpoolLines.territoryId, carpoolLines.id] }),
    foreignKey({
      columns: [t.territoryId, t.toOrganisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);
