import { sql } from 'drizzle-orm';
import { check, doublePrecision, foreignKey, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { CountedRide, Lever } from '../../domain/counterfactual/counterfactual.ts';
import type { Unit } from '../../domain/matching/result.ts';
import { retention } from './columns.ts';
import { matches } from './diagnostics.ts';

/**
 * The single changes that would turn the offers which do not suit one person, as sums over the territory know them: no
 * place finer than a commune, no time finer than an hour. They come and go with the result; a trial has none.
 */
export const matchGaps = pgTable(
  'match_gaps',
  {
    territoryId: text().notNull(),
    diagnosticId: text().notNull(),
    version: integer().notNull(),
    position: smallint().notNull(),
    /** A mere id: an offer may be gone and the gap remain. */
    offerId: text().notNull(),
    lever: text().$type<Lever>().notNull(),
    amount: doublePrecision().notNull(),
    unit: text().$type<Unit>().notNull(),
    /** Null together, for what carries nobody. */
    direction: text().$type<CountedRide['direction']>(),
    hour: smallint(),
    /** Null also where the commune is not known. */
    fromCommune: text(),
    toCommune: text(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.diagnosticId, t.version, t.position] }),
    check('match_gaps_amount', sql`${t.amount} > 0`),
    check('match_gaps_hour', sql`${t.hour} between 0 and 23`),
    check('match_gaps_direction', sql`${t.direction} in ('outbound', 'return')`),
    check('match_gaps_ride', sql`(${t.direction} is null) = (${t.hour} is null)`),
    foreignKey({
      name: 'match_gaps_of_match',
      columns: [t.territoryId, t.diagnosticId, t.version],
      foreignColumns: [matches.territoryId, matches.diagnosticId, matches.version],
    }).onDelete('cascade'),
  ],
);
