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
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { AllocationCriteria, Points } from '../../domain/allocation/criteria.ts';
import type { AllocationFigures } from '../../domain/allocation/figures.ts';
import type {
  DecidedLoan,
  RoundResult,
  RoundSnapshot,
  RoundStatus,
  StoredFacts,
  WaitingStatus,
  WaitingWish,
} from '../../services/ports/allocation.ts';
import { instant, retention } from './columns.ts';
import { referrals } from './follow-up.ts';
import { beneficiaries } from './people.ts';
import { organisations } from './territories.ts';

/** Somebody who waits for a vehicle of one structure, to which a referral put them. */
export const waitingEntries = pgTable(
  'waiting_entries',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    /** Whose vehicles. */
    organisationId: text().notNull(),
    beneficiaryId: text().notNull(),
    referralId: text().notNull(),
    status: text().$type<WaitingStatus>().notNull(),
    /** Of who left the list without a vehicle. */
    statusReason: text(),
    wish: jsonb().$type<WaitingWish>().notNull(),
    /** What the published criteria ask: figures, no place and no name. */
    facts: jsonb().$type<StoredFacts>().notNull(),
    waitingSince: date().notNull(),
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
    uniqueIndex('waiting_entries_once').on(t.territoryId, t.referralId).where(sql`${t.status} = 'waiting'`),
    check('waiting_entries_status', sql`${t.status} in ('waiting', 'served', 'withdrawn')`),
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

/**
 * One sharing-out of a structure's vehicles over a period: what it rested on and what came out, so that it can be made again. Nameless: people are
 * ids of the list, which lead nowhere once the person is forgotten.
 */
export const allocationRounds = pgTable(
  'allocation_rounds',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    organisationId: text().notNull(),
    from: date().notNull(),
    until: date().notNull(),
    status: text().$type<RoundStatus>().notNull(),
    criteria: jsonb().$type<AllocationCriteria>().notNull(),
    snapshot: jsonb().$type<RoundSnapshot>().notNull(),
    result: jsonb().$type<RoundResult>(),
    solver: text(),
    solverVersion: text(),
    /** Per cent, while it is computed. */
    progress: smallint().notNull().default(0),
    failure: text().$type<'tooLong' | 'failed'>(),
    /** The last time it was made again, and whether it came out the same. */
    replayedAt: instant(),
    replayedEqual: boolean(),
    createdBy: text().notNull(),
    createdAt: instant().notNull(),
    computedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.organisationId, t.createdAt),
    check('allocation_rounds_status', sql`${t.status} in ('computing', 'proposed', 'failed', 'decided')`),
    check('allocation_rounds_period', sql`${t.until} >= ${t.from}`),
    check('allocation_rounds_result', sql`(${t.status} in ('proposed', 'decided')) = (${t.result} is not null)`),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);

/** What a round proposed to one person, why, and what somebody decided. */
export const allocationDecisions = pgTable(
  'allocation_decisions',
  {
    territoryId: text().notNull(),
    roundId: text().notNull(),
    entryId: text().notNull(),
    points: jsonb().$type<Points>().notNull(),
    figures: jsonb().$type<AllocationFigures>().notNull(),
    /** Null: no vehicle. */
    proposed: jsonb().$type<DecidedLoan>(),
    decision: text().$type<'confirmed' | 'overridden'>(),
    /** What was decided; null while nothing is, and where it is no vehicle. */
    decided: jsonb().$type<DecidedLoan>(),
    reason: text(),
    decidedBy: text(),
    decidedAt: instant(),
    loanId: text(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.roundId, t.entryId] }),
    index().on(t.territoryId, t.entryId),
    check('allocation_decisions_decision', sql`${t.decision} in ('confirmed', 'overridden')`),
    check('allocation_decisions_signed', sql`(${t.decision} is null) = (${t.decidedAt} is null)`),
    check('allocation_decisions_say_why', sql`${t.decision} is distinct from 'overridden' or ${t.reason} is not null`),
    foreignKey({
      columns: [t.territoryId, t.roundId],
      foreignColumns: [allocationRounds.territoryId, allocationRounds.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.territoryId, t.entryId],
      foreignColumns: [waitingEntries.territoryId, waitingEntries.id],
    }).onDelete('cascade'),
  ],
);
