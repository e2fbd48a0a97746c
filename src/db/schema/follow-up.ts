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
import type { OfferKind } from '../../domain/catalogue/offer.ts';
import type { PathwayStep } from '../../domain/matching/result.ts';
import type { ReferralStatus } from '../../domain/referral/referral.ts';
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

export type PlanFunding = {
  costCents: number | null;
  sources: {
    funder: string;
    amountCents: number;
    paperwork: string;
    status: 'toAsk' | 'asked' | 'granted' | 'refused';
  }[];
};

export const planSteps = pgTable(
  'plan_steps',
  {
    territoryId: text().notNull(),
    planId: text().notNull(),
    position: smallint().notNull(),
    step: text().$type<PathwayStep['step'] | 'free'>().notNull(),
    title: text(),
    /** Who does it. */
    actor: text().$type<'person' | 'professional' | 'provider' | 'employer' | 'other'>(),
    actorName: text(),
    note: text(),
    /** Who pays how much, with which paperwork, in euro cents. */
    funding: jsonb().$type<PlanFunding>().notNull().default({ costCents: null, sources: [] }),
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

/** Who is at both ends of a referral and what it is about, as they were when it was sent: offers and members change. */
export type ReferralParties = {
  offer: { kind: OfferKind; title: string; illustrative: boolean };
  provider: { name: string; phone: string | null };
  referrer: { organisation: string; name: string | null; phone: string | null; email: string | null };
};

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
    facts: jsonb().$type<{ code: string; label: string; value: string }[]>().notNull().default([]),
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

/** `on`: a day. `onBehalf`: an answer that the prescriber was told by telephone. `insistedOn`: the rules that said no. */
export type ReferralEventDetails = {
  reason?: string;
  outcome?: string;
  appointment?: string;
  on?: string;
  onBehalf?: boolean;
  insistedOn?: string[];
};

/** Everything that happened to a referral, in order; both sides read it. Rows are only added. */
export const referralEvents = pgTable(
  'referral_events',
  {
    territoryId: text().notNull(),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    referralId: text().notNull(),
    at: instant().notNull(),
    kind: text()
      .$type<
        | 'sent'
        | 'reminded'
        | 'asked'
        | 'replied'
        | 'accepted'
        | 'refused'
        | 'expired'
        | 'started'
        | 'followedUp'
        | 'ended'
      >()
      .notNull(),
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
