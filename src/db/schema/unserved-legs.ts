import { sql } from 'drizzle-orm';
import { check, doublePrecision, foreignKey, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { CountedRide, Lever } from '../../domain/counterfactual/counterfactual.ts';
import type { Unit } from '../../domain/matching/result.ts';
import { retention } from './columns.ts';
import { matches } from './diagnostics.ts';

/**
 * The legs of one person's rota that nobody carries, as sums over the territory know them: no place finer than a commune, no time
 * finer than an hour. They come and go with the result; a trial has none.
 */
export const unservedLegs = pgTable(
  'unserved_legs',
  {
    territoryId: text().notNull(),
    diagnosticId: text().notNull(),
    version: integer().notNull(),
    position: smallint().notNull(),
    direction: text().$type<CountedRide['direction']>().notNull(),
    hour: smallint().notNull(),
    /** Null where the commune is not known. */
    fromCommune: text(),
    toCommune: text(),
    occurrences: integer().notNull(),
    /** Null together: no single change of an offer would carry it. A mere id: the offer may be gone. */
    offerId: text(),
    lever: text().$type<Lever>(),
    amount: doublePrecision(),
    unit: text().$type<Unit>(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.diagnosticId, t.version, t.position] }),
    check('unserved_legs_hour', sql`${t.hour} between 0 and 23`),
    check('unserved_legs_direction', sql`${t.direction} in ('outbound', 'return')`),
    check('unserved_legs_occurrences', sql`${t.occurrences} > 0`),
    check('unserved_legs_nearest', sql`num_nulls(${t.offerId}, ${t.lever}, ${t.amount}, ${t.unit}) in (0, 4)`),
    foreignKey({
      name: 'unserved_legs_of_match',
      columns: [t.territoryId, t.diagnosticId, t.version],
      foreignColumns: [matches.territoryId, matches.diagnosticId, matches.version],
    }).onDelete('cascade'),
  ],
);
