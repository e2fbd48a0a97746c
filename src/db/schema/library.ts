import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.ts';
import { territories } from './territories.ts';

/** What is of use to who works on mobility: links, and files that are kept here. */
export const libraryItems = pgTable(
  'library_items',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    version: integer().notNull(),
    title: text().notNull(),
    description: text(),
    tags: text().array().notNull().default([]),
    /** Of a link. */
    url: text(),
    /** Of a file: what it was found to be by its bytes, never what it was announced as. */
    fileType: text(),
    fileBytes: bytes(),
    fileSize: integer(),
    isPublic: boolean().notNull(),
    illustrative: boolean().notNull().default(false),
    archivedAt: instant(),
    changedBy: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    searchText: text().generatedAlwaysAs(sql`library_words(title, description, tags)`).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    check('library_items_one', sql`(${t.url} is null) = (${t.fileBytes} is not null)`),
    check('library_items_file', sql`(${t.fileBytes} is null) = (${t.fileType} is null)`),
  ],
);
