import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant, retention } from './columns.ts';
import { territories } from './territories.ts';

/** Who reads the news of the territory by mail, once they have said so by the link they were sent. */
export const letterReaders = pgTable(
  'letter_readers',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    email: text().notNull(),
    /** A professional who pressed the button; null for anybody else. */
    memberId: text(),
    /** Of the links by which they confirm and unsubscribe. */
    linkHashes: text().array().notNull().default([]),
    confirmedAt: instant(),
    /** What was news until then has been told. */
    toldUntil: instant(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.email),
    uniqueIndex('letter_readers_once').on(t.territoryId, t.email).where(sql`${t.confirmedAt} is not null`),
    check('letter_readers_told', sql`(${t.confirmedAt} is null) = (${t.toldUntil} is null)`),
    check('letter_readers_forgotten', sql`${t.confirmedAt} is not null or ${t.purgeAfter} is not null`),
  ],
);
