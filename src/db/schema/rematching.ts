import { sql } from 'drizzle-orm';
import { bigint, check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { territories } from './territories.ts';

/** How far the changes of the catalogue have been turned into re-matching. */
export const rematchCursors = pgTable('rematch_cursors', {
  territoryId: text()
    .primaryKey()
    .references(() => territories.id),
  /** Changes up to this version are being looked at, or have been: a result on an older one may have missed them. */
  plannedVersion: bigint({ mode: 'number' }).notNull().default(0),
  /** Changes up to this version have been looked at. */
  doneVersion: bigint({ mode: 'number' }).notNull().default(0),
});

/** One re-matching of open diagnostics, for whoever wants to know how far it is. */
export const rematchCampaigns = pgTable(
  'rematch_campaigns',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    reason: text().$type<'catalogue'>().notNull(),
    /** How many offers changed. */
    offers: integer().notNull(),
    /** How many diagnostics it asked to match again, and how many of them wait no more. */
    total: integer().notNull(),
    done: integer().notNull().default(0),
    startedAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    check('rematch_campaigns_reason', sql`${t.reason} in ('catalogue')`),
  ],
);
