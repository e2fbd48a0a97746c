import { foreignKey, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Mode } from '../../../geo/router.ts';
import { offers } from './catalogue.ts';
import { bytes, instant } from './columns.ts';
import { territories } from './territories.ts';

/** The landmarks of a territory on one road data set, as the engine encodes them. */
export const landmarkSets = pgTable(
  'landmark_sets',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    mode: text().$type<Mode>().notNull(),
    dataSet: text().notNull(),
    payload: bytes().notNull(),
    /** When the process that chose them had its roads come into use; when it chose them, where it does not know. */
    since: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.territoryId, t.mode, t.dataSet] })],
);

/** What the road says of one version of an offer: times to and from the landmarks, times among its own places. */
export const offerRoads = pgTable(
  'offer_roads',
  {
    territoryId: text().notNull(),
    offerId: text().notNull(),
    offerVersion: integer().notNull(),
    dataSet: text().notNull(),
    vectors: bytes().notNull(),
    own: bytes().notNull(),
    measuredAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.offerId] }),
    index('offer_roads_data_set').on(t.territoryId, t.dataSet),
    foreignKey({
      columns: [t.territoryId, t.offerId],
      foreignColumns: [offers.territoryId, offers.id],
    }).onDelete('cascade'),
  ],
);
