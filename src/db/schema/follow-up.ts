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
import type { StoredFunding } from '../../domain/plan/funding.ts';
import type { StepKind } from '../../domain/plan/plan.ts';
import type { ReferralStatus } from '../../domain/referral/referral.ts';
import type {
  HandedFact,
  ReferralEventDetails,
  ReferralEventKind,
  ReferralParties,
} from '../../services/ports/referrals.ts';
import { offers } from './catalogue.ts';
import { instant, retention } from './columns.ts';
import { beneficiaries } from './people.ts';
import { organisations } from './territories.ts';

export const actionPlans = pgTable(
  'action_plans',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    beneficiaryId: text().notNull(),
    /** The diagnostic it was drawn from; kept as a mere id, for plans outlive diagnostics. */
    diagnosticId: text(),
    /** Who draws it up. Null on rows of before accounts. */
    organisationId: text(),
    status: text().$type<'draft' | 'active' | 'closed'>().notNull(),
    /** Grows with every change: who changes an older one is told. */
    version: integer().notNull().default(1),
    /** How many steps it ever had: the number that the next one gets, so that none is ever taken for another. */
    stepsMade: smallint().notNull().default(0),
    /** The autonomy the person aims at, in their words. */
    goal: text(),
    note: text(),
    createdBy: text(),
    updatedBy: text(),
    /** Of the link under which the person reads it: SHA-256, and until when. */
    shareHash: text(),
    shareExpiresAt: instant(),
    sharedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    uniqueIndex('action_plans_share').on(t.shareHash),
    check('action_plans_status', sql`${t.status} in ('draft', 'active', 'closed')`),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
  ],
);

export const planSteps = pgTable(
  'plan_steps',
  {
    territoryId: text().notNull(),
    planId: text().notNull(),
    /** Its number in the plan, given once and for ever. */
    position: smallint().notNull(),
    /** Where it stands among the others. */
    rank: smallint().notNull().default(0),
    step: text().$type<StepKind>().notNull(),
    title: text(),
    /** Who does it. */
    actor: text().$type<'person' | 'professional' | 'provider' | 'employer' | 'other'>(),
    actorName: text(),
    note: text(),
    /** Who pays how much, with which paperwork, in euro cents. */
    funding: jsonb().$type<StoredFunding>().notNull().default({ costCents: null, sources: [] }),
    referralId: text(),
    offerId: text(),
    from: date(),
    until: date(),
    status: text().$type<'todo' | 'doing' | 'done' | 'dropped'>().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.planId, t.position] }),
    check('plan_steps_status', sql`${t.status} in ('todo', 'doing', 'done', 'dropped')`),
    foreignKey({
      columns: [t.territoryId, t.planId],
      foreignColumns: [actionPlans.territoryId, actionPlans.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.territoryId, t.offerId], foreignColumns: [offers.territoryId, offers.id] }),
  ],
);

/** The transitions are a rule of the domain: `src/domain/referral/referral.ts`. */
export const referrals = pgTable(
  'referrals',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    beneficiaryId: text().notNull(),
    offerId: text().notNull(),
    /** Who refers. */
    organisationId: text().notNull(),
    /** Who is asked: sees this row, nothing else of the file. */
    providerOrganisationId: text(),
    status: text().$type<ReferralStatus>().notNull(),
    rejectionReason: text(),
    outcome: text(),
    diagnosticId: text(),
    diagnosticVersion: integer(),
    createdBy: text(),
    message: text(),
    /** What is handed over, as it was shown before sending: label and value, in order. */
    facts: jsonb().$type<HandedFact[]>().notNull().default([]),
    documents: text().array().notNull().default([]),
    /** Where the provider is written to; null where it is called. */
    providerEmail: text(),
    parties: jsonb().$type<Partial<ReferralParties>>().notNull().default({}),
    /** Of the links by which the provider answers without an account, one in each mail: SHA-256, and until when. */
    linkHashes: text().array().notNull().default([]),
    linkExpiresAt: instant(),
    /** The provider asked something, and waits. */
    questionOpen: boolean().notNull().default(false),
    /** How many reminders have left. */
    reminders: smallint().notNull().default(0),
    sentAt: instant(),
    answeredAt: instant(),
    /** First day of the service or of the job. */
    startedOn: date(),
    /** The refusal it follows, where this is the next best. */
    previousId: text(),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    index().on(t.territoryId, t.providerOrganisationId, t.status),
    index('referrals_links').using('gin', t.linkHashes),
    index('referrals_waiting').on(t.territoryId, t.sentAt).where(sql`${t.status} = 'sent'`),
    check('referrals_status', sql`${t.status} in ('sent', 'accepted', 'refused', 'expired', 'started', 'ended')`),
    check('referrals_refusal_says_why', sql`(${t.status} = 'refused') = (${t.rejectionReason} is not null)`),
    check('referrals_only_ended_has_outcome', sql`${t.status} = 'ended' or ${t.outcome} is null`),
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

/** Everything that happened to a referral, in order; both sides read it. Rows are only added. */
export const referralEvents = pgTable(
  'referral_events',
  {
    territoryId: text().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    referralId: text().notNull(),
    at: instant().notNull(),
    kind: text().$type<ReferralEventKind>().notNull(),
    byKind: text().$type<'prescriber' | 'provider' | 'system'>().notNull(),
    byName: text(),
    text: text(),
    details: jsonb().$type<ReferralEventDetails>().notNull().default({}),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.referralId),
    foreignKey({
      columns: [t.territoryId, t.referralId],
      foreignColumns: [referrals.territoryId, referrals.id],
    }).onDelete('cascade'),
  ],
);
