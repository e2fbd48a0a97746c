import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { PathwayStep } from '../../domain/matching/result.ts';
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
    status: text().$type<'draft' | 'active' | 'closed'>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
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
    position: smallint().notNull(),
    step: text().$type<PathwayStep['step']>().notNull(),
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

export type ReferralStatus = 'sent' | 'accepted' | 'refused' | 'expired' | 'started' | 'ended';

/** `sent → accepted | refused | expired`, `accepted → started → ended`; the transitions are a rule of the domain. */
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
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.beneficiaryId),
    index().on(t.territoryId, t.providerOrganisationId, t.status),
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
