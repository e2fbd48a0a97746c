import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core';
import type { DiagnosticInput } from '../../domain/diagnostic/diagnostic.ts';
import type { StoredResult } from '../stores/packed-result.ts';
import { instant, retention } from './columns.ts';
import { beneficiaries } from './people.ts';
import { organisations } from './territories.ts';

/** What stays the same over the versions of a diagnostic. */
export const diagnostics = pgTable(
  'diagnostics',
  {
    territoryId: text().notNull(),
    /** For a trial, the only key to it: unguessable. */
    id: text().notNull(),
    beneficiaryId: text().notNull(),
    /** Who recorded it; null for a visitor. */
    organisationId: text(),
    currentVersion: integer().notNull(),
    trial: boolean().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant(),
    /** Of a search for rides: until when its result is made again as the catalogue changes; null: as long as it is kept. */
    watchedUntil: instant(),
    /** Of a search for rides that somebody came back to: when the result was made that was too old to be shown. */
    staleResultAt: instant(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    index('diagnostics_expiry').on(t.territoryId, t.expiresAt).where(sql`${t.expiresAt} is not null`),
    check('diagnostics_trial_expires', sql`${t.trial} = (${t.expiresAt} is not null)`),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** Matching facts, never changed once written. They hold the age, no birth date and no name. */
export const diagnosticVersions = pgTable(
  'diagnostic_versions',
  {
    territoryId: text().notNull(),
    diagnosticId: text().notNull(),
    version: integer().notNull(),
    /** Completed years on the first day. */
    age: smallint(),
    facts: jsonb().$type<DiagnosticInput>().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.diagnosticId, t.version] }),
    foreignKey({
      columns: [t.territoryId, t.diagnosticId],
      foreignColumns: [diagnostics.territoryId, diagnostics.id],
    }).onDelete('cascade'),
  ],
);

export const matches = pgTable(
  'matches',
  {
    territoryId: text().notNull(),
    diagnosticId: text().notNull(),
    version: integer().notNull(),
    status: text().$type<'pending' | 'ready' | 'failed'>().notNull(),
    computedAt: instant(),
    result: jsonb().$type<StoredResult>(),
    /** Matched on estimates while the configured router was away: to be matched again. */
    provisional: boolean().notNull().default(false),
    /** Why it failed, for people. */
    failure: text(),
    /** The version of the catalogue that the result rests on, or a newer one; null where nobody noted it. */
    catalogueVersion: bigint({ mode: 'number' }),
    /** The result is to be made again on this version of the catalogue, or a newer one. */
    wantedVersion: bigint({ mode: 'number' }),
    wantedAt: instant(),
    /** The re-matching that asked for it (`rematch_campaigns`). */
    campaignId: bigint({ mode: 'number' }),
    /** The offers of the result that are not impossible. */
    offerIds: text().array().notNull().default([]),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.diagnosticId, t.version] }),
    index('matches_to_do').on(t.territoryId, t.diagnosticId).where(sql`${t.status} = 'pending' or ${t.provisional}`),
    index('matches_wanted').on(t.territoryId, t.wantedAt).where(sql`${t.wantedVersion} is not null`),
    index('matches_campaign').on(t.territoryId, t.campaignId).where(sql`${t.campaignId} is not null`),
    index('matches_offers').using('gin', t.offerIds),
    check('matches_status', sql`${t.status} in ('pending', 'ready', 'failed')`),
    check('matches_ready_has_result', sql`${t.status} <> 'ready' or ${t.result} is not null`),
    check('matches_failed_says_why', sql`(${t.status} = 'failed') = (${t.failure} is not null)`),
    foreignKey({
      columns: [t.territoryId, t.diagnosticId, t.version],
      foreignColumns: [diagnosticVersions.territoryId, diagnosticVersions.diagnosticId, diagnosticVersions.version],
    }).onDelete('cascade'),
  ],
);
