import { customType, text } from 'drizzle-orm/pg-core';

/** A moment as an ISO 8601 string in UTC (`2026-12-07T04:12:00.000Z`), to the millisecond. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  fromDriver: (value) => new Date(value).toISOString(),
});

/** A PostgreSQL range in its text form, `[2026-12-07,2026-12-20)`. */
export const dateRange = customType<{ data: string; driverData: string }>({ dataType: () => 'daterange' });
export const instantRange = customType<{ data: string; driverData: string }>({ dataType: () => 'tstzrange' });

/** Bytes that the database only keeps: what they mean is for whoever wrote them. */
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' });

/**
 * How long a row about a person is kept: `trial` a day, `file` as long as the person is accompanied and two years after
 * the last contact, `account` as long as the account is open, `draft` a form that is being filled in, `message` a mail that
 * waits or has just left, `request` a request nobody took up, `contact` the card of somebody at work, two years after it was confirmed,
 * `signUp` who comes to an event, some weeks, `reader` who gets the letter, until they unsubscribe.
 */
export type RetentionClass =
  | 'trial'
  | 'file'
  | 'account'
  | 'draft'
  | 'message'
  | 'request'
  | 'contact'
  | 'signUp'
  | 'reader';

/** Every table about people carries both. A null `purgeAfter` means that the date is not set yet, not "for ever". */
export const retention = () => ({
  retentionClass: text().$type<RetentionClass>().notNull(),
  purgeAfter: instant(),
});
