import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ConfirmationSource, ReportKind } from '../../domain/catalogue/freshness.ts';
import { offers } from './catalogue.ts';
import { instant } from './columns.ts';

/** Each time an offer was said to be true still: written by the database itself, but for what a link says. */
export const offerConfirmations = pgTable(
  'offer_confirmations',
  {
    territoryId: text().notNull(),
    offerId: text().notNull(),
    /** The version of the offer that it made: who made it says who heard it. */
    version: integer().notNull(),
    confirmedOn: date().notNull(),
    source: text().$type<ConfirmationSource>().notNull(),
    note: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.offerId, t.version] }),
    check('offer_confirmations_source', sql`${t.source} in ('provider', 'resourceCentre', 'program', 'import')`),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }).onDelete(
      'cascade',
    ),
  ],
);

/** Links by which a provider confirms an offer, once: the SHA-256 of each secret. */
export const offerLinks = pgTable(
  'offer_links',
  {
    territoryId: text().notNull(),
    linkHash: text().notNull(),
    offerId: text().notNull(),
    /** Who sent it; null: by itself. */
    sentBy: text(),
    sentAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    /** What was answered. */
    answer: text().$type<'confirmed' | 'changed'>(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.linkHash] }),
    index().on(t.territoryId, t.offerId, t.sentAt),
    check('offer_links_answer', sql`(${t.usedAt} is null) = (${t.answer} is null)`),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }).onDelete(
      'cascade',
    ),
  ],
);

/** What somebody says is no longer true of an offer; open until the pôle ressources has looked. */
export const offerReports = pgTable(
  'offer_reports',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    offerId: text().notNull(),
    kind: text().$type<ReportKind>().notNull(),
    note: text(),
    /** The professional and their organisation; both null for the provider itself, by link. */
    memberId: text(),
    organisationId: text(),
    createdAt: instant().notNull(),
    closedAt: instant(),
    closedBy: text(),
    /** What was found. */
    closedReason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index('offer_reports_open').on(t.territoryId, t.offerId).where(sql`${t.closedAt} is null`),
    uniqueIndex('offer_reports_once')
      .on(t.territoryId, t.offerId, t.memberId)
      .where(sql`${t.closedAt} is null and ${t.memberId} is not null`),
    check(
      'offer_reports_kind',
      sql`${t.kind} in ('phoneSilent', 'phoneWrong', 'linkDead', 'closed', 'changed', 'other')`,
    ),
    check('offer_reports_closed', sql`(${t.closedAt} is null) = (${t.closedReason} is null)`),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }).onDelete(
      'cascade',
    ),
  ],
);

/** What was decided of two offers that look alike; `firstId` comes before `secondId`. A pair whose other offer is gone says nothing. */
export const offerPairs = pgTable(
  'offer_pairs',
  {
    territoryId: text().notNull(),
    firstId: text().notNull(),
    secondId: text().notNull(),
    /** `separate`: merged once and undone, to be looked at again. */
    decision: text().$type<'different' | 'merged' | 'separate'>().notNull(),
    /** Of a merge: which stays, and the versions before and after of it and of the one that is archived. */
    keptId: text(),
    keptBefore: integer(),
    keptAfter: integer(),
    goneBefore: integer(),
    goneAfter: integer(),
    decidedBy: text().notNull(),
    decidedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.firstId, t.secondId] }),
    check('offer_pairs_order', sql`${t.firstId} < ${t.secondId}`),
    check('offer_pairs_decision', sql`${t.decision} in ('different', 'merged', 'separate')`),
    check(
      'offer_pairs_merge_is_known',
      sql`(${t.decision} = 'merged') = (num_nulls(${t.keptId}, ${t.keptBefore}, ${t.keptAfter}, ${t.goneBefore}, ${t.goneAfter}) = 0)`,
    ),
    foreignKey({ columns: [t.territoryId, t.firstId], foreignColumns: [offers.territoryId, offers.id] }).onDelete(
      'cascade',
    ),
  ],
);
