import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AuditDifference } from '../../services/ports.ts';
import { instant } from './columns.ts';
import { territories } from './territories.ts';

/** How often results were held against the reference matcher, and how that went. */
export const matchAudits = pgTable(
  'match_audits',
  {
    territoryId: text()
      .primaryKey()
      .references(() => territories.id),
    /** Compared to the end. */
    audited: integer().notNull().default(0),
    differing: integer().notNull().default(0),
    /** Given up, because the catalogue or the roads changed meanwhile: they say nothing. */
    voided: integer().notNull().default(0),
    lastAt: instant(),
    /** The last one: ids of a diagnostic and of offers, nothing about a person. */
    lastDifference: jsonb().$type<AuditDifference>(),
  },
  (t) => [check('match_audits_differing', sql`${t.differing} <= ${t.audited}`)],
);
