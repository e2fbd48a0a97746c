import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, retention } from './columns.ts';
import { partners } from './imports.ts';

/** What each version of a structure of the directory said, who made it and when: kept by the database itself, whoever changes one. */
export const partnerVersions = pgTable(
  'partner_versions',
  {
    territoryId: text().notNull(),
    partnerId: text().notNull(),
    version: integer().notNull(),
    /** The row, by the names of its columns. */
    facts: jsonb().$type<Record<string, unknown>>().notNull(),
    authorKind: text().notNull(),
    authorId: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.partnerId, t.version] }),
    foreignKey({ columns: [t.territoryId, t.partnerId], foreignColumns: [partners.territoryId, partners.id] }),
  ],
);

/** People at work in a structure, for professionals of the territory: forgotten two years after they were last confirmed. */
export const partnerContacts = pgTable(
  'partner_contacts',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    partnerId: text().notNull(),
    name: text().notNull(),
    /** What they do there. */
    role: text(),
    phone: text(),
    email: text(),
    version: integer().notNull(),
    confirmedAt: instant().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.partnerId),
    check('partner_contacts_forgotten', sql`${t.purgeAfter} is not null`),
    foreignKey({ columns: [t.territoryId, t.partnerId], foreignColumns: [partners.territoryId, partners.id] }),
  ],
);
