import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
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
import { instant, retention } from './columns.ts';
import { beneficiaries, members } from './people.ts';
import { organisations } from './territories.ts';

/** Who answers for the person in an organisation, from when until when: one at a time. */
export const referents = pgTable(
  'referents',
  {
    territoryId: text().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    beneficiaryId: text().notNull(),
    organisationId: text().notNull(),
    memberId: text().notNull(),
    from: instant().notNull(),
    until: instant(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    uniqueIndex('referents_one_at_a_time')
      .on(t.territoryId, t.beneficiaryId, t.organisationId)
      .where(sql`${t.until} is null`),
    index('referents_of_member').on(t.territoryId, t.memberId).where(sql`${t.until} is null`),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
    foreignKey({ columns: [t.territoryId, t.memberId], foreignColumns: [members.territoryId, members.id] }),
  ],
);

/** Optional sharing that the person agreed to, in which words and how; withdrawn, never erased by withdrawing. */
export const consents = pgTable(
  'consents',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    beneficiaryId: text().notNull(),
    purpose: text().notNull(),
    wording: text().notNull(),
    channel: text().$type<'oral' | 'written' | 'phone' | 'online'>().notNull(),
    givenAt: instant().notNull(),
    recordedBy: text().notNull(),
    withdrawnAt: instant(),
    withdrawnBy: text(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    check('consents_channel', sql`${t.channel} in ('oral', 'written', 'phone', 'online')`),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
  ],
);

/** Where the person stands in another scheme (MBI, CER, PTI, SPIE): a typed reference, not a copy of its file. */
export const schemeStatuses = pgTable(
  'scheme_statuses',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    beneficiaryId: text().notNull(),
    scheme: text().notNull(),
    reference: text(),
    status: text().notNull(),
    from: date(),
    until: date(),
    recordedBy: text().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
  ],
);

/**
 * A mobility questionnaire as it was answered on a day, apart from what matching reads: what concerns health, family and money
 * stays here.
 */
export const assessments = pgTable(
  'assessments',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    beneficiaryId: text().notNull(),
    organisationId: text().notNull(),
    /** The diagnostic that its matching facts became. */
    diagnosticId: text(),
    questionnaireVersion: text().notNull(),
    mode: text().$type<'quick' | 'full'>().notNull(),
    answers: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Scores and barriers as that version of the questionnaire reckoned them. */
    result: jsonb().$type<Record<string, unknown>>().notNull(),
    madeOn: date().notNull(),
    madeBy: text().notNull(),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId, t.madeOn),
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

/** What became of proposals, kept for the territory's sums: of nobody in particular. Rows are only added. */
export const outcomes = pgTable(
  'outcomes',
  {
    territoryId: text().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    on: date().notNull(),
    subject: text().$type<'referral' | 'request'>().notNull(),
    offerId: text(),
    offerKind: text(),
    code: text().notNull(),
    reason: text(),
  },
  (t) => [primaryKey({ columns: [t.territoryId, t.id] }), index().on(t.territoryId, t.subject, t.on)],
);
