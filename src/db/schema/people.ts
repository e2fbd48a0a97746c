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
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Role } from '../../domain/accounts/roles.ts';
import type { Hours } from '../../domain/catalogue/offer.ts';
import { instant, retention } from './columns.ts';
import { organisations, territories } from './territories.ts';

/** Professionals with an account. */
export const members = pgTable(
  'members',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    displayName: text().notNull(),
    email: text().notNull(),
    /** One of the users of the product: `mobilityAdvisor`, `prescriber`, `resourceCentre`… */
    role: text().$type<Role>().notNull(),
    /** Of the account that signs in; null until the first time. */
    userId: text(),
    joinedAt: instant(),
    /** An invitation not followed by then is void. */
    invitationExpiresAt: instant(),
    createdAt: instant().notNull().default(sql`now()`),
    closedAt: instant(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('members_email').on(t.territoryId, t.organisationId, sql`lower(${t.email})`),
    index().on(t.userId),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** A person, without a name. `reference` is the number that the organisation which opened the file gave them. */
export const beneficiaries = pgTable(
  'beneficiaries',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    /** Who opened the file; null for a trial. Who may see it is told by `beneficiary_access` alone. */
    organisationId: text(),
    reference: text(),
    createdAt: instant().notNull().default(sql`now()`),
    /** No longer accompanied. */
    closedAt: instant(),
    /** Raised by each change of the identity: who changes an older one is told. */
    version: integer().notNull().default(1),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('beneficiaries_reference').on(t.territoryId, t.organisationId, t.reference),
    check('beneficiaries_reference_of_an_organisation', sql`${t.reference} is null or ${t.organisationId} is not null`),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** Who the person is and how to reach them, apart from every fact that matching reads. */
export const beneficiaryIdentities = pgTable(
  'beneficiary_identities',
  {
    territoryId: text().notNull(),
    beneficiaryId: text().notNull(),
    birthDate: date(),
    firstName: text(),
    lastName: text(),
    phone: text(),
    email: text(),
    language: text(),
    /** No voicemail, nothing in a message that tells why. */
    discreet: boolean().notNull().default(false),
    safeHours: jsonb().$type<Hours[]>(),
    /** INSEE code of the home's commune. */
    commune: text(),
    /** Names, lower case and without accents, to be found by. */
    searchText: text().notNull().default(''),
    /** The phone's digits alone, to notice the same person twice. */
    phoneDigits: text(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.beneficiaryId] }),
    index().on(t.territoryId, t.phoneDigits),
    index('beneficiary_identities_email').on(t.territoryId, sql`lower(${t.email})`),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
  ],
);

/** `file`: everything, identity included. `facts`: diagnostics and plans, not the identity. */
export type AccessScope = 'file' | 'facts';

/** The circle of care: which organisation may see the person's file, on what ground, from when until when. */
export const beneficiaryAccess = pgTable(
  'beneficiary_access',
  {
    territoryId: text().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    beneficiaryId: text().notNull(),
    organisationId: text().notNull(),
    scope: text().$type<AccessScope>().notNull(),
    /** The ground for it: `publicInterestMission`, `referral`, `consent`… */
    basis: text().notNull(),
    from: instant().notNull(),
    /** Null while it lasts. */
    until: instant(),
    /** The organisation that gave it, and may end it; of a file's opening, its own. */
    sharedBy: text().default(sql`current_organisation()`),
    /** The person's agreement that it rests on, where consent is the ground: each opens one door, once. */
    consentId: text(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId, t.organisationId),
    uniqueIndex('beneficiary_access_one_of_a_consent').on(t.territoryId, t.consentId),
    check('beneficiary_access_scope', sql`${t.scope} in ('file', 'facts')`),
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
