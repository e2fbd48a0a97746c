import { sql } from 'drizzle-orm';
import {
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
import type { StoredCostSplit } from '../../domain/funding/cost-split.ts';
import type { BridgeNeed, JobKind, JobStatus, Quote } from '../../domain/workshop/job.ts';
import { instant, retention } from './columns.ts';
import { referrals } from './follow-up.ts';
import { beneficiaries } from './people.ts';
import { organisations } from './territories.ts';

/** A vehicle that a garage repairs for, or sells to, somebody whom a referral put to it. Of the vehicle no plate is kept. */
export const workshopJobs = pgTable(
  'workshop_jobs',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    beneficiaryId: text().notNull(),
    referralId: text().notNull(),
    kind: text().$type<JobKind>().notNull(),
    status: text().$type<JobStatus>().notNull(),
    /** Make and model. */
    vehicle: text(),
    /** What is wrong, or what is looked for. */
    request: text().notNull(),
    quote: jsonb().$type<Quote>(),
    funding: jsonb().$type<StoredCostSplit>().notNull().default({ costCents: null, parts: [] }),
    appointmentOn: date(),
    /** `HH:MM` there. */
    appointmentAt: text(),
    bridge: text().$type<BridgeNeed>().notNull().default('none'),
    loanId: text(),
    handedOverOn: date(),
    illustrative: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.organisationId, t.status),
    index().on(t.territoryId, t.beneficiaryId),
    uniqueIndex('workshop_jobs_once')
      .on(t.territoryId, t.referralId)
      .where(sql`${t.status} in ('requested', 'quoted', 'agreed', 'scheduled', 'lapsed')`),
    check('workshop_jobs_kind', sql`${t.kind} in ('repair', 'sale')`),
    check(
      'workshop_jobs_status',
      sql`${t.status} in ('requested', 'quoted', 'agreed', 'scheduled', 'handedOver', 'declined', 'lapsed', 'withdrawn')`,
    ),
    check('workshop_jobs_bridge', sql`(${t.bridge} = 'lent') = (${t.loanId} is not null)`),
    check('workshop_jobs_handed_over', sql`(${t.status} = 'handedOver') = (${t.handedOverOn} is not null)`),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
    foreignKey({
      columns: [t.territoryId, t.beneficiaryId],
      foreignColumns: [beneficiaries.territoryId, beneficiaries.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.territoryId, t.referralId],
      foreignColumns: [referrals.territoryId, referrals.id],
    }).onDelete('cascade'),
  ],
);
