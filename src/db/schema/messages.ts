import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, primaryKey, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { LeaveRules } from '../../domain/booking/leave-at.ts';
import { instant, retention } from './columns.ts';
import { territories } from './territories.ts';

/** Mails and SMS to be sent. Address, subject and text are forgotten once it is gone: what remains is that it was sent. */
export const messages = pgTable(
  'messages',
  {
    territoryId: text()
      .notNull()
      .references(() => territories.id),
    id: text().notNull(),
    channel: text().$type<'email' | 'sms'>().notNull(),
    toAddress: text(),
    subject: text(),
    body: text(),
    /** The same as a page; null where the text is all. */
    html: text(),
    /** Where the reader's mail program unsubscribes them, of a letter. */
    unsubscribeUrl: text(),
    status: text().$type<'waiting' | 'sent' | 'failed'>().notNull(),
    attempts: smallint().notNull().default(0),
    /** A code, never the answer of a mail server, which may quote the address. */
    failure: text(),
    /** What it tells of: `referral` and its id… */
    aboutEntity: text().notNull(),
    aboutId: text().notNull(),
    /** What it is, so that nobody is told the same twice: `ride-reminder bkg_…`. Null where that cannot happen. */
    dedupeKey: text(),
    /** Not before: people sleep. Null: at once. */
    sendAfter: instant(),
    /** In which hours it may leave, looked at again each time; forgotten with its words. Null: in any. */
    leaves: jsonb().$type<LeaveRules>(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    ...retention(),
  },
  (t) => [
    primaryKey({ columns: [t.territoryId, t.id] }),
    index().on(t.territoryId, t.status, t.createdAt),
    uniqueIndex('messages_once').on(t.territoryId, t.dedupeKey),
    check('messages_channel', sql`${t.channel} in ('email', 'sms')`),
    check('messages_status', sql`${t.status} in ('waiting', 'sent', 'failed')`),
    check(
      'messages_waiting_is_whole',
      sql`${t.status} <> 'waiting' or (${t.toAddress} is not null and ${t.body} is not null)`,
    ),
  ],
);
