import { foreignKey, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, retention } from './columns.ts';
import { organisations } from './territories.ts';

/**
 * The answers of a form that is being filled in. Held by a member, or without an account by whoever shows the secret whose
 * SHA-256 is `holder_hash`.
 */
export const formDrafts = pgTable(
  'form_drafts',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    form: text().notNull(),
    organisationId: text(),
    memberId: text(),
    holderHash: text(),
    answers: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** When it was sent; `result` says what came of it, in ids, so that sending it again leads there. */
    doneAt: instant(),
    result: jsonb().$type<Record<string, string>>(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.memberId, t.form),
    index().on(t.territoryId, t.purgeAfter),
    foreignKey({
      columns: [t.territoryId, t.organisationId],
      foreignColumns: [organisations.territoryId, organisations.id],
    }),
  ],
);
