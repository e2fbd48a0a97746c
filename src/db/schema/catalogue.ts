import {
  bigint,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Offer, OfferKind, Theme } from '../../domain/catalogue/offer.ts';
import { instant } from './columns.ts';
import { organisations, territories } from './territories.ts';

/** One offer of any kind: common columns, and `details` after its kind. Validated with `offerInputSchema` when read. */
export const offers = pgTable(
  'offers',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    /** Who entered it; null for imports and seeds. */
    organisationId: text(),
    kind: text().$type<OfferKind>().notNull(),
    version: integer().notNull(),
    title: text().notNull(),
    description: text(),
    theme: text().$type<Theme>().notNull(),
    provider: jsonb().$type<Offer['provider']>().notNull(),
    audiences: text().array().notNull(),
    eligibilityZone: text().array().notNull(),
    illustrative: boolean().notNull(),
    accessConditions: jsonb().$type<Offer['accessConditions']>().notNull(),
    validFrom: date(),
    validUntil: date(),
    confirmedAt: date(),
    visibility: text().$type<Offer['visibility']>().notNull(),
    externalId: text(),
    operator: text(),
    calendar: jsonb().$type<Offer['calendar']>().notNull(),
    details: jsonb().$type<Offer['details']>().notNull(),
    /** Title, provider and description, lower case and without accents. */
    searchText: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    archivedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.kind),
    uniqueIndex('offers_external_id').on(t.territoryId, t.operator, t.externalId),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** The catalogue as it was: one row per version of an offer. */
export const offerVersions = pgTable(
  'offer_versions',
  {
    territoryId: text().notNull(),
    offerId: text().notNull(),
    version: integer().notNull(),
    /** Null when this version archived the offer. */
    offer: jsonb().$type<Offer>(),
    createdAt: instant().notNull(),
    /** Who made it; null for what was there before it was kept. */
    authorKind: text().$type<'member' | 'program' | 'system' | 'visitor'>(),
    authorId: text(),
    /** The version whose content this one brought back. */
    restoredFrom: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.offerId, t.version] }),
    foreignKey({
      columns: [t.territoryId, t.offerId],
      foreignColumns: [offers.territoryId, offers.id],
    }).onDelete('cascade'),
  ],
);

/**
 * When each offer last changed, as versions of the territory's catalogue; triggers write it as a transaction commits. The
 * row of an offer that is gone stays, so that whoever follows the catalogue hears of it.
 */
export const catalogueChanges = pgTable(
  'catalogue_changes',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    offerId: text().notNull(),
    /** Of the offer itself or of its road facts: what a copy of the catalogue holds. */
    contentVersion: bigint({ mode: 'number' }).notNull(),
    /** Of the offer itself or of what is taken of it: what may change an answer. */
    answerVersion: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.offerId] }),
    index('catalogue_changes_content').on(t.territoryId, t.contentVersion, t.offerId),
    index('catalogue_changes_answer').on(t.territoryId, t.answerVersion, t.offerId),
  ],
);

/**
 * What offers are searched by, in few columns, written by triggers. Read by `search_offers` alone: of a table behind row-level
 * security no index of trigrams can be used, for their operators are not leakproof.
 */
export const offerSearch = pgTable(
  'offer_search',
  {
    territoryId: text().notNull(),
    offerId: text().notNull(),
    kind: text().notNull(),
    theme: text().notNull(),
    isArchived: boolean().notNull(),
    confirmedAt: date(),
    /** Lower case, without accents. */
    provider: text().notNull(),
    words: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.offerId] }),
    index('offer_search_kinds').on(t.territoryId, t.isArchived, t.kind, t.offerId),
    index('offer_search_words').using('gin', t.words.op('gin_trgm_ops')),
  ],
);

/**
 * What was told of an offer that is being written: how many it would serve, as a figure that tells nobody apart. The same question
 * of the same week has the same answer, and a week has room for so many questions.
 */
export const offerPreviews = pgTable(
  'offer_previews',
  {
    territoryId: text().notNull(),
    organisationId: text().notNull(),
    /** Its Monday. */
    week: date().notNull(),
    /** SHA-256 of the offer, as coarse as it was asked about. */
    asked: text().notNull(),
    /** Null: fewer than five, or too few to be told. */
    atLeast: integer(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.organisationId, t.week, t.asked] }),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);
