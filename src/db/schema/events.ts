import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { EventAudience, EventKind } from '../../domain/network/event.ts';
import { instant, retention } from './columns.ts';
import { partners } from './imports.ts';
import { territories } from './territories.ts';

/** What the territory's network comes together for: meetings, trainings of professionals, drop-in hours. */
export const events = pgTable(
  'events',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    version: integer().notNull(),
    kind: text().$type<EventKind>().notNull(),
    title: text().notNull(),
    description: text(),
    audience: text().$type<EventAudience>().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    /** INSEE code and point; null where it is online. */
    commune: text(),
    lon: doublePrecision(),
    lat: doublePrecision(),
    placeLabel: text(),
    /** Of a meeting on line: for those who signed up. */
    onlineUrl: text(),
    organiserId: text(),
    /** Null: as many as come. */
    places: smallint(),
    illustrative: boolean().notNull().default(false),
    cancelledAt: instant(),
    cancelReason: text(),
    archivedAt: instant(),
    changedBy: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.startsAt),
    foreignKey({ columns: [t.territoryId, t.organiserId], foreignColumns: [partners.territoryId, partners.id] }),
    check('events_hours', sql`${t.endsAt} > ${t.startsAt}`),
    check('events_places', sql`${t.places} between 1 and 1000`),
    check('events_somewhere', sql`(${t.commune} is null) <> (${t.onlineUrl} is null)`),
    check('events_say_why', sql`(${t.cancelledAt} is null) = (${t.cancelReason} is null)`),
  ],
);

/** Who comes to one: known to the pôle ressources alone, and forgotten some weeks later. */
export const eventSignUps = pgTable(
  'event_sign_ups',
  {
    territoryId: text().notNull(),
    id: text().notNull(),
    eventId: text().notNull(),
    name: text().notNull(),
    structure: text(),
    channel: text().$type<'email' | 'sms'>().notNull(),
    /** A mail address, or a number in E.164. */
    contact: text().notNull(),
    /** The database's own: `seated` while there are places, then `waiting`. */
    status: text().$type<'seated' | 'waiting'>().notNull(),
    linkHashes: text().array().notNull(),
    consentWording: text().notNull(),
    createdAt: instant().notNull(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    uniqueIndex('event_sign_ups_once').on(t.territoryId, t.eventId, t.contact),
    check('event_sign_ups_status', sql`${t.status} in ('seated', 'waiting')`),
    check('event_sign_ups_forgotten', sql`${t.purgeAfter} is not null`),
    foreignKey({ columns: [t.territoryId, t.eventId], foreignColumns: [events.territoryId, events.id] }),
  ],
);
