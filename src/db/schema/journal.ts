import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { OutboxEvent } from '../../services/ports.ts';
import { instant } from './columns.ts';
import { territories } from './territories.ts';

/** Who did what to which row: ids and names of fields, never values. Written once, never changed. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    at: instant().notNull(),
    actorKind: text().notNull(),
    actorId: text().notNull(),
    organisationId: text(),
    action: text().notNull(),
    entity: text().notNull(),
    entityId: text().notNull(),
    fields: text().array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.territoryId, t.id] }), index().on(t.territoryId, t.entity, t.entityId)],
);

/** What the relay turns into jobs, written in the transaction of the change it tells of. */
export const outboxEvents = pgTable(
  'outbox_events',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    event: jsonb().$type<OutboxEvent>().notNull(),
    createdAt: instant().notNull(),
    sentAt: instant(),
  },
  (t) => [index('outbox_events_unsent').on(t.id).where(sql`${t.sentAt} is null`)],
);

/** The answer once given under an `Idempotency-Key`. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    /** The organisation, or the kind of actor where there is none: keys of two holders never meet. */
    holder: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer().notNull(),
    body: jsonb().$type<unknown>(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.territoryId, t.holder, t.key] }), index().on(t.territoryId, t.createdAt)],
);
